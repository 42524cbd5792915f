"""Sets a document with Typst in a process of its own, which gives back the memory that Typst keeps between documents.

Run as a program it reads `{template, content, fonts}` as JSON and writes the PDF. It imports nothing of ours.
"""

import json
import subprocess
import sys
from pathlib import Path

#: Shorter than the server waits for a worker.
LONGEST_SECONDS = 20


class TypesettingError(RuntimeError):
    """Typst could not set the document; the message is its own."""


class TakesTooLongError(RuntimeError):
    """The document is too long to be set while somebody waits."""


def as_pdf(template: str, content: object, fonts: Path) -> bytes:
    """The document as PDF/UA-1. The template reads its content from `content.json`.

    Raises TypesettingError or TakesTooLongError.
    """
    asked = json.dumps({"template": template, "content": content, "fonts": str(fonts)}).encode()
    program = [sys.executable, "-I", __file__]
    try:
        done = subprocess.run(program, input=asked, capture_output=True, timeout=LONGEST_SECONDS, check=False)  # noqa: S603  our own program, given nothing but data
    except subprocess.TimeoutExpired as late:
        raise TakesTooLongError from late
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
