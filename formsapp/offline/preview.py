"""What bringing a workbook back would change: question by question, with what somebody else changed meanwhile."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from formsapp.offline.reading import Reading, Typed
from formsapp.offline.typed_days import day_boxes
from formsapp.returns.answers import digest_of
from formsapp.returns.asked_tool import AskedSection
from formsapp.returns.fields.asked import Asked, FormData
from formsapp.returns.fields.choices import Choices
from formsapp.returns.fields.date import Date
from formsapp.returns.fields.given import NOT_STORED, Given, Stored
from formsapp.returns.fields.judged import Judged
from formsapp.returns.opened import OpenedReturn
from formsapp.returns.progress import given_of, shown_questions
from formsapp.returns.queries import SavedBy
from tool_definitions.visibility import Visibility


@dataclass(frozen=True)
class Change:
    """One answer that the workbook changes."""

    section: AskedSection
    asked: Asked[Any]
    before: Given
    after: Given
    #: The revision of the answer as it is stored now.
    revision: int
    #: Who changed it online since the workbook was downloaded, and when; None where nobody did.
    meanwhile: SavedBy | None = None


@dataclass(frozen=True)
class Preview:
    """All that a workbook changes, and what stands in the way."""

    changes: tuple[Change, ...]
    unchanged: int
    problems: tuple[str, ...]
    #: Questions that are not asked, given the other answers: what was typed there is left out.
    not_asked: tuple[Asked[Any], ...]
    #: Whether the workbook says which revisions it showed.
    knows_since: bool

    @property
    def conflicts(self) -> list[Change]:
        """The answers that somebody else changed meanwhile."""
        return [one for one in self.changes if one.meanwhile]

    @property
    def plain(self) -> list[Change]:
        """The others."""
        return [one for one in self.changes if not one.meanwhile]

    def without(self, keys: set[str]) -> list[Change]:
        """The changes but those to these questions."""
        return [one for one in self.changes if one.asked.key not in keys]


def preview_of(
    reading: Reading, opened: OpenedReturn, stored: Mapping[str, Stored], saved: Mapping[str, SavedBy]
) -> Preview:
    """What would change of the answers as they are stored now."""
    problems, found, unchanged = list(reading.problems), list[Change](), 0
    for section, asked in _in_order(opened):
        cells = reading.rows.get(asked.key)
        if cells is None:
            continue
        now = stored.get(asked.key, NOT_STORED)
        base = reading.bases.get(asked.key) if reading.bases is not None else None
        typed, wrong = _typed(asked, cells, now.given, opened, only_filled=base is None)
        problems += wrong
        if wrong or typed == now.given or (base is not None and base[1] == digest_of(typed)):
            unchanged += not wrong
            continue
        meanwhile = saved.get(asked.key) if base and base[1] != digest_of(now.given) else None
        found.append(Change(section, asked, now.given, typed, now.revision, meanwhile))
    kept, not_asked = _asked_still(found, opened, stored)
    return Preview(kept, unchanged, tuple(problems), not_asked, reading.bases is not None)


def _in_order(opened: OpenedReturn) -> Iterator[tuple[AskedSection, Asked[Any]]]:
    """The questions that whoever brought the workbook in may answer now: it may be less than when they did."""
    for section in opened.tool.sections.values():
        if opened.opens(section.key):
            yield from ((section, asked) for asked in section.questions)


def _asked_still(
    changes: list[Change], opened: OpenedReturn, stored: Mapping[str, Stored]
) -> tuple[tuple[Change, ...], tuple[Asked[Any], ...]]:
    """The changes to questions that are asked once all of them are made, and the questions that are not."""
    after = {**given_of(stored), **{one.asked.key: one.after for one in changes}}
    tool = opened.tool
    sound = {key: given for key, given in after.items() if key in tool.questions}
    seen = shown_questions(tool.tool, tool.questions, sound, opened.attributes, opened.wave)
    shown = tuple(one for one in changes if seen[one.asked.key] is Visibility.SHOWN)
    return shown, tuple(one.asked for one in changes if seen[one.asked.key] is not Visibility.SHOWN)


def _typed(
    asked: Asked[Any], cells: Mapping[str, Typed], before: Given, opened: OpenedReturn, *, only_filled: bool
) -> tuple[Given, list[str]]:
    """The answer that a row gives, and what is wrong with it, each with its cell."""
    filled = {part: cell for part, cell in cells.items() if cell.text or not only_filled}
    form, problems = FormData(), []
    for part, (text, place) in filled.items():
        if part != "value":
            form[asked.input_of(part)] = text
            continue
        boxes = _boxes(asked, text, opened)
        if boxes is None:
            problems.append(f"{place} “{_short(text)}” {_remedy(asked, opened)}")
        else:
            form.update(boxes)
    given = asked.settled(asked.read(form, before))
    faults = asked.faults(given, opened.attributes)
    problems += [f"{_place(cells, part)} {sentence}" for part, sentence in faults.items()]
    return given, problems


def _boxes(asked: Asked[Any], text: str, opened: OpenedReturn) -> FormData | None:
    """The cell as the website's form would send it; None where it is no answer."""
    if isinstance(asked, Date):
        return day_boxes(asked, text)
    if not text or not isinstance(asked, Judged | Choices):
        return FormData({asked.name: text})
    by_label = {_plain(label): value for value, label in asked.labels.items()}
    if isinstance(asked, Choices):
        return _ticks(asked, text, by_label)
    if asked.may_be_not_applicable(opened.attributes):
        by_label[_plain(asked.not_applicable.label)] = asked.not_applicable.value
    value = by_label.get(_plain(text))
    return None if value is None else FormData({asked.name: value})


def _ticks(asked: Choices, text: str, by_label: Mapping[str, str]) -> FormData | None:
    lines = [line for line in text.split("\n") if line.strip()]
    if any(_plain(line) not in by_label for line in lines):
        lines = [line for line in text.replace("\n", ";").split(";") if line.strip()]
    if any(_plain(line) not in by_label for line in lines):
        return None
    return FormData([(asked.name, ""), *((asked.name, by_label[_plain(line)]) for line in lines)])


def _remedy(asked: Asked[Any], opened: OpenedReturn) -> str:
    if isinstance(asked, Date):
        return "is not a day – write it like 27 3 2026"
    labels = [f"“{label}”" for label in asked.labels.values()]
    if isinstance(asked, Judged) and asked.may_be_not_applicable(opened.attributes):
        labels.append(f"“{asked.not_applicable.label}”")
    words = "any of these, each on a line of its own" if isinstance(asked, Choices) else "one of these"
    return f"is not one of the answers – choose {words}: {', '.join(labels)}"


def _place(cells: Mapping[str, Typed], part: str) -> str:
    cell = cells.get(part) or cells.get("value")
    return cell.place if cell else ""


def _short(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:60]}…"


def _plain(text: str) -> str:
    return " ".join(text.split()).casefold()
