"""The forms of how a tool is scored and summarised, and of its weights."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from formsapp.builder.fields import ABSENT, Choice, Field, Form, Group, Line, Number, Posted, Rows
from formsapp.builder.part import EditedPart
from formsapp.builder.places import items_of
from formsapp.builder.shares import SectionShare, shares_of
from tool_definitions.document import is_mapping
from tool_definitions.editing import Edit
from tool_definitions.editing.structure import rename_band
from tool_definitions.problems import DocumentPath

_OVERALL = (
    ("sections", "From the sections: each counts by its weight, however many questions it has"),
    ("questions", "From all questions: each counts by its own weight, and the sections' weights count for nothing"),
)
_BANDS = "The words for a score. Each band runs from its score up to the next; the first starts at 0."
#: What each threshold does, in one sentence.
_STRENGTH = "A question is listed as working well where at least this share of its ratings are strengths."
_CONCERN = "A question is listed as an emerging concern where at least this share of its ratings are concerns."
_FEWEST = "A question that fewer returns have rated is listed as neither."
_GROUP = "Figures of a smaller group are hidden outside the partnership's own staff, so that nobody is picked out."
_RECOMMENDATIONS = "The draft report proposes no more than this many, those with the widest concern first."


class Percent(Number):
    """A share, written from 0 to 1 and typed from 0 to 100."""

    def shown(self) -> str:
        """The share in per cent; what is no number as it is written."""
        written = self.default if self.written is ABSENT else self.written
        try:
            return f"{float(written) * 100:.10g}"
        except (TypeError, ValueError):
            return str(written)

    def after(self) -> Any:
        """The share; nothing, where it is what no word means anyway."""
        value = super().after()
        is_usual = value is not self.written and value is not ABSENT and value == float(self.default)
        return ABSENT if is_usual else value

    def read(self, typed: str) -> Any:
        """The share that was typed in per cent."""
        share = round(super().read(typed.removesuffix("%").strip()) / 100, 10)
        return int(share) if share == int(share) else share


def scoring_part() -> EditedPart:
    """How ratings become scores and bands, and what the summary calls a strength or a concern."""
    return EditedPart(
        "scoring",
        "scoring",
        lambda _data: (),
        _form,
        holds=lambda name: name in {"scoring", "summary"},
        follow=bands_renamed,
    )


def _form(_data: dict[str, Any]) -> Form:
    return Form(
        Group(
            "scoring",
            "Scores and bands",
            [
                Choice("overall", "Where the overall score comes from", _OVERALL, default="sections", is_radios=True),
                Rows("bands", "Bands", _band, noun="band", hint=_BANDS),
            ],
        ),
        _summary(),
    )


def _band() -> Iterable[Field]:
    return [Number("from", "From a score of"), Line("label", "What it is called")]


def _summary() -> Group:
    return Group(
        "summary",
        "The summary of an audit",
        [
            Percent("strength_share", "Working well", default="0.75", suffix="%", hint=_STRENGTH),
            Percent("concern_share", "Emerging concern", default="0.25", suffix="%", hint=_CONCERN),
            Number("min_returns", "Fewest returns", default="5", suffix="returns", hint=_FEWEST),
            Number("min_group", "Smallest group", default="5", suffix="returns", hint=_GROUP),
            Number("max_recommendations", "Most recommendations", default="10", hint=_RECOMMENDATIONS),
        ],
    )


def bands_renamed(data: dict[str, Any], before: dict[str, Any], after: dict[str, Any]) -> list[Edit]:
    """The edits with which limits follow bands that were given another label, where nothing else was done to them."""
    old, new = _labels(before), _labels(after)
    if len(old) != len(new):
        return []
    renamed = [
        (was, now) for was, now in zip(old, new, strict=True) if was != now and was not in new and now not in old
    ]
    return [edit for was, now in renamed if was and now for edit in rename_band(data, was, now)]


def _labels(part: dict[str, Any]) -> list[str]:
    return [str(band.get("label", "")) if is_mapping(band) else "" for band in items_of(part.get("scoring"), "bands")]


@dataclass(frozen=True)
class WeightsPart(EditedPart):
    """The weight of every section and question, and nothing else of them."""

    def find(self, data: Any) -> Any:
        """The weights by place: so a change elsewhere in a question is no conflict, and one of the order is."""
        return {"sections": {place: _weights(section) for place, section in enumerate(items_of(data, "sections"))}}


def _weights(section: Any) -> dict[Any, Any]:
    found = _keyed_weight(section)
    questions = items_of(section, "questions")
    return found | {"questions": {place: _keyed_weight(question) for place, question in enumerate(questions)}}


def _keyed_weight(part: Any) -> dict[Any, Any]:
    return {name: part[name] for name in ("key", "weight") if name in part} if is_mapping(part) else {}


class Weights(Field):
    """Every weight of the tool in one table."""

    component = "weights"

    def __init__(self, name: str, label: str, shares: list[SectionShare]) -> None:
        super().__init__(name, label)
        self.shares = shares

    def open(self, written: Any, path: DocumentPath, prefix: str = "") -> None:
        """A box for each section and each question."""
        super().open(written, path, prefix)
        self.boxes: dict[DocumentPath, Number] = dict(self._boxes(written if is_mapping(written) else {}, path))

    def _boxes(self, parts: dict[Any, Any], path: DocumentPath) -> Iterator[tuple[DocumentPath, Number]]:
        for place, part in parts.items():
            here = (*path, place)
            box = Number("weight", "Weight", default="1")
            box.open(part.get("weight", ABSENT), (*here, "weight"), f"{'-'.join(map(str, here))}-")
            yield here, box
            yield from self._boxes(part.get("questions", {}), (*here, "questions"))

    def post(self, posted: Posted) -> None:
        """Take what was typed into each box."""
        for box in self.boxes.values():
            box.post(posted)

    def after(self) -> Any:
        """The weights as they should be."""
        return self._after(self.written, self.path)

    def _after(self, parts: dict[Any, Any], path: DocumentPath) -> dict[Any, Any]:
        return {place: self._weighed(part, (*path, place)) for place, part in parts.items()}

    def _weighed(self, part: dict[Any, Any], here: DocumentPath) -> dict[Any, Any]:
        weight = self.boxes[here].after()
        held = {name: value for name, value in part.items() if name != "weight"}
        if weight is not ABSENT:
            held["weight"] = weight
        if "questions" in part:
            held["questions"] = self._after(part["questions"], (*here, "questions"))
        return held

    def words_for(self, value: Any) -> str:
        """The weights other than 1, a line for each."""
        weights = dict(_weights_in(value if is_mapping(value) else {}))
        return "\n".join(f"{name}: {weight}" for name, weight in weights.items()) or "Every weight is 1."

    def leaves(self) -> Iterator[Field]:
        """Every box."""
        yield from self.boxes.values()


def _weights_in(parts: dict[Any, Any]) -> Iterator[tuple[str, Any]]:
    for place, part in parts.items():
        if "weight" in part:
            yield str(part.get("key", f"number {place + 1}")), part["weight"]
        yield from _weights_in(part.get("questions", {}))


def weights_part() -> EditedPart:
    """How much each section and each question counts."""
    return WeightsPart("weights", "weights", lambda _data: (), _weights_form)


def _weights_form(data: dict[str, Any]) -> Form:
    return Form(Weights("sections", "Weights", shares_of(data)), rebuilds={"sections": ("sections",)})
