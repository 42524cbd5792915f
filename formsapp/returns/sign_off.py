"""Who signs a return, and whether what they signed is still what the return says. Derived, never stored."""

import hashlib
import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Integer, String, column, select, table
from sqlalchemy.orm import Session

from formsapp.access.actor import Actor
from formsapp.access.roles import ROLES
from formsapp.database import UtcDateTime
from formsapp.returns.additions import also_signed
from formsapp.returns.fields.given import NOTHING, Stored
from formsapp.returns.models import Submission
from formsapp.returns.opened import OpenedReturn
from formsapp.returns.progress import given_of, shown_questions
from formsapp.returns.queries import answers_of, who_saved
from formsapp.returns.snapshot import canonical
from formsapp.ui.formatting import count
from tool_definitions.visibility import Visibility

_FILLS_IN = frozenset({"designated_safeguarding_lead", "head_teacher", "agency_lead", "auditor"})
#: Tools name those who sign as people speak of them; these are the roles in which somebody here is one of them.
SIGNS_AS: dict[str, frozenset[str]] = {
    "lead": frozenset({"agency_lead"}),
    "executive": frozenset({"agency_executive"}),
    "registered_provider": frozenset({"head_teacher", "chair_of_governors"}),
    "senior_lead": frozenset({"agency_lead", "agency_executive", "head_teacher"}),
    "participant": _FILLS_IN,
}

#: Between the digest of the answers and that of what stands beside them.
_APART = "."

#: The table of a feature above this one, by name.
_SIGNATURES = table(
    "signatures",
    column("id", Integer),
    column("return_id", Integer),
    column("role", String),
    column("name", String),
    column("statement", String),
    column("answers_digest", String),
    column("signed_at", UtcDateTime()),
    column("request_id", Integer),
    column("person_id", Integer),
)
_its = _SIGNATURES.c


class Signed(NamedTuple):
    """One signature as it was given."""

    id: int
    role: str
    name: str
    statement: str
    digest: str
    at: datetime
    request_id: int | None
    person_id: int | None

    @property
    def way(self) -> str:
        """How it was given."""
        return "by a link of their own" if self.request_id else "signed in"


@dataclass(frozen=True)
class Lapse:
    """What changed after somebody signed: how many answers, in which sections, and whether what stands beside them.

    Where nothing of it did, questions did.
    """

    answers: int
    sections: tuple[str, ...]
    beside: bool = False

    @property
    def words(self) -> str:
        """Why the signature no longer holds, after the word *because*."""
        if not self.answers:
            what = "evidence or actions changed" if self.beside else "the questions that are asked have changed"
            return f"{what} since"
        also = ", and evidence or actions too" if self.beside else ""
        return f"{count(self.answers, 'answer')} changed since ({', '.join(self.sections)}){also}"


@dataclass(frozen=True)
class SignOff:
    """One of those who sign: their words, their last signature, and why it no longer holds, if it does not."""

    role: str
    title: str
    statement: str
    signature: Signed | None
    lapse: Lapse | None

    @property
    def holds(self) -> bool:
        """Whether it is signed as the return stands."""
        return self.signature is not None and self.lapse is None


def title_of(role: str) -> str:
    """What somebody who signs is called."""
    return ROLES[role].title if role in ROLES else role.replace("_", " ").capitalize()


def signs_as(role: str) -> frozenset[str]:
    """The roles here in which somebody signs as what a tool calls `role`."""
    return SIGNS_AS.get(role, frozenset({role}))


def own_roles(opened: OpenedReturn, actor: Actor) -> list[str]:
    """The tool's roles in which the person signs this return."""
    held = {one.role for one in actor.roles if one.organisation_id == opened.organisation_id and one.return_id is None}
    return [one.role for one in opened.tool.tool.sign_off if held & signs_as(one.role)]


def signed_digest(session: Session, opened: OpenedReturn, stored: Mapping[str, Stored]) -> str:
    """What is signed: every answer to a question that is asked, whoever saved it and how often, and what stands beside
    the answers. A digest each, so that a lapse can say which of them changed.
    """
    shown = _shown(opened, stored)
    answers = {key: one.given._asdict() for key, one in stored.items() if key in shown and one.given != NOTHING}
    beside = also_signed(session, opened)
    return f"{_digest(opened, answers=answers)}{_APART}{_digest(opened, beside=beside)}"


def _digest(opened: OpenedReturn, **what: Any) -> str:
    return hashlib.sha256(canonical({"return": opened.id, **what}).encode()).hexdigest()


def signatures_of(session: Session, return_id: int) -> list[Signed]:
    """Every signature under a return, the latest first."""
    wanted = select(
        _its.id,
        _its.role,
        _its.name,
        _its.statement,
        _its.answers_digest,
        _its.signed_at,
        _its.request_id,
        _its.person_id,
    )
    rows = session.execute(wanted.where(_its.return_id == return_id).order_by(_its.id.desc()))
    return [Signed(*row) for row in rows]


def sign_offs(session: Session, opened: OpenedReturn, stored: Mapping[str, Stored] | None = None) -> list[SignOff]:
    """Everybody who signs, in the order of the tool. `stored` saves reading the answers again."""
    if not opened.tool.tool.sign_off:
        return []
    last: dict[str, Signed] = {}
    for one in signatures_of(session, opened.id):
        last.setdefault(one.role, one)
    stored = answers_of(session, opened.id) if stored is None and last else stored or {}
    digest = signed_digest(session, opened, stored) if last else ""
    lapsed = _lapses(session, opened, stored, digest, [one for one in last.values() if one.digest != digest])
    return [
        SignOff(one.role, title_of(one.role), one.statement.strip(), last.get(one.role), lapsed.get(one.role))
        for one in opened.tool.tool.sign_off
    ]


def _lapses(
    session: Session, opened: OpenedReturn, stored: Mapping[str, Stored], digest: str, signatures: list[Signed]
) -> dict[str, Lapse]:
    if not signatures:
        return {}
    shown, saved = _shown(opened, stored), who_saved(session, opened.id)
    titles = {
        asked.key: f"{section.number}. {section.section.title}"
        for section in opened.tool.sections.values()
        for asked in section.questions
        if asked.key in shown
    }
    found, (answers, _, beside) = {}, digest.partition(_APART)
    for one in signatures:
        its_answers, _, its_beside = one.digest.partition(_APART)
        later = (key for key in titles if its_answers != answers and key in saved and saved[key].at > one.at)
        changed = Counter(titles[key] for key in later)
        found[one.role] = Lapse(changed.total(), tuple(changed), its_beside != beside)
    return found


def _shown(opened: OpenedReturn, stored: Mapping[str, Stored]) -> set[str]:
    tool = opened.tool
    seen = shown_questions(tool.tool, tool.questions, given_of(stored), opened.attributes, opened.wave)
    return {key for key, state in seen.items() if state is Visibility.SHOWN}


def kept_signatures(submission: Submission) -> list[dict[str, Any]]:
    """How each of those who sign agreed, as it was kept with a submission; empty in submissions from before there were
    signatures. `signed_at` is a moment where there is one.
    """
    kept: list[dict[str, Any]] = json.loads(submission.document).get("signatures", [])
    return [
        one | ({"signed_at": datetime.fromisoformat(one["signed_at"])} if "signed_at" in one else {}) for one in kept
    ]
