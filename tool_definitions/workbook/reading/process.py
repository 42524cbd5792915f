"""The process that reads a workbook: bytes come in, JSON goes out, and it can open nothing else.

Before it looks at the bytes it gives up memory, time, and the right to open any file or connection.
"""

import encodings.cp437
import encodings.utf_8
import encodings.utf_16
import encodings.utf_16_le  # noqa: F401  (with those above: no file can be opened later, not even a codec's)
import json
import resource
import sys
from typing import Any

from tool_definitions.workbook.reading.package import open_package
from tool_definitions.workbook.reading.refusals import Refused, too_large
from tool_definitions.workbook.reading.workbook import check_contents, workbook_parts
from tool_definitions.workbook.reading.worksheet import read_worksheet
from tool_definitions.workbook.sheets import Sheets

MOST_SHEETS = 100
MEMORY = 200 * 1024 * 1024
SECONDS = 5


def main() -> None:
    """Read a workbook from the standard input and write what is in it to the standard output."""
    _give_up_rights()
    try:
        answer = read(sys.stdin.buffer.read())
    except MemoryError:
        answer = _refusal(too_large("it needs too much memory"))
    sys.stdout.write(json.dumps(answer))


def _give_up_rights() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NPROC, (0, 0))
    # Three are open: with no more allowed there is no file, no program and no network.
    resource.setrlimit(resource.RLIMIT_NOFILE, (3, 3))


def read(content: bytes) -> dict[str, Any]:
    """The sheets of a workbook as `Sheets.as_json` gives them, or `refused`: its code, sentence and remedy."""
    try:
        package = open_package(content)
        check_contents(package)
        parts = workbook_parts(package)
        if len(parts.sheets) > MOST_SHEETS:
            raise too_large(f"it has more than {MOST_SHEETS} sheets")
        sheets = tuple(read_worksheet(package, sheet, parts) for sheet in parts.sheets)
    except Refused as refusal:
        return _refusal(refusal)
    return Sheets(sheets, tuple(package.ignored)).as_json()


def _refusal(refusal: Refused) -> dict[str, Any]:
    return {"refused": [refusal.code, refusal.message, refusal.remedy]}
