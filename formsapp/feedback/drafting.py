"""Drafting a letter from the judgements: each line with the questions it came from."""

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass

from flask import current_app
from sqlalchemy.orm import Session

from formsapp.feedback.outcomes import Outcome, Unjudged, outcomes_of
from formsapp.feedback.parts import LetterPart
from formsapp.profiles.actions import Action, actions_of
from formsapp.profiles.wording import quoted, sentence
from formsapp.returns.opened import OpenedReturn
from formsapp.returns.progress import given_of
from formsapp.returns.queries import answers_of
from formsapp.settings import Settings
from formsapp.ui.formatting import count, day
from tool_definitions.scheme import Stance

_TITLE = 200
#: How many concerns a letter goes into; the tool's limits first, then the lowest levels, then the heaviest questions.
MOST_NEXT = 8


@dataclass(frozen=True)
class DraftedLine:
    """One line as it was drafted. Its key is the same whenever the letter is drafted again."""

    key: str
    part: LetterPart
    text: str
    questions: tuple[str, ...] = ()


def draft_of(session: Session, opened: OpenedReturn) -> list[DraftedLine]:
    """The lines of a letter, from the judgements as they stand."""
    outcomes, unjudged = outcomes_of(session, opened)
    actions: dict[str, list[Action]] = {}
    for action in actions_of(session, opened.id, given_of(answers_of(session, opened.id))):
        actions.setdefault(action.question or "", []).append(action)
    return [
        _opening(opened, outcomes),
        *_strengths(outcomes),
        *_changes(outcomes),
        *_next(opened, outcomes, actions),
        *_not_judged(unjudged),
        _contact(),
        _disagree(opened.tool.tool.moderation.challenge_days),
    ]


def as_json(lines: Sequence[DraftedLine]) -> str:
    """The lines as they are stored."""
    return json.dumps([asdict(one) for one in lines], ensure_ascii=False, separators=(",", ":"))


def from_json(text: str) -> list[DraftedLine]:
    """Lines that were stored."""
    return [
        DraftedLine(one["key"], LetterPart(one["part"]), one["text"], tuple(one["questions"]))
        for one in json.loads(text)
    ]


def _opening(opened: OpenedReturn, outcomes: Sequence[Outcome]) -> DraftedLine:
    number = Counter(one.direction for one in outcomes)
    moved = [
        f"{number['upheld']} {'stands' if number['upheld'] == 1 else 'stand'} as you gave {_them(number['upheld'])}",
        *(f"{number[way]} {'was' if number[way] == 1 else 'were'} {way}" for way in ("raised", "lowered", "changed")
          if number[way]),
    ]  # fmt: skip
    text = (
        f"Thank you for your return to ‘{opened.audit}’. We tested {count(len(outcomes), 'rating')} against the "
        f"evidence: {_listed(moved)}."
    )
    return DraftedLine("opening", LetterPart.OPENING, text, tuple(one.key for one in outcomes))


def _them(number: int) -> str:
    return "it" if number == 1 else "them"


def _listed(parts: Sequence[str]) -> str:
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"


def _strengths(outcomes: Sequence[Outcome]) -> Iterator[DraftedLine]:
    """What was upheld at a level that counts as a strength, a line a section and level; then what was raised."""
    groups: dict[tuple[str, str], list[Outcome]] = {}
    for one in outcomes:
        if one.direction == "upheld" and one.stance is Stance.STRENGTH:
            groups.setdefault((one.section, one.settled), []).append(one)
    for (section, level), found in groups.items():
        titles = "; ".join(quoted(one.title, _TITLE) for one in found)
        text = f"{found[0].section_title}: your rating ‘{found[0].settled_label}’ was upheld for {titles}."
        yield DraftedLine(f"strength:{section}:{level}", LetterPart.STRENGTHS, text, tuple(one.key for one in found))
    for one in outcomes:
        if one.direction == "raised":
            text = (
                f"{quoted(one.title, _TITLE)}: the evidence shows more than you claimed, so we raised it from "
                f"‘{one.own_label}’ to ‘{one.settled_label}’."
            )
            yield DraftedLine(f"raised:{one.key}", LetterPart.STRENGTHS, text, (one.key,))


def _changes(outcomes: Sequence[Outcome]) -> Iterator[DraftedLine]:
    for one in outcomes:
        if one.direction != "upheld":
            text = (
                f"{quoted(one.title, _TITLE)}: you rated it ‘{one.own_label}’, and the moderated rating is "
                f"‘{one.settled_label}’. {sentence(one.reason.strip())}"
            )
            yield DraftedLine(f"change:{one.key}", LetterPart.CHANGES, text, (one.key,))


def _next(
    opened: OpenedReturn, outcomes: Sequence[Outcome], actions: Mapping[str, Sequence[Action]]
) -> Iterator[DraftedLine]:
    """For the moderated ratings that concern most: what the tool recommends, and what they said they will do.

    The others are named in one line: a letter that asks for everything asks for nothing.
    """
    scored = opened.tool.tool.scored_questions
    concerns = sorted(
        (one for one in outcomes if one.stance is Stance.CONCERN),
        key=lambda one: (scored[one.key].limit is None, one.scheme.ranks[one.settled], -scored[one.key].weight),
    )
    for one in concerns[:MOST_NEXT]:
        recommended = scored[one.key].recommendation
        advice = recommended.text if recommended else "Agree what will change, who will do it, and by when."
        said = " ".join(_said(action) for action in actions.get(one.key, ())) or "You have named no action for it."
        text = f"{quoted(one.title, _TITLE)} is at ‘{one.settled_label}’. {sentence(advice)} {said}"
        yield DraftedLine(f"next:{one.key}", LetterPart.NEXT, text, (one.key,))
    if others := concerns[MOST_NEXT:]:
        titles = "; ".join(quoted(one.title, _TITLE) for one in others)
        text = f"Also at a level that is a concern, for your action plan: {titles}."
        yield DraftedLine("next", LetterPart.NEXT, text, tuple(one.key for one in others))


def _said(action: Action) -> str:
    """An action of their own, as they worded it."""
    more = [action.who, f"by {day(action.by)}" if action.by else "", action.over.lower()]
    details = ", ".join(one for one in more if one)
    return sentence(f"Your own action: {action.what.rstrip('.')}{f' ({details})' if details else ''}")


def _not_judged(unjudged: Sequence[Unjudged]) -> Iterator[DraftedLine]:
    for one in unjudged:
        why = " ".join(sentence(reason.strip()) for reason in one.reasons)
        text = f"{quoted(one.title, _TITLE)} could not be judged, so your own rating stands untested. {why}"
        yield DraftedLine(f"unjudged:{one.key}", LetterPart.NEXT, text.strip(), (one.key,))


def _contact() -> DraftedLine:
    settings: Settings = current_app.extensions["formsapp_settings"]
    text = f"If you have a question about this letter, speak to the partnership officer of {settings.partnership_name}."
    return DraftedLine("contact", LetterPart.CONTACT, text)


def _disagree(days: int) -> DraftedLine:
    if not days:
        text = "Ratings of this audit cannot be challenged in this service. Speak to the person named above."
    else:
        text = (
            f"You can challenge a single moderated rating within {count(days, 'day')} of the day on which this "
            "letter is sent: open the letter in the service, choose the question, and say which level you think right, "
            "why, and what shows it. The chair decides whether it is opened again. If it is, somebody who had no part "
            "in the rating decides it, and you are told what was decided and why."
        )
    return DraftedLine("disagree", LetterPart.DISAGREE, text)
