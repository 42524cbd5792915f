"""References: which editions came, went or took the place of others."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from operator import attrgetter

from tool_definitions.changes.change import Change, ChangeKind
from tool_definitions.changes.pairs import paired
from tool_definitions.changes.phrases import day, lists, went
from tool_definitions.question import ReferenceTo
from tool_definitions.tool import Reference, Tool
from tool_definitions.values import look_alike

_KIND = ChangeKind.REFERENCES
_FIELDS = {
    "instrument": "entry in the register",
    "publisher": "publisher",
    "url": "link",
    "superseded_by": "later edition named",
}


def reference_words(reference: Reference) -> str:
    """A reference with its edition: Keeping children safe in education, edition of 1 September 2025."""
    return f"{reference.title}, edition of {day(reference.edition)}"


def changes_of_references(before: Tool, after: Tool) -> Iterator[Change]:
    """The differences between the references of two versions of a tool."""
    replaced = _replaced(before.references, after.references)
    for key, new in after.references.items():
        old_key = key if key in before.references else replaced.get(key)
        if old_key is None:
            yield _added(new)
        elif (old := before.references[old_key]) != new or old_key != key:
            yield from _updated(old_key, old, key, new, after)
    for key, old in before.references.items():
        if key not in after.references and key not in replaced.values():
            yield Change(_KIND, "references", f"{reference_words(old)}: no longer a reference.", reference_words(old))


def _added(new: Reference) -> Change:
    return Change(_KIND, "references", f"{reference_words(new)}: a new reference.", None, reference_words(new))


def _replaced(before: Mapping[str, Reference], after: Mapping[str, Reference]) -> dict[str, str]:
    """For each reference that is new by its key, the one that is gone and was the same instrument, if there is one."""
    gone = {key: one for key, one in before.items() if key not in after}
    found: dict[str, str] = {}
    for key, new in after.items():
        if key in before:
            continue
        same = (old for old, one in gone.items() if old not in found.values() and is_same_instrument(one, new))
        old_key = next(same, None)
        if old_key is not None:
            found[key] = old_key
    return found


def is_same_instrument(one: Reference, other: Reference) -> bool:
    """Whether two references are editions of one thing: by the register where both name it, else by title."""
    if one.instrument and other.instrument:
        return one.instrument == other.instrument
    return _plain_title(one.title) == _plain_title(other.title)


def _plain_title(title: str) -> str:
    """The title without the year of its edition: Working Together 2023 and 2026 are one thing."""
    return " ".join(word for word in look_alike(title).replace(",", " ").split() if not word.strip("()").isdigit())


def _updated(old_key: str, old: Reference, key: str, new: Reference, after: Tool) -> Iterator[Change]:
    yield from _differences(old, new, after)
    if old == new:
        sentence = f"{new.title}: called “{key}” in the file; it was “{old_key}”."
        yield Change(ChangeKind.RECORD, "references", sentence, old_key, key)


def _differences(old: Reference, new: Reference, after: Tool) -> Iterator[Change]:
    if old.edition != new.edition:
        yield Change(_KIND, "references", _new_edition(old, new, f" {_cited(new, after)}"), *_both(old, new))
    elif old.title != new.title:
        sentence = f"“{old.title}” is now called “{new.title}”."
        yield Change(_KIND, "references", sentence, *_both(old, new))
    for name, what in _FIELDS.items():
        was, now = getattr(old, name), getattr(new, name)
        if was != now:
            kind = ChangeKind.RECORD if name == "instrument" else _KIND
            yield went(kind, "references", f"the {what} of “{new.title}”", was, now)


def _cited(reference: Reference, tool: Tool) -> str:
    keys = {key for key, one in tool.references.items() if one is reference}
    citing = [one for one in tool.questions.values() if any(to.source in keys for to in one.references)]
    return "One question cites it." if len(citing) == 1 else f"{len(citing) or 'No'} questions cite it."


def _new_edition(old: Reference, new: Reference, end: str = "") -> str:
    return f"{new.title}: edition of {day(new.edition)} instead of {day(old.edition)}.{end}"


def _both(old: Reference, new: Reference) -> tuple[str, str]:
    return reference_words(old), reference_words(new)


def changes_of_citations(
    before: Tool, after: Tool, old: Sequence[ReferenceTo], new: Sequence[ReferenceTo]
) -> Iterator[Change]:
    """The differences between the references of two versions of a question.

    The new edition of a reference that keeps its key is told once, of the whole tool.
    """
    was = [_Cited.by(before, one) for one in old]
    now = [_Cited.by(after, one) for one in new]
    # What stands in both is no part of the difference, wherever it stands in the list.
    gone, came = [one for one in was if one not in now], [one for one in now if one not in was]
    told = (_told(*pair) for pair in paired(gone, came, attrgetter("instrument")))
    # Two places of one instrument in a new edition are one change.
    found = {change.sentence: change for change in told if change is not None}
    yield from found.values()
    if not found:
        yield lists(_KIND, "references", "References", [one.words for one in was], [one.words for one in now])


@dataclass(frozen=True)
class _Cited:
    """A place in a reference, with the reference itself where the tool has it."""

    source: str
    at: str | None
    reference: Reference | None = field(compare=False)

    @classmethod
    def by(cls, tool: Tool, to: ReferenceTo) -> "_Cited":
        return cls(to.source, to.at, tool.references.get(to.source))

    @property
    def instrument(self) -> str:
        return _plain_title(self.reference.title) if self.reference else self.source

    @property
    def title(self) -> str:
        return self.reference.title if self.reference else self.source

    @property
    def words(self) -> str:
        return f"{self.title}, {self.at}" if self.at else self.title


def _told(was: _Cited | None, now: _Cited | None) -> Change | None:
    if now is None:
        return Change(_KIND, "references", f"No longer refers to {was.words}.", was.words, None) if was else None
    if was is None:
        return Change(_KIND, "references", f"Refers to {now.words} too.", None, now.words)
    return Change(_KIND, "references", _place(was, now), was.words, now.words)


def _place(was: _Cited, now: _Cited) -> str:
    places = "" if was.at == now.at else f"{now.at or 'no place in it'} instead of {was.at or 'no place in it'}"
    if was.reference and now.reference and was.reference.edition != now.reference.edition:
        return _new_edition(was.reference, now.reference).removesuffix(".") + f"{', ' + places if places else ''}."
    return f"{now.title}: {places or f'called “{now.source}” in the file'}."
