"""Questions that governors may ask, drafted from what a return holds: the sharpest first."""

from collections.abc import Callable, Collection, Iterator
from datetime import date

from formsapp.profiles.profile import Profile, ScoreLine
from formsapp.profiles.wording import quoted, sentence, shortened
from formsapp.returns.fields.judged import Judged
from formsapp.returns.fields.wording import is_blank
from formsapp.ui.formatting import day, score
from scoring.shown import counted

FEWEST, MOST = 6, 8
#: How many questions of one kind there are at most, so that one weakness does not fill the page.
_OF_A_KIND = 2


def questions_to_ask(profile: Profile, on: date, *, beside: Collection[str] = ()) -> tuple[str, ...]:
    """Six to eight questions: one of each kind that the return gives reason for, then a second, then some that always
    help. `beside` are actions that stand on the same page already: no question says them again.
    """
    said = [quoted(what) for what in beside]
    kinds = [[one for one in kind(profile, on) if not any(words in one for words in said)] for kind in _KINDS]
    turns = (kind[turn] for turn in range(_OF_A_KIND) for kind in kinds if len(kind) > turn)
    found = list(dict.fromkeys(turns))[:MOST]
    always = (one for one in _always(profile) if one not in found)
    return (*found, *list(always)[: max(0, FEWEST - len(found))])


def _limits(profile: Profile, _on: date) -> Iterator[str]:
    for one in profile.attention:
        if one.limits:
            yield (
                f"{quoted(one.title)} is rated {quoted(one.label)}, so {one.limits}. What has to be in place before it "
                "can be rated higher, and when will that be?"
            )


def _overdue(profile: Profile, on: date) -> Iterator[str]:
    late = [one for one in profile.standing.actions if one.by is not None and one.is_overdue(on)]
    for one in sorted(late, key=lambda action: action.by or on):
        yield (
            f"The action {quoted(one.what)} was due by {day(one.by)}. Has it been done? If not, what stands in the "
            "way, and what is the new date?"
        )


def _fallen(profile: Profile, _on: date) -> Iterator[str]:
    if profile.since is None:
        return
    for one in profile.since.fallen:
        yield (
            f"{quoted(one.title)} was rated {quoted(one.before)} last year and is {quoted(one.now)} now. What changed, "
            "and when was it noticed?"
        )


def _no_action(profile: Profile, _on: date) -> Iterator[str]:
    for one in profile.attention:
        if not one.actions:
            yield (
                f"{quoted(one.title)} is rated {quoted(one.label)}, and no action is named. What will be done, by "
                "whom, and by when?"
            )


def _lowest(profile: Profile, _on: date) -> Iterator[str]:
    scored = _by_score(profile)
    if len(scored) > 1 and (scored[0].score or 0) < (scored[-1].score or 0):
        lowest = scored[0]
        yield (
            f"{quoted(lowest.title)} has the lowest score of all sections, {score(lowest.score)} out of 100. What "
            "makes it the hardest, and what would help most?"
        )


def _nothing_behind(profile: Profile, _on: date) -> Iterator[str]:
    for one in profile.standing.questions.values():
        asked, given = one.asked, one.given
        best = asked.scheme.levels[-1] if isinstance(asked, Judged) and asked.scheme else None
        bare = "evidence" in asked.parts and is_blank(given.evidence) and asked.key not in profile.standing.attached
        if best is None or given.value != best.value or not bare:
            continue
        yield (
            f"{quoted(asked.question.title)} is rated {quoted(best.label)}, and no evidence stands beside it. What "
            "could we be shown that bears it out?"
        )


def _not_applicable(profile: Profile, _on: date) -> Iterator[str]:
    for one in profile.standing.questions.values():
        if not isinstance(one.asked, Judged) or not one.asked.is_not_applicable(one.given):
            continue
        reason = shortened(one.given.not_applicable_reason, 120)
        because = "without a reason" if is_blank(reason) else f"because: {sentence(reason)[:-1]}"
        title = quoted(one.asked.question.title)
        yield f"{title} is marked as not applicable, {because}. Are we sure that this still holds?"


def _next_due(profile: Profile, on: date) -> Iterator[str]:
    coming = [one for one in profile.standing.actions if one.by is not None and not one.is_over and one.by >= on]
    for one in sorted(coming, key=lambda action: action.by or on):
        who = f"{shortened(one.who, 60)} answers for it. " if one.who else ""
        yield (
            f"{quoted(one.what)} is due by {day(one.by)}. {who}How shall we know that it has made a difference for "
            "children?"
        )


def _unanswered(profile: Profile, _on: date) -> Iterator[str]:
    waiting = [one for one in profile.sections if one.unanswered and not profile.is_empty]
    for one in sorted(waiting, key=lambda section: -section.unanswered):
        waits = f"{counted(one.unanswered, 'question').capitalize()} in {quoted(one.title)} {_is(one.unanswered)}"
        yield f"{waits} still without an answer. Who knows, and when will they answer?"


def _risen(profile: Profile, _on: date) -> Iterator[str]:
    if profile.since is None:
        return
    for one in profile.since.risen:
        yield (
            f"{quoted(one.title)} has gone from {quoted(one.before)} to {quoted(one.now)} since last year. What was "
            "done, and what tells us that it lasts?"
        )


def _strong(profile: Profile, _on: date) -> Iterator[str]:
    for one in profile.strengths:
        yield (
            f"{quoted(one.title)} is rated {quoted(one.label)}. How do we know that it is so on an ordinary day, and "
            "what do children say about it?"
        )


#: From what cannot wait to what is good to know.
_KINDS: tuple[Callable[[Profile, date], Iterator[str]], ...] = (
    _limits, _overdue, _fallen, _no_action, _lowest, _nothing_behind, _not_applicable, _next_due, _unanswered, _risen,
    _strong,
)  # fmt: skip


def _always(profile: Profile) -> Iterator[str]:
    if not profile.is_empty:
        yield "Which of these answers is the least certain, and who has looked at it besides the person who wrote it?"
    yield "What do children and their families say about safeguarding here, and what changed because they said it?"
    yield "When did one of us last see this work for ourselves, and what did we find?"
    yield "What one thing would make the work of the safeguarding lead easier, and can we provide it?"
    yield "Which part of this return will be different in a year, and how shall we be able to tell?"
    yield "What have reviews, complaints and concerns taught us this year, and where does this return show it?"
    if profile.is_empty:
        yield "Who will fill in this return, and have they the time for it?"


def _by_score(profile: Profile) -> list[ScoreLine]:
    return sorted(
        (one for one in profile.sections if one.score is not None and not one.is_too_little),
        key=lambda one: one.score or 0.0,
    )


def _is(number: int) -> str:
    return "is" if number == 1 else "are"
