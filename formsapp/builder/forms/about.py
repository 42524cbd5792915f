"""The form of what a tool is, and whom it is for."""

from typing import Any

from formsapp.builder.fields import ABSENT, Choice, Field, Form, Group, Line, Lines, Number, Tick, Ticks, Words
from formsapp.builder.part import EditedPart
from formsapp.organisations.words import TYPES
from tool_definitions.words import KINDS

ABOUT_FIELDS = ("key", "version", "title", "kind", "audience", "purpose", "case", "waves", "moderation")
#: What only one kind of audit needs, by that kind.
OF_KIND = {"case": "case_file", "waves": "training_impact"}


def about_part() -> EditedPart:
    """What the tool is: its names, its kind, whom it is for, what it says of cases and waves, how it is moderated."""
    return EditedPart("about", "the tool", lambda _data: (), _form, holds=lambda name: name in ABOUT_FIELDS)


def is_of_another_kind(field: Field, kind: str) -> bool:
    """Whether the field is for another kind of audit, and empty: the page shows it once that kind is chosen."""
    return OF_KIND.get(field.name, kind) != kind and field.written is ABSENT


def _form(_data: dict[str, Any]) -> Form:
    return Form(
        Line("title", "Title", hint="What people see at the top of every page."),
        Line("version", "Version", width=10, hint="Names this edition of the tool, such as 2026-27."),
        Line(
            "key",
            "Short name",
            width=20,
            hint="The same from year to year: by it this version is compared with those before.",
        ),
        Choice("kind", "Kind of audit", [("", "Choose a kind"), *KINDS.items()]),
        _case(),
        _waves(),
        _audience(),
        Words(
            "purpose",
            "Purpose",
            rows=12,
            hint="The first page that people read: what it is for, and who reads the answers.",
        ),
        _moderation(),
    )


def _case() -> Group:
    return Group(
        "case",
        "Cases",
        [
            Line(
                "code_example",
                "A code, as an example",
                width=10,
                hint="Cases are known by a code, never by a name. It is C01 unless you say otherwise.",
            ),
            Lines("age_bands", "Age bands", hint="One on each line, such as 5 to 9."),
            Lines("themes", "Themes", hint="One on each line, such as neglect."),
            Number("window_months", "How far back to look", default="12", suffix="months"),
        ],
        hint="What is recorded of each case.",
    )


def _waves() -> Lines:
    return Lines(
        "waves",
        "Waves",
        hint="When the same people are asked, one on each line in order, such as before, after and three_months.",
    )


def _audience() -> Group:
    types = Ticks("organisation_types", "Kinds of organisation", TYPES.items(), hint="None ticked means every kind.")
    return Group("audience", "Whom it is for", [types])


def _moderation() -> Group:
    return Group(
        "moderation",
        "Moderation",
        [
            Tick("blind", "Moderators judge before they see the self rating"),
            Number("moderators", "Moderators for each return", default="1", hint="1, or 2 who judge apart."),
            Number("challenge_days", "Time to challenge a moderated rating", default="10", suffix="days"),
        ],
        hint="Unless an audit says otherwise.",
    )
