"""This year's deep dive, as far as it is by today: something of everything waits for somebody."""

from dataclasses import dataclass, field
from functools import partial

from formsapp.demo.calendar import Calendar
from formsapp.demo.deep_dive import (
    Rules,
    ask_a_second,
    ask_moderators,
    draw_sample,
    first_of,
    moderator_of,
    sampled,
    tell,
    words,
)
from formsapp.demo.filling_in import Filling
from formsapp.demo.last_years_deep_dive import CHAIR, INTERESTED
from formsapp.demo.letters import LetterOf
from formsapp.demo.making import Making
from formsapp.demo.moderating import Moderating, level_found, settle, waiting
from formsapp.demo.panel import PanelMeeting
from formsapp.demo.personas import LAST_YEAR, PERSONAS, THIS_YEAR, setting_of
from formsapp.demo.worked_examples import MODERATORS, copy_last_years, rate_examples
from formsapp.moderation.agreeing import propose_agreement
from formsapp.moderation.asking import ask_author, reply_to_query
from formsapp.moderation.break_glass import Wanted, break_glass
from formsapp.moderation.models import AnswerQuery
from formsapp.moderation.waiting import exceptions
from formsapp.people.commands import declare_interest
from formsapp.returns.commands import send_back

OTHER_CHAIR = "Parveen Holroyd-Shah"
HEAD, LEAD = "Philippa Venn-Okafor", "Osian Prendergast-Lal"
SIZE, _RISK_PICKS = 12, 2
#: How many exceptions the panel of last week had before it, how many it reached, and how many wait today.
_BEFORE_THE_PANEL, _REACHED, WAITING_NOW = 9, 7, 22
#: How many of the differences of two moderators are left between them.
_DIFFERENCES = 6
_ASKED_ABOUT = {"waiting": "dsl.availability", "replied": "training.all_staff", "overdue": "training.induction"}


@dataclass
class _Casting:
    """Which return of the sample shows what. Not all of them are there in a borough of few settings."""

    lead: Filling
    head: Filling
    #: One moderator has finished, the other has not.
    alone: Filling | None = None
    #: Both have finished and differ.
    differ: Filling | None = None
    #: Sent back and submitted again with another answer.
    stale: Filling | None = None
    #: A chair has an interest in it.
    deputys: Filling | None = None
    others: list[Filling] = field(default_factory=list)


def plan_deep_dive(making: Making, calendar: Calendar) -> None:
    """Put down the draw, the examples and who moderates; what follows is put down when it is known who does."""
    calendar.put(making.moment(12, 11), partial(copy_last_years, making, THIS_YEAR, LAST_YEAR))
    calendar.put(making.moment(12, 14), partial(_draw, making))
    for place, name in enumerate(MODERATORS):
        calendar.put(making.moment(12, 15, 10 * place), partial(rate_examples, making, THIS_YEAR, name))
    calendar.put(making.moment(11, 10), partial(tell, making, THIS_YEAR))
    calendar.put(making.moment(11, 14), partial(_give_out, making, calendar))
    calendar.put(making.moment(7, 23, 10), partial(_break_glass, making))


def _of(making: Making, name: str) -> int:
    setting = setting_of(next(one for one in PERSONAS if one.name == name), making.seed)
    if setting is None:
        raise LookupError(f"{name} works at no setting")
    return making.settings[setting.number].id


def _draw(making: Making) -> None:
    must = {_of(making, LEAD): f"{words('must.largest')}.", _of(making, HEAD): f"{words('must.boarding')}."}
    draw_sample(making, THIS_YEAR, Rules(SIZE, _RISK_PICKS, must))


def _give_out(making: Making, calendar: Calendar) -> None:
    """One moderator each, a second one for two of them; then put down what they do."""
    ask_moderators(making, THIS_YEAR)
    cast = _cast(making)
    for filling in (cast.alone, cast.differ):
        if filling is not None:
            second = "Celandine Osgathorpe" if filling is cast.alone else "Ines Calloway-Brandt"
            ask_a_second(making, THIS_YEAR, filling, second)
    _plan_judging(making, calendar, cast)
    _plan_two(making, calendar, cast)
    _plan_queries(making, calendar, cast)
    _plan_letter(making, calendar, cast.head)
    if cast.stale is not None:
        _plan_another_answer(making, calendar, cast.stale)
    if cast.deputys is not None:
        calendar.put(making.moment(5, 9), partial(_declare, making, cast.deputys))
    calendar.put(making.moment(8, 13, 30), partial(_settle_down_to, making, cast, _BEFORE_THE_PANEL))
    there = (*MODERATORS, "Honor Wetherfold")
    meeting = PanelMeeting(making, calendar, THIS_YEAR, 8, CHAIR, there, most=_REACHED)
    calendar.put(making.moment(8, 14), meeting.begin)
    calendar.put(making.moment(1, 15, 50), partial(_settle_down_to, making, cast, WAITING_NOW))


def _cast(making: Making) -> _Casting:
    """Who is in which part: by who moderates it, so that everybody on the list finds what the list says."""
    known = {_of(making, name): name for name in (LEAD, HEAD, "Miriam Thackeray-Bose")}
    drawn = sampled(making, THIS_YEAR)
    own = {known[one.return_.organisation_id]: one for one in drawn if one.return_.organisation_id in known}
    cast = _Casting(own[LEAD], own[HEAD])
    taken = list(own.values())
    for part, name in (("alone", 0), ("differ", 2), ("stale", 1), ("deputys", 1)):
        found = first_of(drawn, making, MODERATORS[name], but=taken)
        if found is not None:
            setattr(cast, part, found)
            taken.append(found)
    there = {one.return_.id for one in taken}
    cast.others = [one for one in drawn if one.return_.id not in there]
    return cast


def _plan_judging(making: Making, calendar: Calendar, cast: _Casting) -> None:
    """What one moderator has judged by now, a part before the panel and a part after it."""
    shares = [(cast.lead, 0.25, 0.35), (cast.head, 1.0, 1.0)]
    shares += [(one, *share) for one, share in ((cast.stale, (0.3, 0.3)), (cast.deputys, (0.0, 0.25))) if one]
    shares += [(one, 0.2 if place else 0.0, 0.25) for place, one in enumerate(cast.others[:3])]
    for place, (filling, before, after) in enumerate(shares):
        moderating = Moderating(making, filling, making.persona(moderator_of(making, filling)))
        for share, moment in (
            (before, making.moment(10 - place % 2, 9 + place, 20)),
            (after, making.moment(7 - place % 2, 9 + place, 20)),
        ):
            if share:
                calendar.put(moment, partial(moderating.judge, share))


def _plan_two(making: Making, calendar: Calendar, cast: _Casting) -> None:
    """Two moderators on their own: of one return one has finished and the other not; of the other both have."""
    for filling, shares in ((cast.alone, (0.3, 1.0)), (cast.differ, (1.0, 1.0))):
        if filling is None:
            continue
        first = moderator_of(making, filling)
        second = "Celandine Osgathorpe" if filling is cast.alone else "Ines Calloway-Brandt"
        for turn, (name, share) in enumerate(zip((first, second), shares, strict=True)):
            moderating = Moderating(making, filling, making.persona(name), is_second=bool(turn))
            calendar.put(making.moment(7 - turn, 19, 15), partial(moderating.judge, share))
    if cast.differ is not None:
        calendar.put(making.moment(4, 8, 50), partial(_propose, making, cast.differ))


def _propose(making: Making, filling: Filling) -> None:
    """The chair has settled all but a handful; one moderator says on which level both can agree for one of those."""
    left = waiting(making, filling)
    for one in left[_DIFFERENCES:]:
        settle(making, one, making.persona(CHAIR))
    if left and making.is_whole:
        one, by = left[0], making.persona("Ines Calloway-Brandt")
        note = f"{words('proposed')}."
        propose_agreement(
            making.session, return_=one.return_, question=one.question, rating=level_found(one), note=note, by=by
        )


def _settle_down_to(making: Making, cast: _Casting, number: int) -> None:
    """The chair settles what waits until so much is left, but for what is another's to decide."""
    kept = {one.return_.id for one in (cast.differ, cast.deputys, cast.stale) if one is not None}
    found = exceptions(making.session, making.audits[THIS_YEAR], by=making.persona(CHAIR))
    for one in [one for one in found if one.return_.id not in kept][: max(0, len(found) - number)]:
        settle(making, one, making.persona(CHAIR))


def _declare(making: Making, filling: Filling) -> None:
    """The second chair saw the sample, and says that she has an interest in one school of it."""
    person = making.people[OTHER_CHAIR]
    declare_interest(
        making.session,
        person=person,
        organisation=filling.return_.organisation,
        kind="governs",
        note="I was a governor there until last year.",
        by=making.actor(person),
    )


def _plan_queries(making: Making, calendar: Calendar, cast: _Casting) -> None:
    """One waits for its author, one has a reply, one is overdue."""
    for kind, filling, asked, due in (
        ("waiting", cast.lead, 2, -5),
        ("replied", cast.alone or cast.lead, 8, 1),
        ("overdue", cast.differ or cast.lead, 9, 2),
    ):
        calendar.put(making.moment(asked, 13, 5), partial(_ask, making, calendar, filling, kind, due))


def _ask(making: Making, calendar: Calendar, filling: Filling, kind: str, due: int) -> None:
    query = ask_author(
        making.session,
        return_=filling.return_,
        question=_ASKED_ABOUT[kind],
        text=f"{words(f'query.{kind}')}?",
        due_on=making.day(due),
        by=making.persona(moderator_of(making, filling)),
    )
    if kind == "replied":
        calendar.put(making.moment(5, 8, 30), partial(_reply, making, filling, query))


def _reply(making: Making, filling: Filling, query: AnswerQuery) -> None:
    by = making.actor(filling.person)
    reply_to_query(making.session, return_=filling.return_, query=query, text=f"{words('reply')}.", by=by)


def _plan_letter(making: Making, calendar: Calendar, filling: Filling) -> None:
    """A letter of this year: sent, read, and one of its ratings challenged while the window is open."""
    letter, head = LetterOf(making, filling), making.persona(HEAD)
    calendar.put(making.moment(8, 12), partial(_settle_all, making, filling))
    calendar.put(making.moment(6, 9, 40), letter.draft)
    calendar.put(making.moment(6, 10, 10), letter.word)
    calendar.put(making.moment(5, 11), partial(letter.release, making.persona(CHAIR)))
    calendar.put(making.moment(4, 9, 5), partial(letter.acknowledge, head))
    calendar.put(making.moment(3, 16, 25), partial(letter.challenge, "now", head))


def _settle_all(making: Making, filling: Filling) -> None:
    for one in waiting(making, filling):
        settle(making, one, making.persona(CHAIR))


def _plan_another_answer(making: Making, calendar: Calendar, filling: Filling) -> None:
    """Sent back for one section after it was judged, and submitted again with another answer to one question."""
    calendar.put(making.moment(5, 12), partial(_send_back, making, filling))
    calendar.put(making.moment(4, 18), partial(_change, filling))
    calendar.put(making.moment(4, 18, 20), filling.submit)


def _send_back(making: Making, filling: Filling) -> None:
    section = filling.respondent.tool.section_of[_changed(filling)].key
    why = f"{words('sent_back')}."
    send_back(making.session, return_=filling.return_, sections={section: why}, by=making.officer)


def _change(filling: Filling) -> None:
    question = _changed(filling)
    tool = filling.respondent.tool
    scheme = tool.scheme_of(question)
    given = filling.stored[question].given
    lower = scheme.levels[scheme.ranks[given.value or ""] - 1].value
    filling.answer(question, given._replace(value=lower, comment=f"{words('changed_comment')}."))


def _changed(filling: Filling) -> str:
    """The first question with the top level: it was judged already."""
    tool = filling.respondent.tool
    for key in tool.scored_questions:
        scheme = tool.scheme_of(key)
        given = filling.stored.get(key)
        if given is not None and len(scheme.levels) > 2 and given.given.value == scheme.levels[-1].value:
            return key
    raise LookupError("this return has no rating at the top level")


def _break_glass(making: Making) -> None:
    """A moderator on call reads the return that is hidden from him, and says why it could not wait."""
    niece = _of(making, "Miriam Thackeray-Bose")
    break_glass(
        making.session,
        audit=making.audits[THIS_YEAR],
        wanted=Wanted(niece),
        reason=f"{words('glass')}.",
        by=making.persona(INTERESTED),
    )
