"""Filling in together: a colleague who helps, private notes, and a return opened again for the lead of a trust."""

from functools import partial

from formsapp.contributors.commands import accept_contribution, ask_contributor
from formsapp.demo.calendar import Calendar
from formsapp.demo.making import Making
from formsapp.demo.personas import PERSONAS, THIS_YEAR, setting_of, unfinished
from formsapp.demo.this_year import SENT_BACK
from formsapp.notes.commands import add_note, mark_done
from formsapp.returns.commands import reopen, save_answers
from formsapp.returns.fields.given import NOTHING
from formsapp.returns.opened import OpenedReturn
from formsapp.returns.queries import open_return

CONTRIBUTOR = "Tamsin Okonjo-Whitlock"
_SECTIONS = ("early_help", "voice")
_LOOKED_AT_AGAIN = "early_help.statutory_plans"
_MESSAGE = "You know our plans better than I do. Please look at 7.3 and 7.8 together, and at what children told us."
_NOTES = (
    ("early_help", "early_help.statutory_plans", "Count the plans again with the office before we rate this.", True),
    ("early_help", "early_help.open_plans", "Last year we counted on 1 October; count on the same day.", False),
    ("voice", None, "The pupil council meets on Thursday: ask them what they would add.", True),
    (None, None, "The chair of governors wants to read it before it goes back.", True),
)


def plan_working_together(making: Making, calendar: Calendar) -> None:
    """Put down what colleagues do in the last days."""
    calendar.put(making.moment(5, 8, 40), partial(_ask, making))
    calendar.put(making.moment(4, 16, 10), partial(_write_notes, making))
    calendar.put(making.moment(3, 11), partial(_open_again, making))


def _ask(making: Making) -> None:
    """The lead takes out the answer in question, and asks a colleague and another who has not started."""
    lead, session = making.persona(SENT_BACK), making.session
    opened = _sent_back(making)
    save_answers(session, return_=opened, section="early_help", answers={_LOOKED_AT_AGAIN: NOTHING}, by=lead)
    person = making.people[CONTRIBUTOR]
    asked = ask_contributor(
        session,
        return_=opened,
        name=person.name,
        email=person.email,
        sections=_SECTIONS,
        message=_MESSAGE,
        by=lead,
    )
    accept_contribution(session, contribution=asked.contribution, person=person)
    making.forget_roles()
    ask_contributor(
        session,
        return_=opened,
        name="Leander Pickersgill-Roy",
        email="leander.pickersgill-roy@wexbridge.example",
        sections=["online"],
        by=lead,
    )


def _write_notes(making: Making) -> None:
    lead, helper, opened = making.persona(SENT_BACK), making.persona(CONTRIBUTOR), _sent_back(making)
    written = [
        add_note(making.session, return_=opened, text=text, place=(section, question), is_to_do=to_do, by=lead)
        for section, question, text, to_do in _NOTES
    ]
    mark_done(making.session, note=written[2], by=helper)
    text = "The office counts three. I have asked whether the one that ended in September belongs here."
    add_note(making.session, return_=opened, text=text, place=("early_help", _LOOKED_AT_AGAIN), by=helper)


def _open_again(making: Making) -> None:
    filling = making.fillings[THIS_YEAR].get(making.settings[unfinished(making.seed).number].id)
    if filling is not None and not filling.is_submitted:
        reason = "The lead of this academy left in the autumn. The trust’s lead finishes the return by the end of term."
        reopen(making.session, return_=filling.return_, reason=reason, by=making.officer)


def _sent_back(making: Making) -> OpenedReturn:
    persona = next(one for one in PERSONAS if one.name == SENT_BACK)
    setting = setting_of(persona, making.seed)
    if setting is None:
        raise LookupError(f"{SENT_BACK} works at no setting")
    return_ = making.fillings[THIS_YEAR][making.settings[setting.number].id].return_
    making.session.flush()
    opened = open_return(making.session, return_.id, person_id=None)
    if opened is None:
        raise LookupError(f"return {return_.id} is gone")
    return opened
