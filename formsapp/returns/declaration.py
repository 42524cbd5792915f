"""What somebody declares when they submit a return."""

from dataclasses import dataclass

from formsapp.access.actor import Actor
from formsapp.access.roles import ROLES
from formsapp.returns.opened import OpenedReturn

PLAIN = (
    "To the best of my knowledge this return is a fair and honest account. "
    "It names no child, family or member of staff."
)


@dataclass(frozen=True)
class Statement:
    """Words that somebody agrees to, and whose they are."""

    whose: str
    words: str


@dataclass(frozen=True)
class Declaration:
    """What is put to the person who submits: the statements, and the sentence beside the box to tick."""

    statements: tuple[Statement, ...]
    sentence: str

    def signed(self, name: str) -> str:
        """The declaration as it is kept."""
        statements = "\n\n".join(f"{one.whose}: {one.words}" for one in self.statements)
        return f"{statements}\n\n{self.sentence}\n\nSigned: {name.strip()}"


def declaration_for(opened: OpenedReturn, person: Actor) -> Declaration:
    """The tool's statement for the person's own role; for anybody else those of all who sign, and that they agreed."""
    roles = {held.role for held in person.roles if held.organisation_id == opened.organisation_id}
    signing = opened.tool.tool.sign_off
    own = tuple(Statement(_title(one.role), one.statement.strip()) for one in signing if one.role in roles)
    if own:
        return Declaration(own, "I agree with this statement and submit this return.")
    others = tuple(Statement(_title(one.role), one.statement.strip()) for one in signing)
    if not others:
        return Declaration((Statement("Declaration", PLAIN),), f"I agree, and submit this for {opened.organisation}.")
    names = " and the ".join(one.whose.lower() for one in others)
    agreed = "have read this return and agree to these statements"
    if len(others) == 1:
        agreed = "has read this return and agrees to this statement"
    return Declaration(others, f"The {names} {agreed}. I submit it for {opened.organisation}.")


def _title(role: str) -> str:
    return ROLES[role].title if role in ROLES else role.replace("_", " ").capitalize()
