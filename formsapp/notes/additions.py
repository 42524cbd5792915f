"""What this feature shows in returns: beside the questions, on the task list, and before submitting.

Nothing is read with the answers and nothing goes into a submission: notes stay in the setting.
"""

from collections import Counter
from collections.abc import Iterable, Mapping

from flask import url_for
from markupsafe import Markup
from sqlalchemy.orm import Session

from formsapp.access.actor import Actor
from formsapp.notes.listed import place_of
from formsapp.notes.queries import Note, notes_of, open_notes
from formsapp.returns.additions import Addition, Flag, Overview
from formsapp.returns.asked_tool import AskedSection
from formsapp.returns.beside import Beside
from formsapp.returns.opened import OpenedReturn
from formsapp.ui.formatting import count, moment

#: Of the last note of a question, beside it.
SHOWN_AT_MOST = 80

_NONE_YET = Markup(
    '<p class="app-note app-note--none"><a class="govuk-link" href="{}/{}">Add a private note'
    '<span class="govuk-visually-hidden"> on {}</span></a></p>'
)
_SOME = Markup(
    '<p class="app-note"><strong>Private: stays in your setting.</strong> <a class="govuk-link" href="{}/{}">{}'
    '<span class="govuk-visually-hidden"> on {}</span></a>{}'
    '<span class="app-note__last app-typed" dir="auto">{}</span><span class="app-note__by">{}, {}</span></p>'
)


def beside(session: Session, opened: OpenedReturn, section: AskedSection) -> Mapping[str, Beside]:
    """One line below each question: its last note, or a way to write one."""
    notes: dict[str, list[Note]] = {}
    for one in notes_of(session, opened, section=section.key):
        notes.setdefault(one.note.question or "", []).append(one)
    address = url_for("notes.section_notes", return_id=opened.id, section_key=section.key)
    return {
        asked.key: Beside(below=_line(address, asked.key, asked.number, notes.get(asked.key, [])))
        for asked in section.questions
    }


def _line(address: str, key: str, number: str, notes: list[Note]) -> Markup:
    if not notes:
        return _NONE_YET.format(address, key, number)
    last, to_do = notes[-1], sum(one.is_open for one in notes)
    text = " ".join(last.note.text.split())
    shown = text if len(text) <= SHOWN_AT_MOST else f"{text[:SHOWN_AT_MOST].rstrip()}…"
    return _SOME.format(
        address,
        key,
        count(len(notes), "note"),
        number,
        f", {to_do} to do" if to_do else "",
        shown,
        last.by,
        moment(last.note.at),
    )


def overview(session: Session, opened: OpenedReturn, by: Actor) -> Overview:  # noqa: ARG001  sight is in what was opened
    """On the task list: how many notes each section has, and how many ask for something."""
    notes = [one for one in notes_of(session, opened) if one.note.section in opened.tool.sections]
    every = Counter(one.note.section for one in notes)
    to_do = Counter(one.note.section for one in notes if one.is_open)
    return Overview(by_section={key: _on_section(opened, key, every[key], to_do[key]) for key in every if key})


def _on_section(opened: OpenedReturn, section: str, every: int, to_do: int) -> Markup:
    address = url_for("notes.section_notes", return_id=opened.id, section_key=section)
    words = count(every, "private note") + (f", {to_do} to do" if to_do else "")
    title = opened.tool.sections[section].title
    return Markup(
        '<span><a class="govuk-link" href="{}">{}<span class="govuk-visually-hidden"> on {}</span></a></span>'
    ).format(address, words, title)


def flagged(session: Session, opened: OpenedReturn) -> Iterable[Flag]:
    """What somebody marked as still to do: looked at before the return is submitted."""
    for note in open_notes(session, opened.id):
        place = place_of(opened, note.section, note.question)
        where = f"{place.words}: " if place.section is not None and place.asked is None else ""
        yield Flag(place.asked.key if place.asked else None, f"{where}{note.text}")


ADDITION = Addition("notes", beside=beside, overview=overview, flagged=flagged)
