"""What the commands on files share: files named, refused by their faults, and written whole or not at all."""

import json
import os
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, NoReturn

import click

from scoring.problems import BadRatings
from tool_definitions.loader import load_tool
from tool_definitions.problems import Severity, ToolError
from tool_definitions.tool import Tool

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


class OutFile(click.ParamType[Path]):
    """A file to write, of one of these kinds."""

    name = "file"

    def __init__(self, *suffixes: str) -> None:
        self.suffixes = suffixes

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Path:
        """The path, if its name ends as it should and its folder is there."""
        path = Path(value)
        if path.suffix.lower() not in self.suffixes:
            self.fail(f"{value!r} must end in one of {', '.join(self.suffixes)}", param, ctx)
        if path.is_dir() or not path.parent.is_dir():
            self.fail(f"cannot write {value!r}: there is no such folder", param, ctx)
        return path


def load_tool_file(path: Path) -> Tool:
    """The tool in this file, or an end with its faults."""
    try:
        return load_tool(path)
    except ToolError as fault:
        refuse([str(problem) for problem in fault.problems if problem.severity is Severity.ERROR])


def made_as(kinds: Mapping[str, Callable[[], str | bytes]], out: Path | None) -> bytes:
    """What was asked for: of the kind the name of the file ends in, or of the kind "" to be read on the screen."""
    made = kinds["" if out is None else out.suffix.lower()]()
    return made.encode() if isinstance(made, str) else made


def json_text(document: Any) -> str:
    """A document as JSON, its numbers unrounded; never NaN."""
    return json.dumps(document, ensure_ascii=False, allow_nan=False, indent=1) + "\n"


@contextmanager
def faults_named(path: Path) -> Iterator[None]:
    """What is wrong in this file ends the command, a line a fault."""
    try:
        yield
    except BadRatings as bad:
        refuse([f"{path}: {line}" for line in bad.lines()])
    except OSError as fault:
        refuse([f"{path}: cannot be read: {fault.strerror or fault}"])


def refuse(lines: Sequence[str]) -> NoReturn:
    """End with exit code 1 and these lines."""
    for line in lines:
        click.echo(" ".join(line.split()), err=True)
    raise click.exceptions.Exit(1)


def write_files(files: Mapping[Path, bytes]) -> None:
    """Write every file or none, or end with what stood in the way."""
    try:
        _write_whole(files)
    except OSError as fault:
        refuse([f"{fault.filename or next(iter(files))}: cannot be written: {fault.strerror or fault}"])


def _write_whole(files: Mapping[Path, bytes]) -> None:
    """Every file or none: each is written beside its place, then all are moved into it."""
    ready: dict[Path, Path] = {}
    try:
        for path, content in files.items():
            ready[path] = _write_beside(path, content)
        for path, made in ready.items():
            made.replace(path)
    finally:
        for made in ready.values():
            with suppress(FileNotFoundError):
                made.unlink()


def _write_beside(path: Path, content: bytes) -> Path:
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    with os.fdopen(handle, "wb") as file:
        file.write(content)
    made = Path(name)
    made.chmod(0o666 & ~_mask())
    return made


def _mask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
