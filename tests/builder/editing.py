"""A draft to work on, and its pages as a browser without JavaScript uses them."""

from html.parser import HTMLParser

from sqlalchemy import select
from werkzeug.datastructures import MultiDict

from formsapp.database import database
from formsapp.tool_drafts.models import ToolDraft

SOURCE = """\
# A tool to test with.
key: small-tool
version: "2026"
title: A small tool
kind: self_assessment
rating_schemes:
  practice: {use: four-levels-of-practice}   # the usual one
sections:
  - key: leadership
    title: Leadership   # the head's
    weight: 2
    colour: blue        # not a field of ours
    questions:
      - key: leadership.dsl
        type: rating
        scheme: practice
        title: The lead has time   # agreed in May
        guidance: |
          Look at the rota.

          And at the job description.
        weight: 2
      - key: leadership.nursery
        type: yes_no
        title: Is there a nursery?
  - key: practice
    title: Practice
    questions:
      - {key: practice.words, type: text, title: In your words}
"""

SECTION = "/tools/drafts/{}/sections/leadership"
QUESTION = "/tools/drafts/{}/questions/leadership.dsl"
JSON = {"Accept": "application/json"}


def text_of(response):
    return response.get_data(as_text=True)


def source_of(_db, draft):
    """The text of a draft as it now stands, read by itself: a test's own session would hold the database locked."""
    with database().reading() as session:
        return session.scalar(select(ToolDraft.source).where(ToolDraft.id == draft.id))


class _Form(HTMLParser):
    """The form of a page that saves itself, as a browser would send it untouched."""

    def __init__(self, *, is_inside: bool = False) -> None:
        super().__init__()
        self.is_inside, self.held = is_inside, MultiDict()
        self._name, self._text, self._options = "", None, []

    def handle_starttag(self, tag, attrs):
        named = dict(attrs)
        if tag == "form":
            self.is_inside = "data-saves" in named
        if not self.is_inside:
            return
        if tag == "input" and (named.get("type") not in {"checkbox", "radio"} or "checked" in named):
            self.held.add(named["name"], named.get("value", ""))
        if tag in {"textarea", "select"}:
            self._name, self._text, self._options = named["name"], "", []
        if tag == "option":
            self._options.append((named["value"], "selected" in named))

    def handle_data(self, data):
        if self._text is not None:
            self._text += data

    def handle_endtag(self, tag):
        if tag == "form":
            self.is_inside = False
        if tag == "textarea" and self._text is not None:
            self.held.add(self._name, self._text.removeprefix("\n").replace("\n", "\r\n"))
        if tag == "select" and self.is_inside:
            chosen = [value for value, is_chosen in self._options if is_chosen] or [self._options[0][0]]
            self.held.add(self._name, chosen[-1])
        if tag in {"textarea", "select"}:
            self._text = None


def held_by(html: str, *, is_inside: bool = False) -> MultiDict:
    """What the boxes of a form hold; `is_inside` where the text is of the inside of a form."""
    form = _Form(is_inside=is_inside)
    form.feed(html)
    return form.held


def filled(page):
    """What the form of a page would send if nothing were changed."""
    return held_by(text_of(page))


def with_changes(held: MultiDict, changes: dict) -> dict:
    """What would be sent after these changes; a list stands for several ticks, None for a box that is not there."""
    data = held.to_dict(flat=False)
    for name, value in changes.items():
        data[name] = value if isinstance(value, list) else [value]
    return {name: values for name, values in data.items() if values != [None]}


def save(client, url, **changes):
    """Open a page, change some boxes, and press Save."""
    return client.post(url, data=with_changes(filled(client.get(url)), changes))
