"""Generated documents through the reader, the checker and the writer: no crash, no hang, what is accepted round-trips.

`python tests/bench/generated_documents.py 10000` makes a third of them valid tools (in house style, as JSON, or with
other line ends), a third of them such tools with pieces replaced, and a third of them garbage. Prints its figures;
exits 1 where a document crashed the checker, took it too long or came back as another.
"""

import json
import random
import sys
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from hypothesis import HealthCheck, Phase, given, seed, settings

sys.path.insert(0, str(Path(__file__).parents[2]))

from tests.strategies import tool_documents
from tool_definitions.checker import examine
from tool_definitions.document import Reading, read_text
from tool_definitions.editing import Put, edit, write_part, write_tool
from tool_definitions.editing.plain_data import as_read, same
from tool_definitions.loader import load_tool_text
from tool_definitions.tool import Tool

#: Far above what any of them takes, and far below what anybody would wait.
LONGEST_SECONDS = 10
PIECES = (
    *"[]{}:|>%\"'#\n\t,-?&*!@`~\\",
    *("\n\n", "\r\n", "\r", ": ", "- ", "  ", "key", "a: b\n", "- x\n", "|\n  t\n", ">-\n", "---\n", "...\n", "# c\n"),
    *("&a ", "*a", "!!str ", "<<: ", "\\u12", "\\ud83d", "é", "👩", "\ufeff", "\xa0", "\u2028", "\x00", "\x07", "yes"),
    *(
        "1e400",
        "-1",
        "0x1f",
        "null",
        "sections:\n",
        "questions:\n",
        "[" * 50,
        "{" * 50,
        "- " * 50,
        "x" * 5000,
        " " * 2000,
    ),
)


@dataclass
class Figures:
    """What came of the documents so far."""

    counts: Counter[str] = field(default_factory=Counter)
    failures: list[str] = field(default_factory=list)
    slowest: float = 0.0
    slowest_text: str = ""

    def __str__(self) -> str:
        """The figures, a line each."""
        lines = [f"{name}: {count}" for name, count in sorted(self.counts.items())]
        return "\n".join(
            [*lines, f"slowest: {self.slowest * 1000:.0f} ms of processor time", f"failures: {len(self.failures)}"]
        )


def run(count: int, *, start: int = 0) -> Figures:
    """Make that many documents, always the same for one start, and put each through."""
    figures = Figures()
    for kind, text in documents(count, start):
        figures.counts[kind] += 1
        began = time.process_time()
        try:
            _put_through(kind, text, figures)
        except Exception as error:  # noqa: BLE001 - whatever goes wrong is what is counted here
            figures.failures.append(f"{kind}: {error!r}: {text[:300]!r}")
        taken = time.process_time() - began
        if taken > figures.slowest:
            figures.slowest, figures.slowest_text = taken, text
        if taken > LONGEST_SECONDS:
            figures.failures.append(f"{kind}: took {taken:.1f} s: {text[:300]!r}")
    return figures


def documents(count: int, start: int) -> Iterator[tuple[str, str]]:
    """Each document's kind and text."""
    dice = random.Random(start)
    third = max(count // 3, 1)
    valid = [_laid_out(document, dice) for document in _valid(third, start)]
    yield from (("valid", text) for text in valid)
    yield from (("mutated", _mutated(dice.choice(valid), dice)) for _ in range(third))
    yield from (("garbage", _garbage(dice)) for _ in range(max(count - 2 * third, 0)))


def _valid(count: int, start: int) -> list[dict[str, object]]:
    made: list[dict[str, object]] = []
    quiet = settings(
        max_examples=count,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )

    @seed(start)
    @quiet
    @given(tool_documents(2, 4))
    def collect(document):
        made.append(Tool.model_validate(document).as_document())

    collect()
    return made


def _laid_out(document: dict[str, object], dice: random.Random) -> str:
    match dice.randrange(5):
        case 0:
            return json.dumps(document, ensure_ascii=dice.random() < 0.5, indent=dice.choice([None, 2]))
        case 1:
            return write_tool(document).replace("\n", "\r\n")
        case 2:
            return "\ufeff" + write_tool(document)
    return write_tool(document)


def _mutated(text: str, dice: random.Random) -> str:
    for _ in range(dice.randint(1, 2)):
        start = dice.randint(0, len(text))
        end = start + dice.choice([0, 0, 1, 5, 40])
        text = text[:start] + dice.choice(PIECES) + text[end:]
    return text


def _garbage(dice: random.Random) -> str:
    if dice.random() < 0.2:
        return "".join(chr(dice.randrange(0x2FFFF)) for _ in range(dice.randrange(200)))
    return "".join(dice.choice(PIECES) for _ in range(dice.randrange(60)))


def _put_through(kind: str, text: str, figures: Figures) -> None:
    reading = read_text(text, file="tool.yaml")
    examination = examine(reading)
    assert examination.tool is not None or examination.problems, "refused without a word"
    if reading.document is None:
        return
    figures.counts[f"{kind}, read"] += 1
    _written_and_read(text, reading)
    if examination.tool is not None:
        figures.counts[f"{kind}, accepted"] += 1
        assert load_tool_text(write_tool(examination.tool.as_document())) == examination.tool, "another tool"
        assert load_tool_text(write_tool(reading.document.data)) == examination.tool, "another tool"


def _written_and_read(text: str, reading: Reading) -> None:
    assert reading.document is not None
    data = reading.document.data
    again = read_text(write_part(data), file="tool.yaml").document
    assert again is not None, "what was written is not readable"
    assert same(as_read(data), again.data), "what was written is read as something else"
    if isinstance(data, dict):
        assert edit(text, [Put((), data)]) == text, "an edit of nothing changed the text"


def main() -> int:
    """Run as many as the first argument says."""
    figures = run(int(sys.argv[1]) if len(sys.argv) > 1 else 1000)
    print(figures)
    for failure in figures.failures[:20]:
        print(failure, file=sys.stderr)
    return 1 if figures.failures else 0


if __name__ == "__main__":
    sys.exit(main())
