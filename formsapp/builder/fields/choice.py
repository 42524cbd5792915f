"""Fields that are chosen from a list: one, several, yes or no."""

from collections.abc import Iterable
from typing import Any

from formsapp.builder.fields.field import ABSENT, Field, Posted, is_nothing, typed_in
from tool_definitions.problems import DocumentPath

#: A value and what people read for it.
Option = tuple[str, str]


class Choice(Field):
    """One of several. What is written but not in the list is offered too, marked, until something else is chosen."""

    component = "choice"
    chosen = ""

    def __init__(
        self,
        name: str,
        label: str,
        options: Iterable[Option],
        *,
        default: str = "",
        hint: str = "",
        is_radios: bool = False,
    ) -> None:
        super().__init__(name, label, hint=hint)
        self._options, self.default, self.is_radios = list(options), default, is_radios

    def open(self, written: Any, path: DocumentPath, prefix: str = "") -> None:
        """Show what is written as chosen."""
        super().open(written, path, prefix)
        self.chosen = self._shown()

    def _shown(self) -> str:
        return str(self.default if self.written is ABSENT or self.is_odd else self.written)

    @property
    def options(self) -> list[Option]:
        """What is offered."""
        return with_unknown(self._options, [self.chosen], is_list=not self.is_radios)

    def post(self, posted: Posted) -> None:
        """Take the choice."""
        if not self.is_odd and self.id in posted:
            self.chosen = typed_in(posted, self.id)

    def after(self) -> Any:
        """The choice; nothing, where it is what no choice means anyway."""
        if self.is_odd or self.chosen == self._shown():
            return self.written
        return ABSENT if self.chosen in {"", self.default} else self.chosen

    @property
    def is_odd(self) -> bool:
        """Whether a set of fields or a list stands where one word belongs."""
        return isinstance(self.written, dict | list)


class Ticks(Field):
    """Any number of several, written as a list."""

    component = "ticks"
    default: tuple[str, ...] = ()

    def __init__(self, name: str, label: str, options: Iterable[Option], *, hint: str = "") -> None:
        super().__init__(name, label, hint=hint)
        self._options = list(options)
        self.chosen: list[str] = []

    def open(self, written: Any, path: DocumentPath, prefix: str = "") -> None:
        """Show what is written as ticked."""
        super().open(written, path, prefix)
        self.chosen = self._shown()

    def _shown(self) -> list[str]:
        return [] if is_nothing(self.written) or self.is_odd else [str(item) for item in self.written]

    @property
    def options(self) -> list[Option]:
        """What is offered."""
        return with_unknown(self._options, [*self._shown(), *self.chosen])

    def post(self, posted: Posted) -> None:
        """Take what is ticked; the page sends an empty value along, so that nothing ticked is not no answer."""
        if not self.is_odd and self.id in posted:
            self.chosen = [value for value in posted.getlist(self.id) if value]

    def after(self) -> Any:
        """What is ticked: what was written first, in its order, then what was added."""
        shown = self._shown()
        if self.is_odd or set(self.chosen) == set(shown):
            return self.written
        kept = [item for item in shown if item in self.chosen]
        return [*kept, *(value for value in self.chosen if value not in shown)] or ABSENT

    @property
    def is_odd(self) -> bool:
        """Whether anything but a list of words is written."""
        if is_nothing(self.written):
            return False
        return not isinstance(self.written, list) or not all(isinstance(one, str) and one for one in self.written)


class Tick(Field):
    """Yes or no."""

    component = "tick"
    _TRUTH = {"true": True, "yes": True, "false": False, "no": False}

    def __init__(self, name: str, label: str, *, default: bool = False, hint: str = "") -> None:
        super().__init__(name, label, hint=hint)
        self.default: bool = default
        self.is_ticked = default

    def open(self, written: Any, path: DocumentPath, prefix: str = "") -> None:
        """Show what is written as ticked or not."""
        super().open(written, path, prefix)
        self.is_ticked = self._shown()

    def _shown(self) -> bool:
        if self.written is ABSENT or self.is_odd:
            return self.default
        return self._TRUTH[str(self.written).lower()]

    def post(self, posted: Posted) -> None:
        """Take the tick; the page sends an empty value along."""
        if not self.is_odd and self.id in posted:
            self.is_ticked = "y" in posted.getlist(self.id)

    def after(self) -> Any:
        """True or false; nothing, where it is what no word means anyway."""
        if self.is_odd or self.is_ticked == self._shown():
            return self.written
        return ABSENT if self.is_ticked == self.default else self.is_ticked

    @property
    def is_odd(self) -> bool:
        """Whether what is written is neither true nor false."""
        return self.written is not ABSENT and str(self.written).lower() not in self._TRUTH


def with_unknown(options: list[Option], chosen: Iterable[str], *, is_list: bool = False) -> list[Option]:
    """The options, and what is chosen without being one of them.

    In a list to choose one from, nothing is a choice too: a browser would send the first option in its place.
    """
    known = {value for value, _words in options}
    unknown = dict.fromkeys(value for value in chosen if value not in known)
    nothing = [("", "Choose one")] if is_list and "" in unknown else []
    return [*nothing, *options, *((value, f"{value} (not in this tool)") for value in unknown if value)]
