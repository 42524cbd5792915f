"""Fields of questions that are judged: when a comment is asked for, who may say that it does not apply."""

from collections.abc import Iterable, Iterator
from typing import Any

from formsapp.builder.fields.choice import Choice, Option, with_unknown
from formsapp.builder.fields.field import ABSENT, Field, Posted, is_nothing, typed_in
from formsapp.builder.fields.group import Group
from formsapp.builder.fields.organisations import AppliesTo
from formsapp.builder.fields.text import Words
from tool_definitions.document import is_mapping
from tool_definitions.problems import DocumentPath

DEMANDS = (
    ("none", "Not asked for"),
    ("optional", "May be given"),
    ("required", "Always needed"),
    ("required_at_or_below", "Needed at this level or worse"),
    ("required_at_or_above", "Needed at this level or better"),
)
POLICIES = (
    ("never", "Nobody may choose it"),
    ("allowed", "It may be chosen"),
    ("with_reason", "It may be chosen, with a reason"),
    ("only_for", "Only these organisations may choose it, with a reason"),
)


class DemandFor(Field):
    """When a comment or evidence is asked for, from which level where that matters: one line of text in a file."""

    component = "demand"

    def __init__(self, name: str, label: str, levels: Iterable[Option], *, default: str, hint: str = "") -> None:
        super().__init__(name, label, hint=hint)
        self.default, self._levels = default, list(levels)
        self.when, self.level = default, ""

    def open(self, written: Any, path: DocumentPath, prefix: str = "") -> None:
        """Show what is written as two choices."""
        super().open(written, path, prefix)
        self.when, self.level = self._shown()

    def _shown(self) -> tuple[str, str]:
        text = self.default if is_nothing(self.written) or self.is_odd else str(self.written).strip()
        when, _, level = text.partition(" ")
        return when, level.strip()

    @property
    def options(self) -> list[Option]:
        """When it may be asked for."""
        return with_unknown(list(DEMANDS), [self.when], is_list=True)

    @property
    def levels(self) -> list[Option]:
        """The levels of the question's scheme."""
        return with_unknown([("", ""), *self._levels], [self.level])

    def post(self, posted: Posted) -> None:
        """Take both choices."""
        if not self.is_odd and self.id in posted:
            self.when, self.level = typed_in(posted, self.id), typed_in(posted, f"{self.id}-level")

    def after(self) -> Any:
        """Both in one text; the level only where it matters."""
        level = self.level if self.when.startswith("required_at") else ""
        shown_when, shown_level = self._shown()
        if self.is_odd or (self.when, level) == (shown_when, shown_level):
            return self.written
        return ABSENT if self.when in {"", self.default} else f"{self.when} {level}".strip()

    @property
    def is_odd(self) -> bool:
        """Whether a set of fields or a list is written."""
        return isinstance(self.written, dict | list)


class NotApplicable(Field):
    """Who may choose *not applicable*: a word, or the organisations that may."""

    component = "not_applicable"

    def __init__(self, data: Any, *, default: str) -> None:
        super().__init__("not_applicable", "Not applicable")
        self.default = default
        self.policy = Choice("not_applicable", "Who may choose “not applicable”?", POLICIES, default=default)
        self.only_for = AppliesTo("only_for", "Organisations that may choose it", data)

    def open(self, written: Any, path: DocumentPath, prefix: str = "") -> None:
        """Show what is written."""
        super().open(written, path, prefix)
        self.policy.open("only_for" if self._names_organisations() else written, path, prefix)
        inner = written["only_for"] if self._names_organisations() else ABSENT
        self.only_for.open(inner, (*path, "only_for"), f"{self.id}-")

    def _names_organisations(self) -> bool:
        return is_mapping(self.written) and set(self.written) == {"only_for"}

    def post(self, posted: Posted) -> None:
        """Take the policy, and the organisations."""
        if not self.is_odd:
            self.policy.post(posted)
            self.only_for.post(posted)

    def after(self) -> Any:
        """The word, or the organisations."""
        if self.is_odd:
            return self.written
        if self.policy.chosen != "only_for":
            return ABSENT if self._names_organisations() and self._is_default() else self.policy.after()
        only_for = self.only_for.after()
        if self._names_organisations() and only_for == self.written["only_for"]:
            return self.written
        return {"only_for": {} if only_for is ABSENT else only_for}

    def _is_default(self) -> bool:
        return self.policy.chosen == self.default

    @property
    def is_odd(self) -> bool:
        """Whether something is written that is neither a word nor organisations that may be shown."""
        if self._names_organisations():
            return self.only_for.is_odd
        return isinstance(self.written, dict | list)

    def leaves(self) -> Iterator[Field]:
        """The field itself; what is wrong with the organisations is shown with them."""
        yield self
        yield self.only_for


class Recommended(Group):
    """What the report recommends: a text, or a text and who would own it."""

    OWNERS = (
        ("", "Nobody named"),
        ("partnership", "The partnership"),
        ("setting", "The setting"),
        ("agency", "The agency"),
    )

    def __init__(self) -> None:
        fields = [
            Words("text", "What the report recommends where this is a concern", rows=2, is_line=True),
            Choice("owner", "Who would own it", self.OWNERS),
        ]
        super().__init__("recommendation", "Recommendation", fields)

    def open(self, written: Any, path: DocumentPath, prefix: str = "") -> None:
        """Show the text, whichever way it is written."""
        super().open(written, path, prefix)
        if isinstance(written, str):
            self["text"].open(written or ABSENT, (*path, "text"), self._inner_prefix)

    def after(self) -> Any:
        """As short as it can be written: the text alone where nobody is named, unless it was written long."""
        if is_mapping(self.written) or self.is_odd:
            return super().after()
        text, owner = self["text"].after(), self["owner"].after()
        if owner is ABSENT:
            is_same = text == self.written or (text is ABSENT and is_nothing(self.written))
            return self.written if is_same else text
        return {"owner": owner} if text is ABSENT else {"text": text, "owner": owner}

    @property
    def is_odd(self) -> bool:
        """Whether a list is written."""
        return isinstance(self.written, list)


class LevelWords(Group):
    """What each level of the scheme looks like for this question: a box a level. Words for other levels stay."""

    component = "level_words"

    def __init__(self, levels: Iterable[tuple[str, str, str]]) -> None:
        """Levels: the value, the label, and the scheme's own words."""
        self._levels = list(levels)
        super().__init__("levels", "What each level looks like here", [])

    def open(self, written: Any, path: DocumentPath, prefix: str = "") -> None:
        """A box for each level, and for each other that has words."""
        known = {
            value: Words(value, label, hint=means, rows=3, is_markdown=False) for value, label, means in self._levels
        }
        others = [value for value in written if value not in known] if is_mapping(written) else []
        self.fields = {
            **known,
            **{value: Words(value, f"{value} (not a level of this scheme)", is_markdown=False) for value in others},
        }
        super().open(written, path, prefix)
