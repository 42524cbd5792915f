"""A page that is opened and saved without a change leaves the file as it is, whatever the file holds."""

from typing import Any

import pytest
from flask import Flask, get_template_attribute
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from formsapp.builder.fields import ABSENT
from formsapp.builder.forms.question import FIELDS, question_form
from formsapp.builder.forms.section import section_part
from formsapp.builder.places import questions_in, sections_in
from tests.builder.editing import held_by
from tool_definitions.document import read_file
from tool_definitions.draft import QUESTION_TYPES
from tool_definitions.loader import shipped_tool_paths
from tool_definitions.values import PlainScalar

#: Pages of drafts send no SQL of their own: what does is tested on both engines in tests/tool_drafts.
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
def shown(app: Flask):
    """The boxes that the page of a form has, as a browser would send them."""
    with app.test_request_context("/"):
        show = get_template_attribute("builder/fields.html", "show")
        yield lambda form: held_by("".join(str(show(field)) for field in form.fields.values()), is_inside=True)


def after_saving(shown, form, written, path=()):
    form.open(written, path)
    form.post(shown(form))
    return form.after(), form.errors()


@pytest.mark.parametrize("path", shipped_tool_paths(), ids=lambda path: path.stem)
def test_every_question_and_section_of_the_shipped_tools(shown, path):
    data = read_file(path).document.data
    for place, question in questions_in(data):
        after, errors = after_saving(shown, question_form(data, question, question["key"]), question, place)
        assert not errors
        assert after == question
    for place, section in sections_in(data):
        part = section_part(section["key"])
        assert after_saving(shown, part.form(data), part.find(data), place) == (part.find(data), [])


scalars = st.one_of(st.text(max_size=20), st.from_regex(r"[a-z0-9. -]{0,12}", fullmatch=True).map(PlainScalar))
anything = st.recursive(
    scalars,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3), st.dictionaries(st.from_regex("[a-z_]{1,8}", fullmatch=True), inner, max_size=3)
    ),
    max_leaves=8,
)
questions = st.builds(
    lambda kind, fields, more: {"key": "a", "type": kind, **fields, **more},
    st.sampled_from([*QUESTION_TYPES, "nonsense"]),
    st.dictionaries(st.sampled_from([*FIELDS]), anything, max_size=6),
    st.dictionaries(st.from_regex("[a-z_]{1,8}", fullmatch=True), anything, max_size=1),
)
DATA: dict[str, Any] = {
    "rating_schemes": {"practice": {"use": "four-levels-of-practice"}},
    "sections": [
        {"key": "s", "questions": [{"key": "before", "type": "yes_no", "title": "?"}, {"key": "a", "type": "text"}]}
    ],
}


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(question=questions)
def test_whatever_a_draft_holds(shown, question):
    form = question_form(DATA, question, "a")
    after, errors = after_saving(shown, form, question)
    assert not errors
    assert after == question


conditions = st.recursive(
    st.one_of(
        st.builds(
            lambda values: {"question": "before", "is": values},
            st.lists(st.sampled_from(["yes", "no", "x"]), unique=True),
        ),
        st.builds(lambda level: {"question": "gone", "at_or_below": level}, st.sampled_from(["met", "not_met"])),
        st.builds(lambda truth: {"question": "before", "answered": truth}, st.sampled_from(["true", "false"])),
    ),
    lambda inner: st.one_of(
        st.builds(lambda parts: {"all": parts}, st.lists(inner, min_size=1, max_size=3)),
        st.builds(lambda parts: {"any": parts}, st.lists(inner, min_size=1, max_size=3)),
        st.builds(lambda part: {"not": part}, inner),
    ),
    max_leaves=6,
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(condition=conditions)
def test_every_condition(shown, condition):
    question = {"key": "a", "type": "text", "title": "?", "show_if": condition}
    after, _errors = after_saving(shown, question_form(DATA, question, "a"), question)
    assert after == question


def test_a_field_that_is_not_on_the_page_stays(app):
    question = {"key": "a", "type": "text", "title": "?", "threads": ["t"], "required": PlainScalar("true")}
    with app.test_request_context("/"):
        form = question_form(DATA, question, "a")
        form.open(question, ())
        form.post(held_by(""))
    assert form.after() == question
    assert form["guidance"].after() is ABSENT
