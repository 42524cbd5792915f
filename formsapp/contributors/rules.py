"""Who may be asked to help, how many, and how often: each rule gives a refusal in words, or None."""

from datetime import datetime, timedelta

from formsapp.access.actor import Actor
from formsapp.clock import now
from formsapp.people.rules import LONGEST_NAME, looks_like_email
from formsapp.returns.rules import answering_refusal
from formsapp.ui.formatting import moment

LONGEST_MESSAGE = 500
#: At once, for one return.
MOST_CONTRIBUTORS = 30
#: How long the link to say yes works.
LINK_LASTS = timedelta(days=14)
SENT_AGAIN_AFTER = timedelta(minutes=5)
#: By one person, in any returns.
MOST_AN_HOUR = 40

asking_refusal = answering_refusal


def name_refusal(name: str) -> str | None:
    """Why this is no name."""
    return None if 0 < len(name) <= LONGEST_NAME else f"Enter your colleague’s name, in at most {LONGEST_NAME} letters"


def email_refusal(email: str, by: Actor) -> str | None:
    """Why nobody can be asked at this address."""
    if not looks_like_email(email):
        return "Enter an email address such as name@example.org"
    return "This is your own address. Enter a colleague’s" if email == by.email else None


def message_refusal(message: str) -> str | None:
    """Why the message cannot be sent."""
    return f"Keep the message to at most {LONGEST_MESSAGE} letters" if len(message) > LONGEST_MESSAGE else None


def sections_refusal(sections: frozenset[str] | None, asked: frozenset[str]) -> str | None:
    """Why these sections cannot be given; None stands for the whole return."""
    if sections is None or (sections and sections <= asked):
        return None
    return "Choose at least one section" if not sections else "Choose sections of this return"


def number_refusal(asked: int, lately: int) -> str | None:
    """Why no more can be asked now."""
    if asked >= MOST_CONTRIBUTORS:
        return f"{MOST_CONTRIBUTORS} people are asked to help with this return. Take one back before you ask another"
    if lately >= MOST_AN_HOUR:
        return f"You have asked {MOST_AN_HOUR} times within an hour. Please wait a little"
    return None


def sending_again_refusal(sent_at: datetime) -> str | None:
    """Why the message is not sent again yet."""
    again = sent_at + SENT_AGAIN_AFTER
    return (
        f"A link was made at {moment(sent_at)}. You can make another after {moment(again)}" if again > now() else None
    )
