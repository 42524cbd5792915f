"""The drafted report as one self-contained HTML page: charts as SVG, each with its table, fit to print."""

import re
from collections.abc import Iterator, Sequence
from html import escape
from pathlib import Path

from scoring.charts import Chart
from scoring.reports.content import Content, Line, Part, Table

_STYLE = (Path(__file__).parent / "page.css").read_text(encoding="utf-8")
_IDENTIFIER = re.compile(r'(id="|xlink:href="#|href="#|url\(#)')


def as_page(content: Content) -> str:
    """The whole page. Nothing in it is fetched from anywhere."""
    return "\n".join(_page(content)) + "\n"


def _page(content: Content) -> Iterator[str]:
    yield from ("<!doctype html>", '<html lang="en-GB">', "<head>", '<meta charset="utf-8">')
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">'
    yield f"<title>{escape(content.title)} – drafted summary</title>"
    yield from (f"<style>{_STYLE}</style>", "</head>", "<body>")
    yield from ('<a class="skip" href="#main">Skip to the summary</a>', "<header>")
    yield f"<h1>{escape(content.title)}</h1>"
    yield f'<p class="subtitle">{escape(content.subtitle)}</p>'
    yield from _facts(content.facts)
    yield from ("</header>", '<main id="main">')
    if content.note:
        yield f'<p class="note"><strong>{escape(content.note)}</strong></p>'
    for part in content.parts:
        yield from _part(part)
    yield from _figures(content)
    yield from _reading(content.reading)
    yield from ("</main>", "</body>", "</html>")


def _facts(facts: Sequence[tuple[str, str]]) -> Iterator[str]:
    yield '<dl class="facts">'
    for name, value in facts:
        yield f"<div><dt>{escape(name)}</dt><dd>{escape(value)}</dd></div>"
    yield "</dl>"


def _part(part: Part) -> Iterator[str]:
    yield f'<section aria-labelledby="{part.key}">'
    yield f'<h2 id="{part.key}">{escape(part.title)}</h2>'
    if part.lines:
        yield f'<ol class="{part.key}">'
        yield from (_line(line) for line in part.lines)
        yield "</ol>"
    else:
        yield f"<p>{escape(part.empty)}</p>"
    yield "</section>"


def _line(line: Line) -> str:
    under = "".join(f'<p class="under">{escape(text)}</p>' for text in line.under)
    return f"<li><p>{escape(line.text)}</p>{under}</li>"


def _figures(content: Content) -> Iterator[str]:
    if not content.charts and not content.tables:
        return
    yield from ('<section aria-labelledby="figures">', '<h2 id="figures">Figures</h2>')
    for number, chart in enumerate(content.charts, start=1):
        yield from _chart(chart, number)
    for table in content.tables:
        yield f"<h3>{escape(table.title)}</h3>"
        yield from _table(table)
        yield f'<p class="under">{escape(table.note)}</p>'
    yield "</section>"


def _chart(chart: Chart, number: int) -> Iterator[str]:
    yield f"<h3>{escape(chart.title)}</h3>"
    yield "<figure>"
    yield _inline_svg(chart, number)
    yield f"<figcaption>{escape(chart.text_alternative)}</figcaption>"
    yield "<details><summary>The figures as a table</summary>"
    yield from _table(Table(chart.title, chart.headers, chart.rows))
    yield from ("</details>", "</figure>")


def _inline_svg(chart: Chart, number: int) -> str:
    """The SVG with names of its own, so that two charts on one page do not share any."""
    own = _IDENTIFIER.sub(rf"\g<1>chart{number}-", chart.svg())
    label = escape(chart.text_alternative, quote=True)
    return own.replace("<svg ", f'<svg role="img" aria-label="{label}" ', 1)


def _table(table: Table) -> Iterator[str]:
    yield '<div class="wide" tabindex="0" role="region" aria-label="' + escape(table.title, quote=True) + '"><table>'
    yield f'<caption class="hidden">{escape(table.title)}</caption>'
    yield "<thead><tr>" + "".join(f'<th scope="col">{escape(name)}</th>' for name in table.headers) + "</tr></thead>"
    yield "<tbody>"
    for first, *rest in table.rows:
        cells = "".join(f"<td>{escape(cell)}</td>" for cell in rest)
        yield f'<tr><th scope="row">{escape(first)}</th>{cells}</tr>'
    yield "</tbody></table></div>"


def _reading(sentences: Sequence[str]) -> Iterator[str]:
    yield from ('<section aria-labelledby="reading">', '<h2 id="reading">How to read this</h2>', "<ul>")
    yield from (f"<li>{escape(sentence)}</li>" for sentence in sentences)
    yield from ("</ul>", "</section>")
