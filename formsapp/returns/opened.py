"""A return as somebody opened it: all that its pages and commands need to know, read in one query."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from formsapp.access.policy import Scope
from formsapp.audits.lifecycle import AuditState, ReturnState
from formsapp.clock import end_of
from formsapp.returns.asked_tool import AskedSection, AskedTool
from formsapp.ui.formatting import day, lower_first
from tool_definitions.visibility import Attributes


@dataclass(frozen=True, kw_only=True)
class OpenedReturn:
    """One return, its organisation, audit and tool, and the last thing that happened to it."""

    id: int
    audit_id: int
    organisation_id: int
    case_id: int | None
    case_code: str | None
    #: Whether the person who opened it confirmed that they had no part in the case.
    is_independent: bool
    organisation: str
    attributes: Attributes
    audit: str
    opens_on: date
    closes_on: date
    #: The wave that the audit asks; none where its tool has no waves.
    wave: str | None
    audit_state: AuditState
    tool: AskedTool
    #: Whether there is an earlier version of the tool that what changed can be told from.
    has_version_before: bool
    state: ReturnState
    last_at: datetime | None
    last_by: str
    last_reason: str
    opened_at: datetime
    #: The sections that the person who opened it was asked to help with; None where they may open all of it.
    only_sections: frozenset[str] | None = None
    #: What has been read for it since it was opened, by what it is, so that nothing is read twice.
    read: dict[str, Any] = field(default_factory=dict, compare=False, repr=False)

    @property
    def scope(self) -> Scope:
        """A return belongs to its organisation and to its audit, and to those who help with it."""
        return Scope(organisation_id=self.organisation_id, audit_id=self.audit_id, return_id=self.id)

    def opens(self, section: str) -> bool:
        """Whether whoever opened the return may open this section of it."""
        return self.only_sections is None or section in self.only_sections

    def around(self, section: AskedSection) -> tuple[AskedSection | None, AskedSection | None]:
        """The sections before and after this one that whoever opened the return may open; None at either end."""
        return self.tool.around(section, self.attributes, self.wave, only=self.only_sections)

    @property
    def has_closed_by_date(self) -> bool:
        """Whether the closing day is over."""
        return self.opened_at >= end_of(self.closes_on)

    @property
    def return_by(self) -> str:
        """By when it is wanted, in the words of every page and file: where it is open late, as soon as can be."""
        if self._is_open_late:
            return f"As soon as you can: the closing date was {day(self.closes_on)}"
        return f"11:59pm on {day(self.closes_on)}"

    @property
    def return_by_sentence(self) -> str:
        """The same as a whole sentence."""
        return f"Return it {lower_first(self.return_by) if self._is_open_late else 'by ' + self.return_by}."

    @property
    def _is_open_late(self) -> bool:
        is_open_again = self.state in {ReturnState.SENT_BACK, ReturnState.REOPENED}
        return is_open_again and self.has_closed_by_date and self.audit_state is not AuditState.PUBLISHED

    @property
    def title(self) -> str:
        """Whose return it is, and about which case."""
        return self.organisation if self.case_code is None else f"Case {self.case_code}: {self.organisation}"
