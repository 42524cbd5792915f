"""What somebody declares when they submit a return, and how each of those who sign agreed to it."""

from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from formsapp.access.actor import Actor
from formsapp.refusals import Refused
from formsapp.returns.opened import OpenedReturn
from formsapp.returns.sign_off import SignOff, own_roles
from formsapp.ui.formatting import day, lower_first

PLAIN = (
    "To the best of my knowledge this return is a fair and honest account. "
    "It names no child, family or member of staff."
)
LONGEST_AGREED = 2000


@dataclass(frozen=True)
class Declaration:
    """What is put to the person who submits: those who signed, their own statements, those who have not signed."""

    #: Who signed the return as it stands.
    signed: tuple[SignOff, ...]
    #: The statements of the person who submits: they sign by submitting.
    own: tuple[SignOff, ...]
    #: Of whom the person who submits says how they agreed.
    missing: tuple[SignOff, ...]
    #: The sentence beside the box to tick.
    sentence: str

    @property
    def is_plain(self) -> bool:
        """Whether the tool names nobody who signs, so that plain words are put to whoever submits."""
        return not (self.signed or self.own or self.missing)

    def worded(self, name: str, agreed: Mapping[str, str]) -> str:
        """The declaration as it is kept."""
        parts = [f"{one.title}: {one.statement}" for one in self.own]
        parts += [f"{one.title}: {one.statement}\n{signed_words(one)}" for one in self.signed]
        parts += [f"{one.title}: {one.statement}\n{agreed.get(one.role, '').strip()}" for one in self.missing]
        parts += [PLAIN] if self.is_plain else []
        return "\n\n".join([*parts, self.sentence, f"Signed: {name.strip()}"])


def declaration_for(opened: OpenedReturn, person: Actor, offs: Iterable[SignOff]) -> Declaration:
    """What this person declares: as one of those who sign, or on behalf of those who have not signed."""
    offs, roles = list(offs), own_roles(opened, person)
    own = tuple(one for one in offs if one.role in roles and not one.holds)
    missing = tuple(one for one in offs if one.role not in roles and not one.holds)
    return Declaration(
        signed=tuple(one for one in offs if one.holds),
        own=own,
        missing=missing,
        sentence=_sentence(opened, own, missing),
    )


def _sentence(opened: OpenedReturn, own: tuple[SignOff, ...], missing: tuple[SignOff, ...]) -> str:
    if missing:
        what = "I agree with my statement. What I wrote" if own else "What I wrote above"
        return f"{what} about how the others agreed is true. I submit this return for {opened.organisation}."
    if own:
        return "I agree with this statement and submit this return."
    return f"I agree, and submit this for {opened.organisation}."


def signed_words(one: SignOff) -> str:
    """Who signed, how and when, in a line."""
    return "" if one.signature is None else f"Signed by {one.signature.name} on {day(one.signature.at)}."


def how_each_agreed(
    offs: Iterable[SignOff], agreed: Mapping[str, str], *, own: Container[str], by: Actor
) -> list[dict[str, Any]]:
    """How each of those who sign agreed, as it is kept with the submission. Raises Refused where one has not."""
    return [_how_agreed(one, agreed.get(one.role, "").strip(), by if one.role in own else None) for one in offs]


def _how_agreed(one: SignOff, words: str, submitter: Actor | None) -> dict[str, Any]:
    kept: dict[str, Any] = {"role": one.role, "title": one.title, "statement": one.statement}
    if one.signature is not None and one.holds:
        signature = one.signature
        return kept | {"name": signature.name, "way": signature.way, "signed_at": signature.at.isoformat()}
    if submitter is not None:
        return kept | {"name": submitter.name, "way": "by submitting"}
    if not words:
        raise Refused(_not_signed(one))
    if len(words) > LONGEST_AGREED:
        raise Refused(f"Write how the {lower_first(one.title)} agreed in at most {LONGEST_AGREED:,} characters.")
    return kept | {"way": "as the submitter says", "agreed": words}


def _not_signed(one: SignOff) -> str:
    who, mend = f"The {lower_first(one.title)}", "Ask them to sign it, or write how they agreed."
    if one.signature is None or one.lapse is None:
        return f"{who} has not signed this return. {mend}"
    return f"{who} signed on {day(one.signature.at)}, but {one.lapse.words}. {mend}"
