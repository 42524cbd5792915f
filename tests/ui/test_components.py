"""Each component has the same DOM as the design system's own: element for element, attribute for attribute."""

from html.parser import HTMLParser
from types import SimpleNamespace
from typing import Any

import html5lib
import pytest
from jinja2 import Environment, PackageLoader, PrefixLoader
from markupsafe import Markup

from formsapp.ui.paging import page_numbers
from tests.ui.rendering import macro

REFERENCE = Environment(
    loader=PrefixLoader({"govuk_frontend_jinja": PackageLoader("govuk_frontend_jinja")}), autoescape=True
)
VOID = {"input", "br", "hr"}


class Tokens(HTMLParser):
    """A page as a list of elements and folded texts; attributes and classes in any order."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[Any] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attrs):
        named = {name: value or "" for name, value in attrs}
        classes = frozenset(named.pop("class", "").split())
        self.found.append((tag, classes, frozenset(named.items())))

    def handle_endtag(self, tag):
        if tag not in VOID:
            self.found.append(f"/{tag}")

    def handle_data(self, data):
        folded = " ".join(data.split())
        if folded:
            self.found.append(f"text: {folded}")


def reference(component: str, params: dict[str, Any]) -> str:
    name = "govuk" + "".join(part.capitalize() for part in component.split("-"))
    template = REFERENCE.get_template(f"govuk_frontend_jinja/components/{component}/macro.html")
    return str(getattr(template.module, name)(params))


LABEL = {"text": "Name"}
LEGEND = {"legend": {"text": "Level", "classes": "govuk-fieldset__legend--s"}}
HINT = {"text": "As on the register"}
ERROR = {"text": "Enter a <name>"}
LEVELS = [("0", "Not met"), ("1", "Partly met", "Some of it"), ("2", "Met")]
REFERENCE_LEVELS = [
    {"value": "0", "text": "Not met"},
    {"value": "1", "text": "Partly met", "hint": {"text": "Some of it"}},
    {"value": "2", "text": "Met"},
]
FILLED = {"hint": HINT, "errorMessage": ERROR}
OUR_FILLED = {"hint": "As on the register", "error": "Enter a <name>"}

CASES: list[tuple[str, str, tuple[Any, ...], dict[str, Any], str, dict[str, Any]]] = [
    ("button", "plain", ("Save",), {}, "button", {"text": "Save", "preventDoubleClick": True}),
    (
        "button",
        "named secondary",
        ("Save & go on",),
        {"kind": "secondary", "name": "then", "value": "next", "id": "go"},
        "button",
        {"text": "Save & go on", "classes": "govuk-button--secondary", "name": "then", "value": "next",
         "id": "go", "preventDoubleClick": True},
    ),
    (
        "button",
        "link",
        ("Start", "/start?a=1&b=2"),
        {"kind": "warning"},
        "button",
        {"text": "Start", "href": "/start?a=1&b=2", "classes": "govuk-button--warning"},
    ),
    ("input", "empty", ("name", "Name"), {}, "input", {"name": "name", "label": LABEL}),
    (
        "input",
        "filled, hint and error",
        ("name", "Name", 'Say "hello" <b>'),
        {**OUR_FILLED, "width": 20, "type": "email", "autocomplete": "email", "spellcheck": False},
        "input",
        {"name": "name", "label": LABEL, "value": 'Say "hello" <b>', "type": "email", "autocomplete": "email",
         "spellcheck": False, "classes": "govuk-input--width-20", **FILLED},
    ),
    (
        "input",
        "heading, prefix, suffix, numeric",
        ("share", "Name", "5"),
        {"label_size": "l", "heading": True, "prefix": "£", "suffix": "%", "inputmode": "numeric", "id": "of-all",
         "attributes": {"data-x": "1"}},
        "input",
        {"name": "share", "id": "of-all", "value": "5", "inputmode": "numeric", "attributes": {"data-x": "1"},
         "label": {"text": "Name", "classes": "govuk-label--l", "isPageHeading": True},
         "prefix": {"text": "£"}, "suffix": {"text": "%"}},
    ),
    ("password", "empty", ("name", "Name"), {}, "password-input", {"name": "name", "label": LABEL}),
    (
        "password",
        "hint and error",
        ("name", "Name"),
        {**OUR_FILLED, "autocomplete": "new-password"},
        "password-input",
        {"name": "name", "label": LABEL, "autocomplete": "new-password", **FILLED},
    ),
    ("textarea", "empty", ("name", "Name"), {}, "textarea", {"name": "name", "label": LABEL, "value": ""}),
    (
        "textarea",
        "filled, hint and error",
        ("name", "Name", "</textarea><script>"),
        {**OUR_FILLED, "rows": 8, "spellcheck": True},
        "textarea",
        {"name": "name", "label": LABEL, "value": "</textarea><script>", "rows": 8, "spellcheck": True, **FILLED},
    ),
    (
        "character_count",
        "characters",
        ("name", "Name"),
        {"maxlength": 500},
        "character-count",
        {"name": "name", "label": LABEL, "maxlength": 500, "value": ""},
    ),
    (
        "character_count",
        "words, filled, hint and error",
        ("name", "Name", "Some words"),
        {**OUR_FILLED, "maxwords": 150, "threshold": 75, "rows": 3},
        "character-count",
        {"name": "name", "label": LABEL, "maxwords": 150, "threshold": 75, "rows": 3, "value": "Some words", **FILLED},
    ),
    (
        "radios",
        "empty",
        ("level", "Level", LEVELS),
        {},
        "radios",
        {"name": "level", "fieldset": LEGEND, "items": REFERENCE_LEVELS},
    ),
    (
        "radios",
        "chosen, hint and error",
        ("level", "Level", LEVELS, "1"),
        {**OUR_FILLED, "inline": True, "id": "first"},
        "radios",
        {"name": "level", "idPrefix": "first", "fieldset": LEGEND, "items": REFERENCE_LEVELS, "value": "1",
         "classes": "govuk-radios--inline", **FILLED},
    ),
    (
        "radios",
        "something more below a choice, as the heading",
        ("level", "Level", LEVELS, "2"),
        {"conditionals": {"0": Markup("<p>Why?</p>"), "2": Markup("<p>How?</p>")}, "heading": True, "legend_size": "l"},
        "radios",
        {"name": "level", "value": "2",
         "fieldset": {"legend": {"text": "Level", "classes": "govuk-fieldset__legend--l", "isPageHeading": True}},
         "items": [
             {**REFERENCE_LEVELS[0], "conditional": {"html": "<p>Why?</p>"}},
             REFERENCE_LEVELS[1],
             {**REFERENCE_LEVELS[2], "conditional": {"html": "<p>How?</p>"}},
         ]},
    ),
    (
        "checkboxes",
        "empty",
        ("level", "Level", LEVELS),
        {},
        "checkboxes",
        {"name": "level", "fieldset": LEGEND, "items": REFERENCE_LEVELS},
    ),
    (
        "checkboxes",
        "two chosen, hint and error",
        ("level", "Level", LEVELS, ["0", "2"]),
        {**OUR_FILLED, "small": True},
        "checkboxes",
        {"name": "level", "fieldset": LEGEND, "items": REFERENCE_LEVELS, "values": ["0", "2"],
         "classes": "govuk-checkboxes--small", **FILLED},
    ),
    (
        "checkboxes",
        "one, without a fieldset, with an error",
        ("agree", None, [("y", "I agree", "Once and for all")]),
        {"error": "Agree to go on"},
        "checkboxes",
        {"name": "agree", "items": [{"value": "y", "text": "I agree", "hint": {"text": "Once and for all"}}],
         "errorMessage": {"text": "Agree to go on"}},
    ),
    (
        "select",
        "chosen, hint and error",
        ("kind", "Name", [("a", "One"), ("b", "Two & more")], "b"),
        OUR_FILLED,
        "select",
        {"name": "kind", "label": LABEL, "value": "b",
         "items": [{"value": "a", "text": "One"}, {"value": "b", "text": "Two & more"}], **FILLED},
    ),
    (
        "select",
        "nothing chosen",
        ("kind", "Name", [("", "Choose"), ("b", "Two")]),
        {},
        "select",
        {"name": "kind", "label": LABEL, "items": [{"value": "", "text": "Choose"}, {"value": "b", "text": "Two"}]},
    ),
    (
        "date_input",
        "empty",
        ("closes", "Level"),
        {},
        "date-input",
        {"id": "closes", "namePrefix": "closes", "fieldset": LEGEND},
    ),
    (
        "date_input",
        "one part wrong",
        ("closes", "Level", {"day": "31", "month": "13", "year": "2026"}),
        {**OUR_FILLED, "wrong": ("month",)},
        "date-input",
        {"id": "closes", "namePrefix": "closes", "fieldset": LEGEND, **FILLED,
         "items": [
             {"name": "day", "value": "31", "classes": "govuk-input--width-2"},
             {"name": "month", "value": "13", "classes": "govuk-input--width-2 govuk-input--error"},
             {"name": "year", "value": "2026", "classes": "govuk-input--width-4"},
         ]},
    ),
    ("file_upload", "empty", ("file", "Name"), {}, "file-upload", {"name": "file", "label": LABEL}),
    (
        "file_upload",
        "several, hint and error",
        ("file", "Name"),
        {**OUR_FILLED, "multiple": True, "accept": ".csv"},
        "file-upload",
        {"name": "file", "label": LABEL, "multiple": True, "attributes": {"accept": ".csv"}, **FILLED},
    ),
    (
        "error_summary",
        "with and without a field",
        ([("name", "Enter a <name>"), (None, "The audit has closed")],),
        {},
        "error-summary",
        {"titleText": "There is a problem",
         "errorList": [{"href": "#name", "text": "Enter a <name>"}, {"text": "The audit has closed"}]},
    ),
    ("notification", "important", ("Closes & soon",), {}, "notification-banner", {"text": "Closes & soon"}),
    (
        "notification",
        "success",
        ("Saved",),
        {"kind": "success", "id": "saved"},
        "notification-banner",
        {"text": "Saved", "type": "success", "titleId": "saved"},
    ),
    ("tag", "plain", ("Open",), {}, "tag", {"text": "Open"}),
    ("tag", "coloured", ("<Open>", "green"), {}, "tag", {"text": "<Open>", "classes": "govuk-tag--green"}),
    (
        "summary_list",
        "nothing to change",
        ([("Phase", "Primary"), ("Trust", "None")],),
        {},
        "summary-list",
        {"rows": [{"key": {"text": "Phase"}, "value": {"text": "Primary"}},
                  {"key": {"text": "Trust"}, "value": {"text": "None"}}]},
    ),
    (
        "summary_list",
        "one row to change",
        ([("Phase", "<Primary>", "/change", "Change"), ("Trust", Markup("<b>None</b>"))],),
        {},
        "summary-list",
        {"rows": [
            {"key": {"text": "Phase"}, "value": {"text": "<Primary>"},
             "actions": {"items": [{"href": "/change", "text": "Change", "visuallyHiddenText": "phase"}]}},
            {"key": {"text": "Trust"}, "value": {"html": "<b>None</b>"}},
        ]},
    ),
    ("back_link", "plain", ("/audits",), {}, "back-link", {"href": "/audits"}),
    ("back_link", "worded", ("/audits", "Audits"), {}, "back-link", {"href": "/audits", "text": "Audits"}),
    (
        "breadcrumbs",
        "where the reader is has no link",
        ([("Home", "/"), ("Audits", "/audits"), ("This & that", None)],),
        {},
        "breadcrumbs",
        {"collapseOnMobile": True,
         "items": [{"text": "Home", "href": "/"}, {"text": "Audits", "href": "/audits"}, {"text": "This & that"}]},
    ),
    ("details", "closed", ("More", "Some <text>"), {}, "details", {"summaryText": "More", "text": "Some <text>"}),
    (
        "details",
        "open, with an id",
        ("More", Markup("<p>Text</p>")),
        {"open": True, "id": "more"},
        "details",
        {"summaryText": "More", "html": "<p>Text</p>", "open": True, "id": "more"},
    ),
    ("inset", "text", ("It is <not> ours",), {}, "inset-text", {"text": "It is <not> ours"}),
    ("warning", "text", ("You cannot undo this",), {}, "warning-text", {"text": "You cannot undo this"}),
    ("panel", "title only", ("Submitted",), {}, "panel", {"titleText": "Submitted"}),
    ("panel", "with text", ("Submitted", "Receipt 12"), {}, "panel", {"titleText": "Submitted", "text": "Receipt 12"}),
]  # fmt: skip


@pytest.mark.parametrize(
    ("ours", "args", "kwargs", "theirs", "params"),
    [pytest.param(ours, args, kwargs, theirs, params, id=f"{ours}-{state}")
     for ours, state, args, kwargs, theirs, params in CASES],
)  # fmt: skip
def test_component_is_the_design_systems(ours, args, kwargs, theirs, params) -> None:
    assert Tokens(macro(ours)(*args, **kwargs)).found == Tokens(reference(theirs, params)).found


@pytest.mark.parametrize("component", ["textarea", "character_count"])
@pytest.mark.parametrize("value", ["", "one", "\none", "\n\none\n", " one"])
def test_a_box_of_several_lines_holds_what_it_was_given(component, value) -> None:
    tree = html5lib.parseFragment(macro(component)("name", "Name", value), namespaceHTMLElements=False)
    assert (next(tree.iter("textarea")).text or "") == value


def _page(number: int, pages: int) -> SimpleNamespace:
    return SimpleNamespace(number=number, pages=pages, url_for=lambda page: f"/audits?state=open&page={page}")


@pytest.mark.parametrize(
    ("number", "pages", "items"),
    [
        (1, 3, [1, 2, 3]),
        (3, 3, [1, 2, 3]),
        (5, 9, [1, None, 4, 5, 6, None, 9]),
    ],
)
def test_pagination_is_the_design_systems(number, pages, items) -> None:
    page = _page(number, pages)
    links = {}
    if number > 1:
        links["previous"] = {"href": page.url_for(number - 1)}
    if number < pages:
        links["next"] = {"href": page.url_for(number + 1)}
    shown = [
        {"ellipsis": True} if item is None else {"number": item, "href": page.url_for(item), "current": item == number}
        for item in items
    ]
    expected = reference("pagination", {**links, "items": shown})
    assert Tokens(macro("pagination")(page)).found == Tokens(expected).found


def test_one_page_needs_no_pagination() -> None:
    assert macro("pagination")(_page(1, 1)).strip() == ""


@pytest.mark.parametrize(
    ("number", "pages", "expected"),
    [
        (1, 2, [1, 2]),
        (1, 9, [1, 2, None, 9]),
        (3, 9, [1, 2, 3, 4, None, 9]),
        (4, 9, [1, 2, 3, 4, 5, None, 9]),
        (9, 9, [1, None, 8, 9]),
        (6, 9, [1, None, 5, 6, 7, 8, 9]),
    ],
)
def test_pages_left_out_are_never_one_alone(number, pages, expected) -> None:
    assert page_numbers(number, pages) == expected
