"""A draft with one of every part that questions know by name, and one with about everything wrong."""

from formsapp.tool_drafts.commands import start_draft
from formsapp.tool_drafts.models import ToolDraft
from tests.builders import as_actor

PARTS = """\
# Parts to test with.
key: parts
version: "2026"
title: A tool with parts
kind: self_assessment
references:
  kcsie-2025: {title: Keeping children safe in education, edition: 2025-09-01}   # check in July
  act: {title: Children Act 2004, edition: 2004-11-15, superseded_by: kcsie-2025}
rating_schemes:
  practice: {use: four-levels-of-practice}   # the usual one
  own:
    key: own
    title: Our own
    levels:
      - {value: no, label: Not yet, score: 0, stance: concern}    # the worst
      - {value: yes, label: In place, score: 1, stance: adequate}
scoring:
  bands: [{from: 0, label: Low}, {from: 50, label: High}]   # agreed
summary: {strength_share: 0.8}
threads:
  voice: What children say   # since 2020
  online: Life online
sign_off:
  - {role: head_teacher, statement: I have read this.}
sections:
  - key: one
    title: One
    weight: 2   # counts twice
    questions:
      - key: one.a
        type: rating
        scheme: practice
        title: First
        weight: 3
        limit: {at_or_below: not_met, section: Low, overall: Low}   # the gate
        references: [{source: kcsie-2025, at: para 7}, {source: kcsie-2025, at: para 9}]
        threads: [voice, online]
      - key: one.b
        type: rating
        scheme: own
        title: Second
        levels: {no: Nothing is there}
        action_at_or_below: no
        references: [{source: act}]
        threads: [voice]
  - key: two
    title: Two
    questions:
      - {key: two.a, type: rating, scheme: practice, title: Third}
      - {key: two.b, type: text, title: In words, show_if: {question: one.b, is: [no]}}
"""

WRONG = """\
key: Broken Tool
version: 2026-27
title: A tool with many things wrong in it
kind: self_assesment
audience: {organisation_types: [school, martians]}
references:
  kcsie: {title: Keeping children safe in education, edition: soon}
  odd: just text
rating_schemes:
  practice: {use: four-levels-of-practise}
  own:
    key: own
    title: Our own
    levels:
      - {value: a, label: Good, score: 3, stance: strength}
      - {value: b, label: Fair, score: 1, stance: middling}
      - just text
  words: just text
scoring:
  overall: [sections]
  bands: [{from: 10, label: Low}, {from: 5, label: High}, {from: 60, label: High}]
summary: {strength_share: 75, min_returns: none}
threads: [lived, other]
sign_off:
  - {role: somebody, statement: I agree}
case: {themes: neglect, window_months: [12]}
waves: {before: 1}
moderation: sometimes
surplus: 1
sections:
  - key: one
    title: One
    weight: -2
    questions:
      - {key: one.a, type: rating, scheme: own, title: First question, weight: lots, references: [{source: kcsie}]}
      - {key: one.a, type: rating, scheme: own, title: Second with the same key}
      - {type: text, title: A question without a key}
      - just text
  - title: Section without a key
    questions: []
  - just text
"""


def started(db, person, source=PARTS) -> ToolDraft:
    """A draft of this text, by this person."""
    draft = start_draft(db, source=source, by=as_actor(db, person))
    db.commit()
    return draft
