"""Reading a workbook that anybody may have made: in a process of its own, with little memory, time and no network."""

import json
import signal
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

from tool_definitions.workbook.problems import WorkbookProblem
from tool_definitions.workbook.sheets import Sheets, sheets_from_json

LARGEST_WORKBOOK = 10 * 1024 * 1024
#: More than the seconds of computing that the process has, for a machine with other things to do.
LONGEST_WAIT = 20
_ROOT = Path(__file__).parents[2]
_START = (
    "import sys; sys.path.insert(0, sys.argv[1]); from tool_definitions.workbook.reading.process import main; main()"
)


class ReadWorkbook(NamedTuple):
    """What came of reading a workbook: its sheets, or (None) the problems that make it unreadable."""

    sheets: Sheets | None
    problems: list[WorkbookProblem]


def read_sheets(content: bytes) -> ReadWorkbook:
    """The sheets of an Excel workbook. Formulas are never worked out, and nothing in it is ever opened or fetched.

    Faults of single cells (formulas, errors) stay with their sheet, in `Sheet.faults`: they matter only where
    the sheet is used.
    """
    if len(content) > LARGEST_WORKBOOK:
        message = f"the file is larger than {LARGEST_WORKBOOK // 1024 // 1024} MB"
        return _refused("too-large", message, "delete pictures and sheets that are not needed")
    command = [sys.executable, "-I", "-S", "-c", _START, str(_ROOT)]
    try:
        done = subprocess.run(  # noqa: S603  (our own program; the bytes go to its standard input)
            command, input=content, capture_output=True, timeout=LONGEST_WAIT, env={}, cwd="/", check=False
        )
    except subprocess.TimeoutExpired:
        return _too_slow()
    if done.returncode in {-signal.SIGXCPU, -signal.SIGKILL}:
        return _too_slow()
    if done.returncode or not done.stdout:
        return _refused("damaged-workbook", "the workbook cannot be read", "save it again in Excel and try once more")
    answer = json.loads(done.stdout)
    if "refused" in answer:
        return _refused(*answer["refused"])
    return ReadWorkbook(sheets_from_json(answer), [])


def _refused(code: str, message: str, remedy: str) -> ReadWorkbook:
    return ReadWorkbook(None, [WorkbookProblem(code, "", message, remedy)])


def _too_slow() -> ReadWorkbook:
    return _refused("too-large", "the workbook is too large when opened: reading it takes too long", "make it smaller")
