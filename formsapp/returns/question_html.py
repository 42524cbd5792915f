"""The HTML of a question, rendered once per tool version with gaps where the answers go.

A question's title, guidance, levels and references never change within a tool version. Its template is rendered once
with `Gaps` in place of an answer; what comes out is cut at the gaps, and each request only joins the pieces with the
answers between them. Where something is wrong with an answer the same template is rendered with the answer itself.
"""

import re
from typing import Any

from flask import current_app
from markupsafe import Markup, escape

from formsapp.returns.beside import NOTHING_BESIDE, Beside
from formsapp.returns.fields.asked import Asked, Faults
from formsapp.returns.fields.given import Given

_GAP = re.compile("\x02(box|checked|closed|beside) ([^\x03]*)\x03")
#: Ends of lines before a block: nobody sees them, and a page would send hundreds. The boxes of a date stand in a line.
_EMPTY = re.compile(
    r'\n\s*(?=\x02beside|<(?:label|textarea|input) class="govuk-|</?(?!div class="govuk-date-input__item")'
    r"(?:div|p|fieldset|legend|h2|ul|li|details|summary)\b)"
)
_CHECKED = " checked"
_CLOSED = " govuk-radios__conditional--hidden"


class Gaps:
    """Stands for the answer while a mould is made."""

    rows = ()

    def box(self, part: str) -> Markup:
        """Where the text of one box goes."""
        return Markup(f"\x02box {part}\x03")  # noqa: S704  cut out again before anything is sent

    def checked(self, value: str) -> Markup:
        """Where it says whether an option is chosen."""
        return Markup(f"\x02checked {value}\x03")  # noqa: S704  as above

    def closed_unless(self, value: str) -> Markup:
        """Where it says whether what belongs to an option is folded away."""
        return Markup(f"\x02closed {value}\x03")  # noqa: S704  as above

    def beside(self, place: str) -> Markup:
        """Where other features show what they have: `above` the options or `below` the boxes."""
        return Markup(f"\x02beside {place}\x03")  # noqa: S704  as above


class Filled:
    """An answer as the template of its question asks for it."""

    def __init__(self, asked: Asked[Any], given: Given, beside: Beside) -> None:
        self._beside = beside._asdict()
        self._boxes = asked.boxes(given)
        self._chosen = asked.chosen(given)
        self.rows = asked.rows(given)

    def box(self, part: str) -> str:
        """The text of one box. A character that HTML cannot hold is shown as a mark."""
        return self._boxes.get(part, "").replace("\x00", "\ufffd")

    def checked(self, value: str) -> str:
        """Whether an option is chosen, as an attribute."""
        return _CHECKED if value in self._chosen else ""

    def closed_unless(self, value: str) -> str:
        """The class of what belongs to an option, where that is not chosen."""
        return "" if value in self._chosen else _CLOSED

    def beside(self, place: str) -> Markup | str:
        """What other features show beside the question."""
        return self._beside[place]


class Mould:
    """The HTML of one question with gaps."""

    def __init__(self, html: str) -> None:
        pieces = _GAP.split(html)
        self._pieces = [""] * (len(pieces) // 3 * 2 + 1)
        self._pieces[0::2] = pieces[0::3]
        self._gaps = [(2 * place + 1, *gap) for place, gap in enumerate(zip(pieces[1::3], pieces[2::3], strict=True))]

    def fill(self, boxes: dict[str, str], chosen: tuple[str, ...], beside: Beside) -> str:
        """The HTML with one answer in it."""
        pieces = self._pieces.copy()
        for place, kind, name in self._gaps:
            if kind == "box":
                if text := boxes.get(name):
                    pieces[place] = escape(text)
            elif kind == "checked":
                if name in chosen:
                    pieces[place] = _CHECKED
            elif kind == "beside":
                pieces[place] = beside.above if name == "above" else beside.below
            elif name not in chosen:
                pieces[place] = _CLOSED
        return "".join(pieces)


class QuestionHtml:
    """The HTML of one question, for those who may answer *not applicable* or for those who may not."""

    def __init__(self, asked: Asked[Any], *, offers_not_applicable: bool) -> None:
        self._asked = asked
        self._offers = offers_not_applicable
        self._mould: Mould | None = None

    def asking(self, given: Given, beside: Beside = NOTHING_BESIDE) -> str:
        """The question with this answer in its boxes."""
        asked = self._asked
        if not asked.is_moulded:
            return self.rendered(given, {}, beside)
        if self._mould is None:
            self._mould = Mould(self._render(Gaps(), {}))
        return self._mould.fill(asked.boxes(given), asked.chosen(given), beside)

    def rendered(self, given: Given, faults: Faults, beside: Beside = NOTHING_BESIDE) -> str:
        """The same from the template itself, with what is wrong with the answer."""
        return self._render(Filled(self._asked, given, beside), faults)

    def _render(self, answer: Gaps | Filled, faults: Faults) -> str:
        template = current_app.jinja_env.get_template(self._asked.template)
        html = template.render(
            asked=self._asked,
            question=self._asked.question,
            answer=answer,
            faults=faults,
            offers_not_applicable=self._offers,
        )
        return _EMPTY.sub("", html)
