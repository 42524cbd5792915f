"""The two pages as an accessible PDF (PDF/UA-1), set by Typst from data alone: no text is ever read as markup."""

import re
from pathlib import Path
from typing import Any

from formsapp.previews.printable import FACES, PLAIN, Printable, direction, drawable, font_folder, language
from formsapp.previews.typesetting import TypesettingError, as_pdf
from formsapp.profiles.profile import ScoreLine
from formsapp.profiles.summary import Concern, Statement, Summary
from formsapp.profiles.wording import shortened
from formsapp.results.wording import difference
from formsapp.ui.formatting import score

_TEMPLATE = Path(__file__).parent / "summary.typ"
#: A longer run of letters may be broken after this many, so that it stays within its column.
_LONGEST_RUN = 24
_LONG_RUN = re.compile(rf"(\S{{{_LONGEST_RUN}}})(?=\S)")
_MAY_BREAK = "\u200b"
#: Sections beyond these are named on the page alone, and words to sign beyond these on the page of signatures.
_MOST_SECTIONS, _LONGEST_STATEMENTS = 26, 1800
_WORDS = {
    "scores": "Scores at a glance",
    "well": "What is working well",
    "no_well": "No question is rated at a level that counts as a strength.",
    "attention": "What needs attention",
    "no_attention": "No question is rated below the standard.",
    "changes": "What changed since last year",
    "no_changes": "There is nothing that can be set beside this return.",
    "missing": "What is still missing",
    "no_missing": "Nothing.",
    "questions": "Questions to ask",
    "signing": "Signing",
    "lines": ["Name", "Signature", "Date"],
    "replaced": "The typefaces of this file have no drawing for what stands in square brackets:",
}
_NOTHING_RATED = {"no_well": "Nothing is rated.", "no_attention": "Nothing is rated."}
_TOO_LONG = "The words to agree to are too long for these pages. They are on the page of the return, under Signing."


def summary_pdf(summary: Summary) -> bytes:
    """The file's bytes. A text that cannot be set after all is set again without its rarer letters."""
    template = _TEMPLATE.read_text(encoding="utf-8")
    try:
        return as_pdf(template, _Content(summary, drawable()).document(), font_folder())
    except TypesettingError:
        return as_pdf(template, _Content(summary, PLAIN).document(), font_folder())


class _Content:
    """What the template reads."""

    def __init__(self, summary: Summary, known: frozenset[int]) -> None:
        self.summary = summary
        self.printable = Printable(known)

    def document(self) -> dict[str, Any]:
        summary, say = self.summary, self._said
        is_scored = summary.overall is not None
        title = f"{shortened(summary.organisation, 110)}: two pages for {summary.readers}"
        document = {
            "words": _WORDS if summary.overall and summary.overall.rated else _WORDS | _NOTHING_RATED,
            "faces": [family for family, _, _ in FACES],
            "title": self.printable(title),
            "title_said": say(title),
            "subtitle": say(f"{shortened(summary.audit, 120)}. {summary.standing}. {shortened(summary.tool, 120)}."),
            "footer": self.printable(f"{shortened(summary.organisation, 80)}. {summary.standing}"),
            "what_it_is": say(summary.what_it_is),
            "best_ends": self.printable(self._best_ends()),
            "scores": self._scores() if is_scored else None,
            "well": [self._praise(one) for one in summary.well] if is_scored else None,
            "more_well": _more(summary.more_well),
            "more_attention": _more(summary.more_attention),
            "attention": [self._concern(one) for one in summary.attention] if is_scored else None,
            "changes": [say(one) for one in summary.changes],
            "missing": [say(one) for one in summary.missing],
            "questions": [say(one) for one in summary.questions],
            "signatures": [self._signature(one) for one in self._statements()],
        }
        return {**document, "replaced": list(self.printable.replaced)}

    def _best_ends(self) -> str:
        ends = [f"‘{one.levels[-1].label}’ is best, ‘{one.levels[0].label}’ is worst." for one in self.summary.schemes]
        return " ".join(["Scores run from 0 to 100 and 100 is best.", *(shortened(one, 120) for one in ends[:3])])

    def _scores(self) -> dict[str, Any]:
        summary = self.summary
        heads = ["Section", "Score", "Out of 100", "Band"]
        heads += ["Moderated"] if summary.shows_moderated else []
        heads += ["Change"] if summary.since else []
        lines = [*([summary.overall] if summary.overall else []), *summary.sections[:_MOST_SECTIONS]]
        rows = [self._row(one) for one in lines]
        return {"heads": heads, "rows": rows}

    def _row(self, line: ScoreLine) -> dict[str, Any]:
        notes = [line.answered_words] if line.is_provisional else []
        more = [score(line.moderated.score if line.moderated else None)] if self.summary.shows_moderated else []
        more += [difference(line.change.difference if line.change else None)] if self.summary.since else []
        known = None if line.is_too_little else line.score
        return {
            "title": self._said(shortened(line.title, 70)),
            "is_overall": not line.key,
            "note": f"({', '.join(['provisional', *notes])})" if notes else "",
            "score": score(line.score),
            "share": known,
            "why": "Too little answered yet" if line.is_too_little else line.why_no_score,
            "band": self._said(self._band(line)),
            "more": more,
        }

    def _band(self, line: ScoreLine) -> str:
        limited = " (limited)" if line.caps else ""
        return f"{shortened(line.band, 40)}{limited}" if line.band and not line.is_too_little else f"–{limited}"

    def _praise(self, one: Any) -> dict[str, Any]:
        return {
            "title": self._said(one.title),
            "label": self._said(shortened(one.label, 60)),
            "words": self._said(one.words),
        }

    def _concern(self, one: Concern) -> dict[str, Any]:
        when = f"{one.who or 'Nobody is named'}, {f'by {one.by}' if one.by else 'no day is set'}"
        limits = f", so {shortened(one.limits, 200)}" if one.limits else ""
        return {
            "title": self._said(one.title),
            "label": self._said(f"{shortened(one.label, 60)}{limits}"),
            "action": self._said(one.action or "No action yet."),
            "when": self._said(f"{when}{' (past)' if one.is_overdue else ''}." if one.action else ""),
        }

    def _statements(self) -> tuple[Statement, ...]:
        statements = self.summary.statements
        if sum(len(one.words) for one in statements) <= _LONGEST_STATEMENTS:
            return statements
        return tuple(Statement(one.whose, _TOO_LONG) for one in statements)

    def _signature(self, one: Statement) -> dict[str, Any]:
        return {"whose": self._said(one.whose), "words": self._said(" ".join(one.words.split()))}

    def _said(self, text: str) -> dict[str, Any]:
        return {
            "text": _LONG_RUN.sub(rf"\1{_MAY_BREAK}", self.printable(text)),
            "dir": direction(text),
            "lang": language(text),
        }


def _more(number: int) -> str:
    return f"And {number} more." if number else ""
