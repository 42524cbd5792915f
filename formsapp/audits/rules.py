"""What may be done with an audit: each rule gives a sentence that refuses, or None."""

from datetime import date, datetime

from formsapp.audits.lifecycle import AUDIT_MOVES, AuditState, ReturnState
from formsapp.audits.models import Audit
from formsapp.clock import end_of, start_of
from formsapp.tools.models import ToolVersion
from formsapp.tools.versions import tool_of
from tool_definitions.tool import Tool
from tool_definitions.words import spaced

METHODS = {"broad": "Broad sample", "deep_dive": "Deep dive"}

_ORDER = list(AuditState)


def effective_state(last_move: AuditState, *, opens_on: date, closes_on: date, at: datetime) -> AuditState:
    """Where an audit is at a moment: an open audit begins and ends by the clock in London.

    The last moment of its closing day is the one before midnight; at midnight it is closed.
    """
    if last_move is not AuditState.OPEN:
        return last_move
    if at < start_of(opens_on):
        return AuditState.DRAFT
    return AuditState.CLOSED if at >= end_of(closes_on) else AuditState.OPEN


def opening_refusal(
    *,
    title: str,
    tool_version: ToolVersion,
    method: str,
    opens_on: date,
    closes_on: date,
    previous: Audit | None,
    wave: str | None = None,
) -> str | None:
    """Why an audit cannot be opened like this."""
    if not title.strip():
        return "Give the audit a title."
    if tool_version.ratified_at is None:
        return "An audit uses a ratified version of a tool. This one is not ratified yet."
    if tool_version.retired_at is not None:
        return "This version of the tool is retired. Choose another."
    if method not in METHODS:
        return "Say whether this is a broad sample or a deep dive."
    if previous is not None and previous.tool_version.key != tool_version.key:
        return "An audit can only be compared with an earlier audit that used the same tool."
    return wave_refusal(tool_of(tool_version), wave) or dates_refusal(opens_on, closes_on)


def wave_refusal(tool: Tool, wave: str | None) -> str | None:
    """Why an audit cannot ask this wave of its tool."""
    if tool.waves and wave not in tool.waves:
        return f"This tool is asked in waves. Choose one: {', '.join(spaced(one) for one in tool.waves)}."
    if wave and not tool.waves:
        return "This tool is not asked in waves. Leave the wave out."
    return None


def dates_refusal(opens_on: date, closes_on: date) -> str | None:
    """Why these dates cannot be those of an audit."""
    return "The closing date must not be before the opening date." if closes_on < opens_on else None


def move_refusal(state: AuditState, to: AuditState, *, reason: str, closes_on: date, today: date) -> str | None:
    """Why an audit cannot move from this state to that one."""
    if to not in AUDIT_MOVES[state]:
        return f"An audit that is {state.words.lower()} cannot be moved to {to.words.lower()}."
    if to is AuditState.OPEN and state is AuditState.DRAFT:
        return "The audit opens by itself on its opening date. Change that date to open it earlier."
    if to is AuditState.OPEN and closes_on < today:
        return "The closing date has passed. Give the audit a later closing date first, then open it again."
    if goes_back(state, to) and not reason.strip():
        return "Give the reason for going back: it is kept with the audit."
    return None


def goes_back(state: AuditState, to: AuditState) -> bool:
    """Whether the move undoes an earlier one."""
    return _ORDER.index(to) < _ORDER.index(state)


def scope_refusal(state: AuditState) -> str | None:
    """Why organisations cannot be added to or withdrawn from an audit."""
    if state in {AuditState.DRAFT, AuditState.OPEN, AuditState.CLOSED}:
        return None
    return f"The audit is {state.words.lower()}: its scope can no longer change."


def withdrawing_refusal(state: ReturnState, *, reason: str) -> str | None:
    """Why a return cannot be taken out of the audit's scope."""
    if state is ReturnState.SUBMITTED:
        return "This return has been submitted, so the organisation cannot be withdrawn."
    if state is ReturnState.WITHDRAWN:
        return "This organisation has already been withdrawn."
    return None if reason.strip() else "Give the reason for withdrawing the organisation."
