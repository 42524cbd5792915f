"""Form fields as components, and the errors of a form."""

from datetime import date

import pytest
from werkzeug.datastructures import MultiDict
from wtforms import BooleanField, FieldList, Form, FormField, IntegerField, RadioField, SelectMultipleField, StringField
from wtforms import TimeField as UnknownField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, ValidationError

from formsapp.ui.fields import DayField, WrongDay, day_from
from formsapp.ui.form_components import component_of, form_errors
from tests.ui.rendering import macro

LEVELS = [SelectChoice("0", "Not <met>"), SelectChoice("1", "Met")]


class Address(Form):
    town = StringField("Town", validators=[InputRequired("Enter a town")])


class Everything(Form):
    name = StringField("Your <name>", description="As <b>known</b>", validators=[InputRequired("Enter <b>a name</b>")])
    places = IntegerField("How many")
    level = RadioField("Level", choices=LEVELS, validators=[InputRequired("Choose a level")])
    themes = SelectMultipleField("Themes", choices=LEVELS)
    agree = BooleanField("I agree")
    closes = DayField("Closing day", validators=[InputRequired("Enter the closing day")])
    address = FormField(Address)
    notes = FieldList(StringField("Note", validators=[InputRequired("Enter a note")]))


def filled(**typed) -> Everything:
    return Everything(MultiDict({name.replace("__", "-"): value for name, value in typed.items()}))


def shown(form: Form, name: str, **options) -> str:
    return str(macro("field")(form[name], **options))


def test_what_was_typed_comes_back_and_is_only_text() -> None:
    form = filled(name='"><script>alert(1)</script>')
    form.validate()
    html = shown(form, "name")
    assert "<script>" not in html
    assert 'value="&#34;&gt;&lt;script&gt;' in html
    assert "Your &lt;name&gt;" in html


def test_labels_hints_errors_and_choices_are_only_text() -> None:
    form = filled(name="")
    form.validate()
    html = shown(form, "name") + shown(form, "level", item_hints={"0": "<i>none</i>"})
    assert "As &lt;b&gt;known" in html
    assert "Enter &lt;b&gt;a name" in html
    assert "Not &lt;met&gt;" in html
    assert "&lt;i&gt;none" in html


def test_a_hint_given_on_the_page_replaces_the_fields_own() -> None:
    html = shown(filled(), "name", hint="Another")
    assert "Another" in html
    assert "known" not in html


def test_what_was_typed_as_a_number_comes_back_even_when_it_is_none() -> None:
    form = filled(places="ten")
    form.validate()
    assert 'value="ten"' in shown(form, "places")
    assert 'inputmode="numeric"' in shown(form, "places")


def test_choices_made_are_kept() -> None:
    form = Everything(MultiDict([("level", "1"), ("themes", "0"), ("themes", "1"), ("agree", "y")]))
    assert shown(form, "level").count(" checked") == 1
    assert shown(form, "themes").count(" checked") == 2
    assert shown(form, "agree").count(" checked") == 1
    assert " checked" not in shown(filled(), "agree") + shown(filled(), "level") + shown(filled(), "themes")


def test_a_field_that_no_component_shows_is_refused() -> None:
    class Odd(Form):
        when = UnknownField("When")

    with pytest.raises(TypeError, match=r"no component shows a TimeField \(when\)"):
        component_of(Odd().when)


def test_the_summary_leads_to_each_field_once() -> None:
    form = Everything(MultiDict({"notes-0": "", "closes-day": "1", "closes-month": "", "closes-year": "2026"}))
    form.validate()
    assert form_errors(form) == [
        ("name", "Enter <b>a name</b>"),
        ("level", "Choose a level"),
        ("closes-month", "Closing day must include a month"),
        ("address-town", "Enter a town"),
        ("notes-0", "Enter a note"),
    ]


def test_what_concerns_the_whole_form_links_to_nothing() -> None:
    class Pair(Form):
        first = StringField("First")

        def validate(self, extra_validators=None):
            self.form_errors.append("The two days are the wrong way round")
            return False

    form = Pair()
    form.validate()
    assert form_errors(form) == [(None, "The two days are the wrong way round")]


def test_anything_else_called_form_has_no_errors() -> None:
    assert form_errors({"errors": ["no"]}) == []
    assert form_errors(filled()) == []


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        (("1", "9", "2026"), date(2026, 9, 1)),
        (("01", "09", "2026"), date(2026, 9, 1)),
        (("29", "feb", "2028"), date(2028, 2, 29)),
        (("3", "September", "2026"), date(2026, 9, 3)),
    ],
)
def test_a_day_is_read(typed, expected) -> None:
    assert day_from(dict(zip(("day", "month", "year"), typed, strict=True)), "Closing day") == expected


@pytest.mark.parametrize(
    ("typed", "message", "wrong"),
    [
        (("", "9", "2026"), "Closing day must include a day", ("day",)),
        (("1", "", ""), "Closing day must include a month and year", ("month", "year")),
        (("29", "2", "2026"), "Closing day must be a real date", ("day", "month", "year")),
        (("1", "13", "2026"), "Closing day must be a real date", ("day", "month", "year")),
        (("x", "9", "2026"), "Closing day must be a real date", ("day",)),
        (("1", "Sept.", "2026"), "Closing day must be a real date", ("month",)),
        (("1", "9", "26"), "Closing day must have a year of 4 numbers, such as 2026", ("year",)),
        (("1", "9", "0000"), "Closing day must be a real date", ("day", "month", "year")),
        (("١", "9", "2026"), "Closing day must be a real date", ("day",)),
    ],
)
def test_what_is_no_day_is_said_exactly(typed, message, wrong) -> None:
    with pytest.raises(WrongDay) as caught:
        day_from(dict(zip(("day", "month", "year"), typed, strict=True)), "Closing day")
    assert str(caught.value) == message
    assert caught.value.wrong == wrong


def test_a_day_that_is_needed_and_missing_says_so() -> None:
    form = filled(closes__day="", closes__month=" ", closes__year="")
    form.validate()
    assert form.closes.errors == ["Enter the closing day"]
    assert form.closes.first_wrong_id == "closes-day"


def test_a_wrong_day_comes_back_as_typed_with_the_part_marked() -> None:
    form = filled(closes__day="31", closes__month="juin", closes__year="2026")
    form.validate()
    html = shown(form, "closes")
    assert 'value="juin"' in html
    assert html.count("govuk-input--error") == 1
    assert form.closes.data is None


def test_a_day_known_already_is_shown() -> None:
    html = shown(Everything(closes=date(2026, 11, 30)), "closes")
    assert all(f'value="{part}"' in html for part in (30, 11, 2026))


def test_validators_and_filters_see_the_date() -> None:
    def not_in_the_past(_form, field):
        if field.data < date(2026, 1, 1):
            raise ValidationError("Closing day must not be in the past")

    class Closing(Form):
        closes = DayField("Closing day", validators=[not_in_the_past])

    form = Closing(MultiDict({"closes-day": "31", "closes-month": "12", "closes-year": "2025"}))
    assert not form.validate()
    assert form.closes.errors == ["Closing day must not be in the past"]
