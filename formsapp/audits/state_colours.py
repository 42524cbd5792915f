"""The colour of the tag of each state: the same on every page, and never without its words."""

from formsapp.audits.lifecycle import AuditState, ReturnState

AUDIT_COLOURS = {
    AuditState.DRAFT: "yellow",
    AuditState.OPEN: "blue",
    AuditState.CLOSED: "grey",
    AuditState.IN_MODERATION: "purple",
    AuditState.REPORTING: "orange",
    AuditState.PUBLISHED: "green",
}
RETURN_COLOURS = {
    ReturnState.NOT_STARTED: "grey",
    ReturnState.STARTED: "blue",
    ReturnState.SUBMITTED: "green",
    ReturnState.SENT_BACK: "orange",
    ReturnState.REOPENED: "yellow",
    ReturnState.WITHDRAWN: "grey",
}
