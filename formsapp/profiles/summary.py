"""Two pages for governors or the executive: what a return says, and what to ask. No private note is in it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from formsapp.access.roles import ROLES
from formsapp.clock import in_london
from formsapp.profiles.actions import Action
from formsapp.profiles.profile import Profile, ScoreLine, profile_of
from formsapp.profiles.questions_to_ask import questions_to_ask
from formsapp.profiles.rated import Rated
from formsapp.profiles.since import Since
from formsapp.profiles.wording import moved_sentence, quoted, sentence, shortened
from formsapp.returns.declaration import PLAIN
from formsapp.returns.opened import OpenedReturn
from formsapp.ui.formatting import day, moment
from scoring.shown import counted
from tool_definitions.scheme import RatingScheme

#: What fits on two pages.
MOST_WELL, MOST_ATTENTION, MOST_MOVED, MOST_MISSING = 5, 5, 3, 3
GOVERNORS = "chair_of_governors"
_WORDS, _TITLE = 160, 130


@dataclass(frozen=True)
class Praise:
    """Something that works well: the question, its level, and the organisation's own words."""

    title: str
    label: str
    words: str


@dataclass(frozen=True)
class Concern:
    """Something that needs attention, and what will be done about it; `action` is empty where nothing is planned."""

    title: str
    label: str
    limits: str
    action: str
    who: str
    by: str
    is_overdue: bool


@dataclass(frozen=True)
class Statement:
    """Words that somebody who signs agrees to, and whose they are."""

    whose: str
    words: str


@dataclass(frozen=True)
class Summary:
    """What two pages say. Every text in it is short enough for them."""

    organisation: str
    #: Whom the pages are for: governors, where the tool asks one of them to sign.
    readers: str
    audit: str
    tool: str
    standing: str
    what_it_is: str
    overall: ScoreLine | None
    sections: tuple[ScoreLine, ...]
    schemes: tuple[RatingScheme, ...]
    well: tuple[Praise, ...]
    more_well: int
    attention: tuple[Concern, ...]
    more_attention: int
    since: Since | None
    changes: tuple[str, ...]
    missing: tuple[str, ...]
    questions: tuple[str, ...]
    statements: tuple[Statement, ...]

    @property
    def shows_moderated(self) -> bool:
        """Whether moderated ratings stand beside the organisation's own."""
        return self.overall is not None and self.overall.moderated is not None


def summary_of(session: Session, opened: OpenedReturn) -> Summary:
    """The summary of a return as it stands; once submitted, of its last submission."""
    return summarised(profile_of(session, opened))


def summarised(profile: Profile) -> Summary:
    """The two pages that follow from a profile."""
    opened, on = profile.opened, in_london(profile.opened.opened_at).date()
    return Summary(
        organisation=opened.title,
        readers=readers_of(opened),
        audit=opened.audit,
        tool=f"{opened.tool.tool.title}, version {opened.tool.tool.version}",
        standing=_standing(profile),
        what_it_is=_what_it_is(profile),
        overall=profile.overall,
        sections=profile.sections,
        schemes=profile.schemes,
        well=tuple(_praise(one) for one in profile.strengths[:MOST_WELL]),
        more_well=max(0, len(profile.strengths) - MOST_WELL),
        attention=tuple(_concern(one, on) for one in profile.attention[:MOST_ATTENTION]),
        more_attention=max(0, len(profile.attention) - MOST_ATTENTION),
        since=profile.since,
        changes=tuple(_changes(profile)),
        missing=tuple(_missing(profile, on)),
        questions=questions_to_ask(profile, on),
        statements=statements_of(opened),
    )


def readers_of(opened: OpenedReturn) -> str:
    """Whom the pages are for: governors, where the tool asks their chair to sign, else those who sign."""
    return "governors" if any(one.role == GOVERNORS for one in opened.tool.tool.sign_off) else "those who sign"


def statements_of(opened: OpenedReturn) -> tuple[Statement, ...]:
    """The words of the tool that those who sign agree to, and whose they are."""
    signing = opened.tool.tool.sign_off
    stated = tuple(Statement(_title(one.role), one.statement.strip()) for one in signing)
    return stated or (Statement("Signed", PLAIN),)


def _title(role: str) -> str:
    return ROLES[role].title if role in ROLES else role.replace("_", " ").capitalize()


def _standing(profile: Profile) -> str:
    opened = profile.opened
    if profile.standing.is_submitted:
        return f"As submitted by {opened.last_by} on {moment(opened.last_at)}"
    return f"As it stands on {moment(opened.opened_at)}, not submitted"


def _what_it_is(profile: Profile) -> str:
    opened = profile.opened
    done = f"{profile.answered} of its {counted(profile.asked, 'question')} are answered."
    own = "It is the organisation’s own account, with its own ratings."
    if profile.shows_moderated:
        own = "It is the organisation’s own account; scores after moderation stand beside its own."
    return f"This sums up the return to the audit ‘{shortened(opened.audit, 120)}’. {own} {done}"


def _praise(one: Rated) -> Praise:
    return Praise(shortened(one.title, _TITLE), _label(one), shortened(one.words, _WORDS))


def _concern(one: Rated, on: date) -> Concern:
    action = _next(one.actions, on)
    return Concern(
        title=shortened(one.title, _TITLE),
        label=_label(one),
        limits=one.limits,
        action=sentence(shortened(action.what, _WORDS)) if action else "",
        who=shortened(action.who, 60) if action else "",
        by=day(action.by) if action else "",
        is_overdue=bool(action and action.is_overdue(on)),
    )


def _label(one: Rated) -> str:
    return f"{one.label} (moderated)" if one.moderated else one.label


def _next(actions: tuple[Action, ...], on: date) -> Action | None:
    """The action to name: the one that is due first of those that are not over."""
    return min(actions, key=lambda one: (one.is_over, one.by or date.max, on), default=None)


def _changes(profile: Profile) -> Iterator[str]:
    found = profile.since
    if found is None or profile.overall is None:
        return
    if profile.overall.change:
        yield moved_sentence(profile.overall.change, "The overall score")
    elif found.overall:
        yield "Too little is answered, or can be compared, to say yet how scores changed."
    moved = [one for one in profile.moved if one.way != "same"]
    for one in sorted(moved, key=lambda section: -abs(section.difference))[:MOST_MOVED]:
        yield moved_sentence(one)
    if found.not_comparable:
        yield f"{counted(found.not_comparable, 'question').capitalize()} cannot be set beside last year’s."


def _missing(profile: Profile, on: date) -> Iterator[str]:
    """What is still missing before the return can be submitted, and what stays open after it."""
    if not profile.standing.is_submitted:
        yield from _to_fill_in(profile)
    without = sum(not one.actions for one in profile.attention)
    if without:
        yield f"{counted(without, 'action').capitalize()} to plan: for ratings that need attention and have none."
    late = sum(one.is_overdue(on) for one in profile.standing.actions)
    if late:
        yield f"{counted(late, 'action').capitalize()} past {'its' if late == 1 else 'their'} day."


def _to_fill_in(profile: Profile) -> Iterator[str]:
    """The sections with most still to fill in, and the rest in one line."""
    gaps = {one.section.title: sum(len(part.gaps) for part in one.questions) for one in profile.standing.sections}
    left = sorted(((number, title) for title, number in gaps.items() if number), key=lambda one: -one[0])
    for number, title in left[:MOST_MISSING]:
        yield f"{quoted(title, 80)}: {counted(number, 'thing')} still to fill in."
    if rest := left[MOST_MISSING:]:
        number = sum(number for number, _ in rest)
        yield f"{counted(number, 'more thing').capitalize()} to fill in, in {counted(len(rest), 'other section')}."
