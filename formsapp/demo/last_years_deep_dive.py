"""Last year's deep dive from the draw to the letters: everything is settled, so that its figures can be read."""

from dataclasses import dataclass, field
from functools import partial

from formsapp.audits.commands import move_audit
from formsapp.audits.lifecycle import AuditState
from formsapp.demo.calendar import Calendar
from formsapp.demo.chance import chance
from formsapp.demo.deep_dive import (
    Rules,
    another,
    ask_a_second,
    ask_moderators,
    draw_sample,
    moderator_of,
    sampled,
    tell,
    words,
)
from formsapp.demo.filling_in import Filling
from formsapp.demo.letters import LetterOf
from formsapp.demo.making import Making
from formsapp.demo.moderating import Moderating, level_found, settle, waiting
from formsapp.demo.panel import PanelMeeting
from formsapp.demo.personas import LAST_YEAR, PERSONAS, setting_of
from formsapp.demo.worked_examples import MODERATORS, keep_reasons, rate_examples, write_examples
from formsapp.feedback.personal import release_pages
from formsapp.moderation.agreeing import agree, propose_agreement
from formsapp.people.commands import declare_interest

CHAIR = "Desmond Akintola-Rees"
#: Who has an interest in the school of the first on the list, and steps out when the panel comes to it.
INTERESTED = "Rufus Adjei-Marlowe"
SIZE, _RISK_PICKS, _SECONDS = 8, 2, 2
#: Of so many differences of two moderators one is left to the panel.
_TO_THE_PANEL = 4
#: How many differences of the first school are left to the panel.
_OF_THE_FIRST = 3
_BESIDE = "Two headteachers of the partnership's education group, to listen"


@dataclass
class _Work:
    """Moderating one return: by one moderator, or by two."""

    filling: Filling
    moderators: list[Moderating] = field(default_factory=list)


def moderate_last_year(making: Making) -> None:
    """From the draw to the last letter, in the order of time."""
    audit, calendar = making.audits[LAST_YEAR], Calendar()
    calendar.put(making.moment(345, 11), partial(_declare, making))
    start = partial(move_audit, making.session, audit=audit, to=AuditState.IN_MODERATION, reason="", by=making.officer)
    calendar.put(making.moment(341, 9), start)
    calendar.put(making.moment(341, 10), partial(keep_reasons, making))
    calendar.put(making.moment(341, 11), partial(write_examples, making, LAST_YEAR))
    for place, name in enumerate(MODERATORS):
        calendar.put(making.moment(340, 10 + place, 20), partial(rate_examples, making, LAST_YEAR, name))
    calendar.put(making.moment(339, 14), partial(_draw, making))
    calendar.put(making.moment(339, 16), partial(tell, making, LAST_YEAR))
    calendar.put(making.moment(338, 15), partial(_give_out, making, calendar))
    calendar.live_through()


def release_last_years_feedback(making: Making) -> None:
    """The short pages of everybody else, once moderation is over."""
    with making.on(316, 16):
        release_pages(making.session, audit=making.audits[LAST_YEAR], by=making.persona(CHAIR))


def _first_school(making: Making) -> int:
    """The school of the first on the list who works at one: looked at last year, so that this year has a before."""
    setting = setting_of(next(one for one in PERSONAS if one.at), making.seed)
    if setting is None:
        raise LookupError("nobody on the list works at one school")
    return making.settings[setting.number].id


def _declare(making: Making) -> None:
    """One moderator's niece goes to one of the schools: its returns are hidden from him, in totals too."""
    person, school = making.people[INTERESTED], making.fillings[LAST_YEAR][_first_school(making)].return_.organisation
    note = "My niece is in the reception class."
    by = making.actor(person)
    declare_interest(making.session, person=person, organisation=school, kind="parent", note=note, by=by)


def _draw(making: Making) -> None:
    must = {_first_school(making): f"{words('must.first')}."}
    draw_sample(making, LAST_YEAR, Rules(SIZE, _RISK_PICKS, must))


def _give_out(making: Making, calendar: Calendar) -> None:
    """One moderator each, a second one for a third of them; then put down what they do."""
    ask_moderators(making, LAST_YEAR)
    drawn = sampled(making, LAST_YEAR)
    works = []
    for place, filling in enumerate(drawn):
        name = moderator_of(making, filling)
        work = _Work(filling, [Moderating(making, filling, making.persona(name))])
        if making.is_whole and place % 3 == 0 and place // 3 < _SECONDS:
            barred = (INTERESTED,) if filling.return_.organisation_id == _first_school(making) else ()
            second = another(name, barred=barred)
            ask_a_second(making, LAST_YEAR, filling, second)
            work.moderators.append(Moderating(making, filling, making.persona(second), is_second=True))
        works.append(work)
    for place, work in enumerate(works):
        for turn, one in enumerate(work.moderators):
            calendar.put(making.moment(336 - place // 2 - turn, 9 + place % 7, 10), one.judge)
    calendar.put(making.moment(329, 10), partial(_agree, making, works))
    calendar.put(making.moment(328, 15), partial(_settle_most, making, works))
    _plan_panel(making, calendar)
    calendar.put(making.moment(326, 11), partial(_settle_the_rest, making, works))
    _plan_letters(making, calendar, [work.filling for work in works])


def _agree(making: Making, works: list[_Work]) -> None:
    """Where two moderated: one proposes, the other agrees; one difference in so many is left to the panel."""
    for work in works:
        if len(work.moderators) < 2:
            continue
        first, second = (one.by for one in work.moderators)
        for place, one in enumerate(waiting(making, work.filling)):
            if place % _TO_THE_PANEL:
                note = f"{words('proposed', making.seed, one.key)}."
                said = {"return_": one.return_, "question": one.question}
                proposed = propose_agreement(making.session, **said, rating=level_found(one), note=note, by=first)
                agree(making.session, **said, proposal=proposed.id, by=second)


def _settle_most(making: Making, works: list[_Work]) -> None:
    """The chair settles what one moderator found, and leaves some of the first school's to the panel."""
    for work in works:
        if len(work.moderators) > 1:
            continue
        keep = _OF_THE_FIRST if work.filling.return_.organisation_id == _first_school(making) else 0
        for one in waiting(making, work.filling)[keep:]:
            settle(making, one, making.persona(CHAIR))


def _plan_panel(making: Making, calendar: Calendar) -> None:
    there = (*MODERATORS, "Honor Wetherfold")
    meeting = PanelMeeting(making, calendar, LAST_YEAR, 327, CHAIR, there, most=40, others=_BESIDE)
    calendar.put(making.moment(327, 14), meeting.begin)


def _settle_the_rest(making: Making, works: list[_Work]) -> None:
    """What the panel left open is settled when the answer to its question has come."""
    for work in works:
        for one in waiting(making, work.filling):
            settle(making, one, making.persona(CHAIR))


def _plan_letters(making: Making, calendar: Calendar, fillings: list[Filling]) -> None:
    letters, chair = [LetterOf(making, one) for one in fillings], making.persona(CHAIR)
    for place, letter in enumerate(letters):
        calendar.put(making.moment(325, 9, 5 * place), letter.draft)
        calendar.put(making.moment(323, 10, 3 * place), partial(letter.release, chair))
        luck = chance(making.seed, letter.filling.return_.id, "letter")
        if place % 4 != 3:
            read = making.moment(322 - place % 2, luck.randint(8, 12), luck.randint(0, 59))
            calendar.put(read, letter.acknowledge)
    calendar.put(making.moment(324, 11), letters[0].word)
    again, stands = letters[1], letters[2]
    calendar.put(making.moment(320, 16, 10), partial(again.challenge, "first"))
    calendar.put(making.moment(320, 17, 40), partial(stands.challenge, "second"))
    calendar.put(making.moment(319, 9, 30), partial(again.reopen, chair))
    calendar.put(making.moment(319, 9, 45), partial(stands.decline, chair))
    calendar.put(making.moment(318, 14), again.decide)
