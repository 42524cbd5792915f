"""The form of a question: every field of its type, in the groups that the page shows."""

from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

from formsapp.builder.fields import Choice, Field, Form, Group, Line, Lines, Number, Rows, Tick, Ticks, Words
from formsapp.builder.fields.condition import ShowIf
from formsapp.builder.fields.crosswalk import Crosswalk
from formsapp.builder.fields.judged import DemandFor, LevelWords, NotApplicable, Recommended
from formsapp.builder.fields.named_rows import NamedRows
from formsapp.builder.fields.organisations import AppliesTo
from formsapp.builder.forms.earlier import earlier_questions
from formsapp.builder.levels import levels_of, scheme_titles
from formsapp.builder.part import EditedPart, part_at
from formsapp.builder.places import items_of, names_in, question_path, text_of
from tool_definitions.document import is_mapping
from tool_definitions.draft import QUESTION_TYPES
from tool_definitions.question import Demand, QuestionBase, RatingQuestion
from tool_definitions.values import LONGEST_TEXT
from tool_definitions.words import ASKS_FOR


class FieldGroup(NamedTuple):
    """Fields under one heading; folded ones are open where anything in them is set."""

    heading: str
    names: tuple[str, ...]
    is_folded: bool = True


GROUPS = (
    FieldGroup("The question", ("title", "guidance"), is_folded=False),
    FieldGroup(
        "How it is answered",
        (
            "scheme", "levels", "options", "columns", "rows", "maximum_rows", "minimum", "maximum", "unit", "whole",
            "lines", "maximum_length", "required",
        ),
        is_folded=False,
    ),
    FieldGroup("What goes with the answer", ("weight", "comment", "evidence", "action_at_or_below"), is_folded=False),
    FieldGroup("When it is asked", ("show_if",)),
    FieldGroup("Who is asked", ("applies_to", "waves")),
    FieldGroup("Not applicable", ("not_applicable",)),
    FieldGroup("A limit on the band", ("limit",)),
    FieldGroup("What the report recommends", ("recommendation",)),
    FieldGroup("References", ("references",)),
    FieldGroup("Threads, and what it asks for", ("threads", "asks_for")),
    FieldGroup("Other frameworks, and last year’s answers", ("crosswalk", "carry_forward")),
)  # fmt: skip


#: What the page shows otherwise once a field is changed.
_REBUILDS = {
    "scheme": ("levels", "comment", "evidence", "action_at_or_below", "limit"),
    "comment": ("comment",),
    "evidence": ("evidence",),
    "show_if": ("show_if",),
    "not_applicable": ("not_applicable",),
}


class Context(NamedTuple):
    """What the fields of a question are made from."""

    data: dict[str, Any]
    written: dict[str, Any]
    model: type[QuestionBase]
    address: str

    @property
    def levels(self) -> list[tuple[str, str]]:
        """The levels of its scheme, as choices."""
        return [(value, label) for value, label, _means in levels_of(self.data, text_of(self.written, "scheme"))]

    def default(self, name: str) -> Any:
        """What its type means where the field is not written."""
        return self.model.model_fields[name].get_default(call_default_factory=True)


def question_part(address: str) -> EditedPart:
    """A question."""
    return EditedPart(
        f"question {address}",
        address,
        lambda data: question_path(data, address),
        lambda data: _form(data, address),
    )


def _form(data: dict[str, Any], address: str) -> Form:
    path = question_path(data, address)
    written = part_at(data, path) if path is not None else {}
    return question_form(data, written if is_mapping(written) else {}, address)


def question_form(data: dict[str, Any], written: dict[str, Any], address: str) -> Form:
    """The fields that a question of this type has; those that every question has where its type is not known."""
    model = QUESTION_TYPES.get(text_of(written, "type"), QuestionBase)
    context = Context(data, written, model, address)
    names = [name for group in GROUPS for name in group.names if name in model.model_fields]
    return Form(*(FIELDS[name](context) for name in names), rebuilds=_REBUILDS)


def fields_of_type(kind: str) -> set[str]:
    """The names of the fields that questions of a type have, as a file has them."""
    return {field.alias or name for name, field in QUESTION_TYPES[kind].model_fields.items()}


def _scheme(context: Context) -> Field:
    options = scheme_titles(context.data)
    if context.model.model_fields["scheme"].is_required():
        return Choice("scheme", "Rating scheme", [("", "Choose a scheme"), *options])
    hint = "It is scored where a scheme has its answers as levels."
    return Choice("scheme", "Rating scheme", [("", "Not scored"), *options], hint=hint)


def _options(_context: Context) -> Field:
    def row() -> Iterable[Field]:
        return (
            Line("label", "What people choose"),
            Line("value", "In files", hint="A short word. Left empty, it is made of the words above.", width=20),
            Line("hint", "Hint"),
        )

    return NamedRows("options", "Choices", row, noun="choice", named="value", after="label")


def _columns(_context: Context) -> Field:
    def row() -> Iterable[Field]:
        return (
            Line("title", "Heading"),
            Line("key", "In files", hint="Left empty, it is made of the heading.", width=20),
            Choice("type", "Holds", [("text", "Words"), ("number", "Numbers")], default="text"),
        )

    return NamedRows("columns", "Columns", row, noun="column", named="key", after="title")


def _references(context: Context) -> Field:
    sources = [(key, text_of(one, "title") or key) for key, one in names_in(context.data, "references").items()]

    def row() -> Iterable[Field]:
        return (
            Choice("source", "Reference", [("", "Choose a reference"), *sources]),
            Line("at", "Where in it"),
        )

    return Rows(
        "references",
        "References",
        row,
        noun="reference",
        hint="The law and guidance it rests on, and where in it: such as “paragraph 103”.",
    )


def _limit(context: Context) -> Field:
    labels = [text_of(band, "label") for band in items_of(names_in(context.data, "scoring"), "bands")]
    bands = [("", "No limit"), *((label, f"No better than {label}") for label in labels if label)]
    fields = [
        Choice("at_or_below", "At this level or worse", [("", "Choose a level"), *context.levels]),
        Choice("section", "The section can be", bands),
        Choice("overall", "The whole return can be", bands),
    ]
    hint = "For what matters so much that nothing else can make up for it."
    return Group("limit", "Limit", fields, hint=hint)


def _demand(name: str, label: str) -> Callable[[Context], Field]:
    def made(context: Context) -> Field:
        default = context.default(name)
        return DemandFor(name, label, context.levels, default=default.when if isinstance(default, Demand) else "none")

    return made


def _number(name: str, label: str, hint: str = "") -> Callable[[Context], Field]:
    def made(context: Context) -> Field:
        default = context.default(name)
        return Number(name, label, hint=hint, default="" if default is None else f"{default:g}")

    return made


def _tick(name: str, label: str, hint: str = "") -> Callable[[Context], Field]:
    return lambda context: Tick(name, label, default=bool(context.default(name)), hint=hint)


def _action(context: Context) -> Field:
    words = [(value, f"{label} or worse") for value, label in context.levels]
    return Choice("action_at_or_below", "An action is asked for at", [("", "Never"), *words])


def _threads(context: Context) -> Field:
    return Ticks("threads", "Threads", [(key, str(title)) for key, title in names_in(context.data, "threads").items()])


def _waves(context: Context) -> Field:
    waves = [(str(wave), str(wave).replace("_", " ")) for wave in items_of(context.data, "waves")]
    return Ticks("waves", "Waves in which it is asked", waves, hint="None ticked: in all of them.")


def _show_if(context: Context) -> Field:
    return ShowIf(earlier_questions(context.data, question_path(context.data, context.address)))


def _level_words(context: Context) -> Field:
    return LevelWords(levels_of(context.data, text_of(context.written, "scheme")))


FIELDS: dict[str, Callable[[Context], Field]] = {
    "title": lambda context: Words(
        "title", "Statement to rate" if context.model is RatingQuestion else "Question", rows=2, is_line=True
    ),
    "guidance": lambda _context: Words("guidance", "Guidance", hint="What to look at. Markdown: **bold**, - lists."),
    "scheme": _scheme,
    "levels": _level_words,
    "options": _options,
    "columns": _columns,
    "rows": lambda _context: Lines("rows", "Rows", hint="One on each line. None: the respondent adds rows."),
    "maximum_rows": _number("maximum_rows", "Most rows that can be added"),
    "minimum": _number("minimum", "Smallest number"),
    "maximum": _number("maximum", "Largest number"),
    "unit": lambda _context: Line("unit", "Unit", hint="Such as: people", width=20),
    "whole": _tick("whole", "Whole numbers only"),
    "lines": _number("lines", "Height of the box, in lines"),
    "maximum_length": _number("maximum_length", "Most characters", f"Up to {LONGEST_TEXT}."),
    "required": _tick("required", "It must be answered"),
    "weight": _number("weight", "Weight", "2 counts twice as much as 1. 0 does not count."),
    "comment": _demand("comment", "Comment"),
    "evidence": _demand("evidence", "Evidence"),
    "action_at_or_below": _action,
    "show_if": _show_if,
    "applies_to": lambda context: AppliesTo(
        "applies_to", "Asked of", context.data, hint="Nothing chosen: of everybody. Of what is chosen, all must match."
    ),
    "waves": _waves,
    "not_applicable": lambda context: NotApplicable(context.data, default=str(context.default("not_applicable"))),
    "limit": _limit,
    "recommendation": lambda _context: Recommended(),
    "references": _references,
    "threads": _threads,
    "asks_for": lambda _context: Choice("asks_for", "What it asks for", [("", "Nothing special"), *ASKS_FOR.items()]),
    "crosswalk": lambda _context: Crosswalk(),
    "carry_forward": _tick("carry_forward", "Offer last year’s answer to start from"),
}
