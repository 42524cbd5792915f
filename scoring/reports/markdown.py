"""The drafted report as Markdown."""

import re
from collections.abc import Iterator, Sequence

from scoring.reports.content import Content, Line, Table

_SPECIAL = re.compile(r"([\\`*_\[\]<>#|~])")


def as_markdown(content: Content) -> str:
    """Headings, lists and tables; charts stand as their sentence and their table."""
    return "\n".join(_lines(content)).rstrip() + "\n"


def escaped(text: str) -> str:
    """Text that Markdown shows as it is written."""
    return _SPECIAL.sub(r"\\\1", " ".join(text.split()))


def _lines(content: Content) -> Iterator[str]:
    yield from (f"# {escaped(content.title)}", "", escaped(content.subtitle), "")
    yield from (f"- {escaped(name)}: {escaped(value)}" for name, value in content.facts)
    yield ""
    if content.note:
        yield from (f"**{escaped(content.note)}**", "")
    for part in content.parts:
        yield from (f"## {escaped(part.title)}", "")
        yield from _list(part.lines) if part.lines else (escaped(part.empty),)
        yield ""
    yield from ("## Figures", "")
    for chart in content.charts:
        yield from (f"### {escaped(chart.title)}", "", escaped(chart.text_alternative), "")
        yield from (*_table(chart.headers, chart.rows), "")
    for table in content.tables:
        yield from _titled(table)
    yield from ("## How to read this", "")
    yield from (f"- {escaped(sentence)}" for sentence in content.reading)


def _titled(table: Table) -> Iterator[str]:
    yield from (f"### {escaped(table.title)}", "")
    yield from (*_table(table.headers, table.rows), "", escaped(table.note), "")


def _list(lines: Sequence[Line]) -> Iterator[str]:
    for number, line in enumerate(lines, start=1):
        yield f"{number}. {escaped(line.text)}"
        yield from (f"   - {escaped(under)}" for under in line.under)


def _table(headers: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[str]:
    yield "| " + " | ".join(map(escaped, headers)) + " |"
    yield "| --- " + "| ---: " * (len(headers) - 1) + "|"
    yield from ("| " + " | ".join(map(escaped, row)) + " |" for row in rows)
