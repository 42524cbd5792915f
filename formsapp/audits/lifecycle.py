"""The states of an audit and of a return, and the allowed moves between them, as tables."""

from enum import StrEnum


class AuditState(StrEnum):
    """Where an audit is."""

    DRAFT = "draft"
    OPEN = "open"
    CLOSED = "closed"
    IN_MODERATION = "in_moderation"
    REPORTING = "reporting"
    PUBLISHED = "published"

    @property
    def words(self) -> str:
        """The state as people say it."""
        return self.replace("_", " ").capitalize()


AUDIT_MOVES: dict[AuditState, frozenset[AuditState]] = {
    AuditState.DRAFT: frozenset({AuditState.OPEN}),
    AuditState.OPEN: frozenset({AuditState.CLOSED, AuditState.IN_MODERATION}),
    AuditState.CLOSED: frozenset({AuditState.OPEN, AuditState.IN_MODERATION}),
    AuditState.IN_MODERATION: frozenset({AuditState.REPORTING, AuditState.OPEN}),
    AuditState.REPORTING: frozenset({AuditState.PUBLISHED, AuditState.IN_MODERATION}),
    AuditState.PUBLISHED: frozenset({AuditState.REPORTING}),
}


class ReturnState(StrEnum):
    """Where a return is: the last thing that happened to it."""

    NOT_STARTED = "not_started"
    STARTED = "started"
    SUBMITTED = "submitted"
    SENT_BACK = "sent_back"
    REOPENED = "reopened"
    WITHDRAWN = "withdrawn"

    @property
    def words(self) -> str:
        """The state as people say it."""
        return "In progress" if self is ReturnState.STARTED else self.replace("_", " ").capitalize()

    @property
    def can_be_answered(self) -> bool:
        """Whether answers may still change."""
        return self not in {ReturnState.SUBMITTED, ReturnState.WITHDRAWN}

    @property
    def is_before_submission(self) -> bool:
        """Whether nothing of it was ever submitted, so that nobody can have judged or asked anything."""
        return self in {ReturnState.NOT_STARTED, ReturnState.STARTED}


#: A withdrawn return goes back to where it was when its organisation comes back into scope.
RETURN_MOVES: dict[ReturnState, frozenset[ReturnState]] = {
    ReturnState.NOT_STARTED: frozenset({ReturnState.STARTED, ReturnState.REOPENED, ReturnState.WITHDRAWN}),
    ReturnState.STARTED: frozenset({ReturnState.SUBMITTED, ReturnState.REOPENED, ReturnState.WITHDRAWN}),
    ReturnState.SUBMITTED: frozenset({ReturnState.SENT_BACK, ReturnState.REOPENED}),
    ReturnState.SENT_BACK: frozenset({ReturnState.SUBMITTED, ReturnState.WITHDRAWN}),
    ReturnState.REOPENED: frozenset({ReturnState.SUBMITTED, ReturnState.WITHDRAWN}),
    ReturnState.WITHDRAWN: frozenset(
        {ReturnState.NOT_STARTED, ReturnState.STARTED, ReturnState.SENT_BACK, ReturnState.REOPENED}
    ),
}
