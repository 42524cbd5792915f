"""What became of the actions that the schools on the sign-in list named last year, and one more that they added."""

from functools import partial

from formsapp.access.actor import Actor
from formsapp.action_plans.commands import Named, add_action, note_progress
from formsapp.action_plans.plan import Plan
from formsapp.action_plans.queries import plan_of
from formsapp.action_plans.states import ActionState
from formsapp.demo.calendar import Calendar
from formsapp.demo.making import Making
from formsapp.demo.personas import LAST_YEAR, PERSONAS, THIS_YEAR, setting_of
from formsapp.returns.opened import OpenedReturn
from formsapp.returns.queries import open_return

_WHO = ("Miriam Thackeray-Bose", "Osian Prendergast-Lal")
_MORE = "Ask each year group which two places in school feel least safe, and walk there with them."

#: How far the first actions of last year's plan came: days ago, and what was noted.
_NOTED: tuple[tuple[int, int, ActionState, str, str], ...] = (
    (0, 240, ActionState.UNDER_WAY, "Two of the three sessions are held; the third is in the summer term.", ""),
    (
        0,
        150,
        ActionState.DONE,
        "All three sessions are held, and everybody who missed one has caught up.",
        "In the summer survey 46 of 52 staff knew whom to tell on the lead’s day off. Last year 31 did.",
    ),
    (1, 220, ActionState.UNDER_WAY, "A first draft is with the governors.", ""),
    (2, 140, ActionState.DROPPED, "The trust now does this for all its schools.", ""),
)


def act_on_last_years_plan(making: Making) -> None:
    """The progress of last year's actions, in the order of time."""
    calendar = Calendar()
    for place, days_ago, state, note, difference in _NOTED:
        calendar.put(making.moment(days_ago, 15, 40), partial(_note, making, place, state, note, difference))
    calendar.live_through()


def plan_actions(making: Making, calendar: Calendar) -> None:
    """Put down what is added to this year's plan, and what goes on from last year's."""
    calendar.put(making.moment(40, 16, 10), partial(_add, making))
    calendar.put(making.moment(5, 16, 10), partial(_carry_on, making))


def _note(making: Making, place: int, state: ActionState, note: str, difference: str) -> None:
    for opened, plan, by in _plans(making, LAST_YEAR):
        if place < len(plan.actions):
            action = plan.actions[place]
            note_progress(
                making.session, opened=opened, action=action, state=state, note=note, difference=difference, by=by
            )


def _add(making: Making) -> None:
    """A further action beside those of the answers."""
    for opened, _, by in _plans(making, THIS_YEAR):
        more = Named(_MORE, "The pupils’ council with the deputy head", making.day(-45), "voice.equality")
        add_action(making.session, opened=opened, action=more, by=by)


def _carry_on(making: Making) -> None:
    """The first of last year's actions that is not done goes on this year."""
    for opened, plan, by in _plans(making, THIS_YEAR):
        for action in plan.undecided[:1]:
            key = action.asked.key if action.asked else ""
            again = Named(action.what, action.who, making.day(-100), key if key in opened.tool.questions else None)
            add_action(making.session, opened=opened, action=again, by=by, carried_from=action)


def _plans(making: Making, audit: str) -> list[tuple[OpenedReturn, Plan, Actor]]:
    """The plans of these schools in an audit, with who keeps each."""
    making.session.flush()
    found = []
    for persona in (one for one in PERSONAS if one.name in _WHO):
        setting, by = setting_of(persona, making.seed), making.persona(persona.name)
        filling = making.fillings[audit].get(making.settings[setting.number].id) if setting else None
        opened = open_return(making.session, filling.return_.id, person_id=by.id) if filling else None
        if opened is not None:
            found.append((opened, plan_of(making.session, opened), by))
    return found
