"""When a rating may be moderated or settled. Each rule gives a sentence that says no, or None."""

from collections.abc import Collection

from formsapp.audits.lifecycle import AuditState, ReturnState
from tool_definitions.scheme import RatingScheme

_HAS_AN_INTEREST = "You have an interest in this organisation, so somebody else judges its return."


def why_not_moderate(
    audit: AuditState,
    return_: ReturnState,
    *,
    is_allocated: bool,
    has_interest: bool = False,
    examples_to_rate: int = 0,
) -> str | None:
    """Why this return may not be moderated by this person now; `examples_to_rate` is of the audit's worked examples."""
    if has_interest:
        return _HAS_AN_INTEREST
    if audit is not AuditState.IN_MODERATION:
        return "Moderation of this audit is not open."
    if return_ is not ReturnState.SUBMITTED:
        return (
            "This return is with the organisation at the moment. It can be moderated when it has been submitted again."
        )
    if not is_allocated:
        return "You have not been asked to moderate this return."
    if examples_to_rate:
        number = "one worked example" if examples_to_rate == 1 else f"{examples_to_rate} worked examples"
        return f"Rate the {number} of this audit first: then you can moderate."
    return None


def why_not_settle(audit: AuditState, return_: ReturnState, *, has_interest: bool, decides: bool = True) -> str | None:
    """Why this person may settle no rating of this return now; `decides` says whether it is theirs to decide about."""
    if has_interest:
        return _HAS_AN_INTEREST
    if not decides:
        return "The chair settles the ratings of this return. A deputy does so where the chair has an interest in it."
    if audit not in {AuditState.IN_MODERATION, AuditState.REPORTING}:
        return "Ratings are settled while the audit is in moderation."
    if return_ is not ReturnState.SUBMITTED:
        return (
            "This return is with the organisation at the moment. Its ratings can be settled when it is submitted again."
        )
    return None


def why_not_propose(*, moderators: int, done: bool, waits: bool) -> str | None:
    """Why two moderators may not agree on this answer between themselves now."""
    if moderators < 2:
        return "You are the only moderator of this return. Where you and the organisation differ, the chair settles."
    if not done:
        return "You can agree on ratings when both of you have judged every question of this return."
    if not waits:
        return "This rating is settled already."
    return None


def why_not_this_rating(
    scheme: RatingScheme, rating: str | None, reason: str, *, self_rating: str | None, is_blind: bool = False
) -> str | None:
    """Why this judgement cannot be taken: an unknown level, or a missing reason. None for the rating: cannot judge.

    Who judges blind always gives the reason: being asked for it only where they differ would tell them the rating.
    """
    if rating is not None and rating not in {*scheme.ranks, scheme.not_applicable.value}:
        return "Choose a level from the list."
    if is_blind and not reason.strip():
        return "Give the reason for your rating."
    if reason.strip() or rating == self_rating:
        return None
    if rating is None:
        return "Say why this cannot be judged."
    return "Give the reason for the change."


def how_settled(judged: Collection[str | None], self_rating: str | None) -> str | None:
    """`upheld` where every moderator's rating is the self rating; None where people must settle it."""
    return "upheld" if set(judged) == {self_rating} else None


def why_not_ask(audit: AuditState, return_: ReturnState, *, asks: bool, has_interest: bool = False) -> str | None:
    """Why this person may not ask the author of an answer anything now."""
    if has_interest:
        return _HAS_AN_INTEREST
    if audit is not AuditState.IN_MODERATION:
        return "Moderation of this audit is not open."
    if return_ is not ReturnState.SUBMITTED:
        return "This return is with the organisation at the moment, which can change its answers itself."
    if not asks:
        return "Whoever moderates this return asks its author."
    return None


def why_not_reply(audit: AuditState, *, is_closed: bool) -> str | None:
    """Why a query cannot be replied to any more."""
    if is_closed:
        return (
            "This query has been closed, so a reply would reach nobody. Ask the partnership if you want to add to it."
        )
    if audit not in {AuditState.IN_MODERATION, AuditState.REPORTING}:
        return "Moderation of this audit is not open."
    return None
