"""Sets a document with Typst in a process of its own, which gives back the memory that Typst keeps between documents.

Run as a program it reads `{template, content, fonts}` as JSON and writes the PDF. It imports nothing of ours.
"""

import json
import subprocess
import sys
from pathlib import Path

LONGEST_SECONDS = 60


class TypesettingError(RuntimeError):
    """Typst could not set the document; the message is its own."""


def as_pdf(template: str, content: object, fonts: Path) -> bytes:
    """The document as PDF/UA-1. The template reads its content from `content.json`."""
    asked = json.dumps({"template": template, "content": content, "fonts": str(fonts)}).encode()
    done = subprocess.run(  # noqa: S603  our own program, given nothing but data
        [sys.executable, "-I", __file__], input=asked, capture_output=True, timeout=LONGEST_SECONDS, check=False
    )
    if done.returncode:
        raise TypesettingError(done.stderr.decode(errors="replace"))
    return done.stdout


def main() -> int:
    """Set what comes in."""
    import typst  # noqa: PLC0415  the application itself never loads it

    asked = json.load(sys.stdin.buffer)
    files = {"main": asked["template"].encode(), "content.json": json.dumps(asked["content"]).encode()}
    try:
        made = typst.compile(files, font_paths=[asked["fonts"]], ignore_system_fonts=True, pdf_standards=["ua-1"])
    except typst.TypstError as error:
        sys.stderr.write(str(error))
        return 1
    sys.stdout.buffer.write(made)
    return 0


if __name__ == "__main__":
    sys.exit(main())
