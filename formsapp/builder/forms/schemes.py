"""The form of a rating scheme that is written in the tool."""

from collections.abc import Callable, Container, Iterable
from typing import Any

from formsapp.builder.fields import Choice, Field, Form, Group, Line, Number, Posted, Row, Rows, Words
from formsapp.builder.part import EditedPart
from formsapp.builder.places import names_in
from formsapp.builder.schemes import SchemeShown, scheme_shown
from formsapp.tool_drafts.first_text import key_from
from tool_definitions.document import is_mapping
from tool_definitions.problems import DocumentPath

_STANCES = (("concern", "A concern"), ("adequate", "Adequate"), ("strength", "A strength"))
_COLOURS = ("red", "orange", "yellow", "green", "teal", "blue", "purple", "pink", "brown", "grey")
_ORDERS = (("best_first", "Best first"), ("worst_first", "Worst first"))
LONGEST_VALUE = 40


class MeetsStandard(Choice):
    """Whether a level meets the standard: yes, no, or as its stance says."""

    _OPTIONS = (("", "As its stance says"), ("true", "Yes"), ("false", "No"))
    _TRUTH = {"true": True, "yes": True, "false": False, "no": False}

    def __init__(self) -> None:
        super().__init__("meets_standard", "Meets the standard", self._OPTIONS)

    def _shown(self) -> str:
        shown = super()._shown().lower()
        return {"yes": "true", "no": "false"}.get(shown, shown)

    def after(self) -> Any:
        """True or false, as a file writes it."""
        value = super().after()
        return self._TRUTH[value] if value is not self.written and value in self._TRUTH else value


class LevelValue(Line):
    """What files call a level. Left empty it stays, or is made of the label: it is changed on a page of its own."""

    def after(self) -> Any:
        """The value; what is written, where nothing was typed."""
        return super().after() if self.typed.strip() else self.written


class Levels(Rows):
    """The levels of a scheme, worst first."""

    component = "levels"

    def __init__(self, renaming: Callable[[str], str]) -> None:
        super().__init__("levels", "Levels, the worst first", _level, noun="level")
        #: The address of the page that renames the value of a level.
        self.renaming = renaming

    def post(self, posted: Posted) -> None:
        """Take the rows; a new level without a value gets one made of its label."""
        super().post(posted)
        taken = {row["value"].typed for row in self.rows}
        for row in self.rows:
            if row.was is None and row["label"].typed.strip() and not row["value"].typed.strip():
                row["value"].typed = _free(value_from(row["label"].typed), taken)
                taken.add(row["value"].typed)

    @staticmethod
    def is_standing(row: Row) -> bool:
        """Whether the level has a value in the file, which questions and answers may name."""
        return row.was is not None and isinstance(row["value"].written, str) and row["value"].written != ""


class Look(Field):
    """How the scheme looks to whoever answers. It takes nothing."""

    component = "look"

    def __init__(self, shown: SchemeShown) -> None:
        super().__init__("look", "How it looks to whoever answers")
        self.shown = shown

    def post(self, posted: Posted) -> None:
        """Nothing is typed here."""

    def after(self) -> Any:
        """What is written, which is nothing of ours."""
        return self.written


def scheme_part(name: str, renaming: Callable[[str], str]) -> EditedPart:
    """A rating scheme of the tool; not there where the tool only uses a shipped one.

    `renaming` gives the address of the page that renames a level, by its value.
    """
    return EditedPart(
        f"rating scheme {name}",
        name,
        lambda data: _own_scheme(data, name),
        lambda data: _form(renaming, _look(data, name)),
    )


def _own_scheme(data: Any, name: str) -> DocumentPath | None:
    written = names_in(data, "rating_schemes").get(name)
    return ("rating_schemes", name) if is_mapping(written) and "use" not in written else None


def _look(data: dict[str, Any], name: str) -> Look:
    return Look(scheme_shown(name, names_in(data, "rating_schemes").get(name)))


def _form(renaming: Callable[[str], str], look: Look) -> Form:
    return Form(
        Line("title", "Title", hint="What people call the scheme."),
        Levels(renaming),
        Choice("show", "Order on the page", _ORDERS, default="best_first", is_radios=True),
        Group(
            "not_applicable",
            "Not applicable",
            [
                Line("label", "What it is called", hint="Not applicable, unless you say otherwise."),
                Line("value", "What files call it", width=20, hint="not_applicable, unless you say otherwise."),
            ],
            hint="Shown where a question allows it. It is never a level and has no score.",
        ),
        Words("source", "Where it comes from", rows=3, is_markdown=False),
        look,
        rebuilds=dict.fromkeys(("levels", "show", "not_applicable"), ("look",)),
    )


def _level() -> Iterable[Field]:
    return [
        Line("label", "Label"),
        LevelValue(
            "value", "What files call it", width=20, hint="Such as partly_met. Left empty, it is made of the label."
        ),
        Number("score", "Score"),
        Choice("stance", "What it says about practice", [("", "Choose"), *_STANCES]),
        Words("means", "What it means", rows=3, hint="What somebody would see where practice is at this level."),
        MeetsStandard(),
        Choice("colour", "Colour", [("", "None"), *((one, one.capitalize()) for one in _COLOURS)]),
    ]


def value_from(label: str) -> str:
    """A value made of the words of a label."""
    return key_from(label).replace("-", "_")[:LONGEST_VALUE].strip("_") or "level"


def _free(value: str, taken: Container[str]) -> str:
    number = 2
    free = value
    while free in taken:
        free, number = f"{value}_{number}", number + 1
    return free


def new_scheme(key: str, title: str) -> dict[str, Any]:
    """A scheme to start from: two levels."""
    return {
        "key": key,
        "title": title,
        "levels": [
            {"value": "not_met", "label": "Not met", "score": 0, "stance": "concern"},
            {"value": "met", "label": "Met", "score": 1, "stance": "adequate"},
        ],
    }
