"""A return as it stands, read once: its answers, its ratings now, and its ratings a year ago."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from sqlalchemy import exists, select
from sqlalchemy.orm import Session, joinedload

from formsapp.audits.lifecycle import ReturnState
from formsapp.audits.models import Audit, Return
from formsapp.profiles.actions import Action, actions_of
from formsapp.results.queries import settled_of
from formsapp.results.rules import own_people_see_moderated
from formsapp.results.scores import scores_of_one, with_settled
from formsapp.returns.fields.given import Given
from formsapp.returns.models import Submission
from formsapp.returns.opened import OpenedReturn
from formsapp.returns.progress import given_of
from formsapp.returns.queries import answers_of, questions_with_evidence
from formsapp.returns.reading import AnsweredQuestion, ReadSection, read_sections
from scoring.packed import codes_of
from scoring.ratings import Ratings
from scoring.score import Scores


@dataclass(frozen=True)
class Before:
    """The same organisation's return in the audit before: what that audit was called, and its own ratings."""

    audit: str
    own: Scores


@dataclass(frozen=True)
class Standing:
    """One return read for its profile. `own` are its own ratings; `released` holds moderated ones too, where its
    people may see them. Both are None where the tool asks for no ratings.
    """

    opened: OpenedReturn
    answers: Mapping[str, Given]
    sections: tuple[ReadSection, ...]
    #: The questions beside which evidence is attached.
    attached: frozenset[str]
    actions: tuple[Action, ...]
    own: Scores | None
    released: Scores | None
    before: Before | None
    #: Whether the report is published, so that moderated ratings are not waited for.
    sees_moderated: bool

    @property
    def is_submitted(self) -> bool:
        """Whether the figures are those of a submission; else they are of the return as it stands."""
        return self.opened.state is ReturnState.SUBMITTED

    @cached_property
    def questions(self) -> dict[str, AnsweredQuestion]:
        """Every question that is asked, by its key."""
        return {one.asked.key: one for section in self.sections for one in section.questions}


def standing_of(session: Session, opened: OpenedReturn) -> Standing:
    """The return as it stands; once submitted, its ratings are those of its last submission."""
    answers, attached = given_of(answers_of(session, opened.id)), questions_with_evidence(session, opened.id)
    sections = read_sections(opened.tool, answers, opened.attributes, opened.wave, with_evidence=attached)
    asked = {one.asked.key: answers[one.asked.key] for part in sections for one in part.questions if _has(answers, one)}
    is_scored = bool(opened.tool.tool.scored_questions)
    own, released = _scores(session, opened, answers) if is_scored else (None, None)
    return Standing(
        opened=opened,
        answers=asked,
        sections=tuple(sections),
        attached=attached,
        actions=tuple(actions_of(session, opened.id, asked)),
        own=own,
        released=released,
        before=_before(session, opened) if own is not None else None,
        sees_moderated=own_people_see_moderated(opened.audit_state),
    )


def _has(answers: Mapping[str, Given], one: AnsweredQuestion) -> bool:
    return one.asked.key in answers


def _scores(session: Session, opened: OpenedReturn, answers: Mapping[str, Given]) -> tuple[Scores, Scores]:
    if opened.state is ReturnState.SUBMITTED:
        return_ = session.get_one(Return, opened.id)
        own = scores_of_one(session, return_, [])
        if own is not None:
            settled = settled_of(session, return_) if own_people_see_moderated(opened.audit_state) else []
            return own, Scores(own.tool, with_settled(own.tool, own.ratings, settled)) if settled else own
    now = Scores(opened.tool.tool, _ratings_now(opened, answers))
    return now, now


def _ratings_now(opened: OpenedReturn, answers: Mapping[str, Given]) -> Ratings:
    """The ratings among answers that are not submitted."""
    asked = opened.tool.questions
    values = {key: asked[key].condition_value(given.value) for key, given in answers.items() if key in asked}
    codes = codes_of(opened.tool.tool, values, opened.attributes, wave=opened.wave)
    return Ratings((str(opened.id),), (str(opened.organisation_id),), codes[None, :])


def _before(session: Session, opened: OpenedReturn) -> Before | None:
    """A return about one case has none: last time's cases were other children's."""
    if opened.case_id is not None:
        return None
    previous = select(Audit.previous_id).where(Audit.id == opened.audit_id).scalar_subquery()
    wanted = select(Return).where(
        Return.audit_id == previous,
        Return.organisation_id == opened.organisation_id,
        Return.case_id.is_(None),
        exists().where(Submission.return_id == Return.id),
    )
    with_tool = joinedload(Return.audit, innerjoin=True).joinedload(Audit.tool_version, innerjoin=True)
    found = session.scalars(wanted.options(with_tool).limit(1)).first()
    own = scores_of_one(session, found, []) if found is not None else None
    return Before(found.audit.title, own) if found is not None and own is not None else None
