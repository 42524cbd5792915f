"""Every bench, one after the other; exits 1 when one misses its goal. Ratios within one run, never times."""

import subprocess
import sys
from pathlib import Path

BENCHES = (
    "relations.py",
    "scoring_speed.py",
    "estimate_coverage.py",
    "allocation.py",
    "moderation_figures.py",
    "web.py",
    "preview.py",
    "builder.py",
)


def main() -> int:
    """Run each bench in a process of its own."""
    folder = Path(__file__).parent
    failed = [name for name in BENCHES if subprocess.run([sys.executable, folder / name], check=False).returncode]
    for name in failed:
        print(f"{name} missed a goal", file=sys.stderr)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
