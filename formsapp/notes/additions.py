"""What this feature shows in returns: beside the questions, on the task list, and before submitting.

Nothing is read with the answers and nothing goes into a submission: notes stay in the setting.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from flask import url_for
from markupsafe import Markup
from sqlalchemy.orm import Session

from formsapp.access.actor import Actor
from formsapp.notes.listed import place_of
from formsapp.notes.queries import LastNote, last_notes, notes_of, open_notes
from formsapp.returns.additions import Addition, Flag, Overview
from formsapp.returns.asked_tool import AskedSection
from formsapp.returns.beside import Beside
from formsapp.returns.fields.asked import Asked
from formsapp.returns.opened import OpenedReturn
from formsapp.ui.formatting import count, moment

#: Of the last note of a question, beside it.
SHOWN_AT_MOST = 80

_SOME = Markup(
    '<p class="app-note"><strong>Private: stays in your setting.</strong> <a class="govuk-link" href="{}/{}">{}'
    '<span class="govuk-visually-hidden"> on {}</span></a>{}'
    '<span class="app-note__last app-typed" dir="auto">{}</span><span class="app-note__by">{}, {}</span></p>'
)


def beside(session: Session, opened: OpenedReturn, section: AskedSection) -> Mapping[str, Beside]:
    """One line below each question: its last note, or a way to write one."""
    notes = last_notes(session, opened, section.key)
    address = url_for("notes.section_notes", return_id=opened.id, section_key=section.key)
    return {
        asked.key: Beside(
            below=_line(address, asked, notes[asked.key]) if asked.key in notes else _none_yet(address, asked)
        )
        for asked in section.questions
    }


def _none_yet(address: str, asked: Asked[Any]) -> Markup:
    """Put together by hand, as most questions have it: keys and numbers hold nothing that HTML would read."""
    return Markup(  # noqa: S704  an address of ours, a key and a number
        f'<p class="app-note app-note--none"><a class="govuk-link" href="{address}/{asked.key}">Add a private note'
        f'<span class="govuk-visually-hidden"> on {asked.number}</span></a></p>'
    )


def _line(address: str, asked: Asked[Any], last: LastNote) -> Markup:
    text = " ".join(last.text.split())
    return _SOME.format(
        address,
        asked.key,
        count(last.number, "note"),
        asked.number,
        f", {last.to_do} to do" if last.to_do else "",
        text if len(text) <= SHOWN_AT_MOST else f"{text[:SHOWN_AT_MOST].rstrip()}…",
        last.by,
        moment(last.at),
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
        yield Flag(place.asked.key if place.asked else None, f"Private note to do: {where}{note.text}")


ADDITION = Addition("notes", beside=beside, overview=overview, flagged=flagged)
