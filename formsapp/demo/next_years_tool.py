"""Next year's version of the schools' tool, being written, and a dip sample that waits to be ratified."""

from functools import partial

from formsapp.demo.audit_tools import SAMPLES, SCHOOLS, VERSION, propose_shipped
from formsapp.demo.calendar import Calendar
from formsapp.demo.making import Making
from formsapp.tool_drafts.commands import change_draft, start_draft
from formsapp.tool_drafts.examined import examined
from formsapp.tool_drafts.models import ToolDraft
from tool_definitions.editing import Edit, Insert, Put
from tool_definitions.editing.structure import place_of_question
from tool_definitions.problems import DocumentPath

_REVIEW = "Leaders, the safeguarding lead and technical staff review online safety together every term, with governors"
_NEW = {
    "key": "online.generative",
    "type": "rating",
    "scheme": "practice",
    "title": "Staff and children know how artificial images and text are used to harm, and what to do",
    "guidance": "Ask five members of staff what they would do if a made-up image of a child were passed around.\n",
    "levels": {
        "not_met": "Nobody has been told.",
        "partly_met": "The lead knows. Most staff would have to ask.",
        "met": "Staff and children know whom to tell, and the lead knows whom to call.",
        "embedded": "As met, and what came of real incidents has changed what is taught.",
    },
    "threads": ["lived-experience"],
    "comment": "required_at_or_below partly_met",
}


def plan_next_years_tool(making: Making, calendar: Calendar) -> None:
    """The officer proposes a dip sample, starts from this year's schools' tool and changes three things in it."""
    calendar.put(making.moment(9, 15), partial(propose_shipped, making, SAMPLES))
    calendar.put(making.moment(6, 10), partial(_start, making, calendar))


def _start(making: Making, calendar: Calendar) -> None:
    this_year = making.tools[SCHOOLS, VERSION]
    draft = start_draft(making.session, source=this_year.source, based_on=this_year, by=making.officer)
    reworded = Put((*_place(making, draft, "online.review"), "title"), _REVIEW)
    _change(making, draft, reworded, "Reworded online.review")
    weighted = Put((*_place(making, draft, "online.monitoring"), "weight"), 1.5)
    _change(making, draft, weighted, "Changed the weight of online.monitoring")
    calendar.put(making.moment(5, 9, 30), partial(_add, making, draft))


def _add(making: Making, draft: ToolDraft) -> None:
    *questions, place = _place(making, draft, "online.review")
    _change(making, draft, Insert(tuple(questions), int(place) + 1, _NEW), "Added online.generative")


def _place(making: Making, draft: ToolDraft, question: str) -> DocumentPath:
    return place_of_question(examined(making.session, draft).data, question)


def _change(making: Making, draft: ToolDraft, change: Edit, words: str) -> None:
    change_draft(making.session, draft=draft, edits=[change], words=words, by=making.officer)
