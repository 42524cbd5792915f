"""A draft to work on, and its pages as a browser without JavaScript uses them."""

import re

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


def source_of(db, draft):
    db.expire_all()
    return db.get(ToolDraft, draft.id).source


def filled(page):
    """What the form of a page holds, as a browser would post it."""
    html = text_of(page)
    form = html[html.index("data-saves") :]
    form = form[: form.index("</form>")]
    data = {}
    for tag in re.findall(r"<input[^>]*>", form):
        named = dict(re.findall(r'(\w+)="([^"]*)"', tag))
        if named.get("type") in {"checkbox", "radio"} and " checked" not in tag:
            continue
        data[named["name"]] = named.get("value", "")
    data |= dict(re.findall(r'<textarea[^>]*name="([^"]+)"[^>]*>([^<]*)</textarea>', form))
    return data


def save(client, url, **changes):
    data = filled(client.get(url))
    return client.post(url, data={**data, **changes})
