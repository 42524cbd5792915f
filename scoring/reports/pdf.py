"""The drafted report as an accessible PDF (PDF/UA-1), set by Typst from data alone: no text is ever read as markup."""

import json
import tempfile
from dataclasses import asdict
from functools import cache
from pathlib import Path

import matplotlib as mpl
import typst

from scoring.reports.content import Content

_TEMPLATE = Path(__file__).parent / "report.typ"


def as_pdf(content: Content) -> bytes:
    """The file's bytes. Typst refuses to make it if a picture lacks its text alternative."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        (root / "report.typ").write_bytes(_TEMPLATE.read_bytes())
        for number, chart in enumerate(content.charts):
            (root / f"chart-{number}.svg").write_text(chart.svg(), encoding="utf-8")
        (root / "content.json").write_text(json.dumps(_document(content), ensure_ascii=False), encoding="utf-8")
        made = typst.compile(
            root / "report.typ",
            root=root,
            font_paths=[_fonts()],
            ignore_system_fonts=True,
            pdf_standards=["ua-1"],
        )
    if not isinstance(made, bytes):
        raise TypeError("Typst gave pages where one document was asked for")
    return made


@cache
def _fonts() -> Path:
    """The fonts that come with matplotlib: the same on every machine."""
    return Path(mpl.get_data_path()) / "fonts" / "ttf"


def _document(content: Content) -> dict[str, object]:
    charts = [
        {
            "file": f"chart-{number}.svg",
            "title": chart.title,
            "alternative": chart.text_alternative,
            "headers": chart.headers,
            "rows": chart.rows,
        }
        for number, chart in enumerate(content.charts)
    ]
    parts = [asdict(part) for part in content.parts]
    tables = [asdict(table) for table in content.tables]
    return {
        "title": content.title,
        "subtitle": content.subtitle,
        "facts": content.facts,
        "note": content.note,
        "parts": parts,
        "charts": charts,
        "tables": tables,
        "reading": content.reading,
    }
