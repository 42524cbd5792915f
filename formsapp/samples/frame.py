"""The returns that could be drawn, with what the rules of a draw may ask of them."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from formsapp.access.actor import Actor
from formsapp.audits.lifecycle import ReturnState
from formsapp.audits.models import Audit
from formsapp.audits.queries import return_states
from formsapp.cases.models import Case
from formsapp.organisations.models import ATTRIBUTES
from formsapp.organisations.words import LABELS, YES_NO, values_of, words_for
from formsapp.returns.ratings_table import ratings_table
from formsapp.tools.versions import tool_of
from scoring.moderation.risk import signs_of_risk
from scoring.moderation.sampling import Candidate
from scoring.score import Scores
from tool_definitions.tool import Tool

#: What makes strata of returns about cases, beside the attributes of organisations.
OF_CASES = {"case_theme": "Theme of the case", "case_age_band": "Age band of the child"}
STRATA = {name: LABELS[name] for name in ATTRIBUTES} | OF_CASES


@dataclass(frozen=True)
class InFrame:
    """A submitted return: whose, about which case, its attributes in words, and its signs of risk in words."""

    return_id: int
    organisation: str
    case: str | None
    attributes: Mapping[str, str | None]
    risk: Mapping[str, str]

    @property
    def title(self) -> str:
        """Whose return it is, and about which case."""
        return title_of(self.organisation, self.case)

    @property
    def candidate(self) -> Candidate:
        """The same for the draw."""
        return Candidate(str(self.return_id), self.attributes, self.risk)


def title_of(organisation: str, case: str | None) -> str:
    """Whose return it is, and about which case."""
    return organisation if case is None else f"Case {case}: {organisation}"


def frame_of(session: Session, audit: Audit, *, by: Actor) -> list[InFrame]:
    """Every return of the audit that is submitted now and in sight, by name. The caller has no interest in any."""
    ratings = ratings_table(session, audit, by=by)
    states = return_states(session, audit, by=by)
    submitted = {str(one) for one, state in states.items() if state is ReturnState.SUBMITTED}
    ratings = ratings.rows([row for row, one in enumerate(ratings.return_ids) if one in submitted])
    if not ratings.return_ids:
        return []
    tool = tool_of(audit.tool_version)
    signs = signs_of_risk(Scores(tool, ratings), _last_year(session, audit, by))
    names, codes = ratings.attributes["name"], ratings.attributes["case"]
    cases = _cases(session, audit) if any(codes) else {}
    return [
        InFrame(
            return_id=int(return_id),
            organisation=names[row] or "",
            case=codes[row],
            attributes={name: _words(name, ratings.attributes[name][row]) for name in ATTRIBUTES}
            | cases.get(codes[row], {}),
            risk=_titled(tool, signs.get(return_id, {})),
        )
        for row, return_id in enumerate(ratings.return_ids)
    ]


def _last_year(session: Session, audit: Audit, by: Actor) -> Scores | None:
    previous = None if audit.previous_id is None else session.get(Audit, audit.previous_id)
    return None if previous is None else Scores(tool_of(previous.tool_version), ratings_table(session, previous, by=by))


def _cases(session: Session, audit: Audit) -> dict[str | None, dict[str, str | None]]:
    found = session.scalars(select(Case).where(Case.audit_id == audit.id))
    return {one.code: {"case_theme": one.theme, "case_age_band": one.age_band} for one in found}


def _words(attribute: str, value: str | None) -> str | None:
    """A value as it stands in the name of a stratum: a bare yes or no would say nothing there."""
    if value is None:
        return None
    words = words_for(attribute, value)
    return f"{LABELS[attribute]}: {words.lower()}" if values_of(attribute) is YES_NO else words


def _titled(tool: Tool, signs: Mapping[str, str]) -> dict[str, str]:
    """The signs with the titles of questions, not their keys."""
    keys = sorted(tool.scored_questions, key=len, reverse=True)
    if not signs or not keys:
        return dict(signs)
    key = re.compile(rf"(?<![\w.])({'|'.join(map(re.escape, keys))})(?= \()")
    return {sign: key.sub(lambda found: f"“{tool.questions[found[1]].title}”", words) for sign, words in signs.items()}


def varying(frame: Sequence[InFrame]) -> dict[str, list[str]]:
    """The attributes on which these returns vary, with the values that occur: those of which strata can be made."""
    found = {name: _values(one.attributes.get(name) for one in frame) for name in STRATA}
    return {name: values for name, values in found.items() if len(values) > 1}


def _values(given: Iterable[str | None]) -> list[str]:
    return sorted({value or "not stated" for value in given})
