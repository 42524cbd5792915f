"""The layout of our own workbook: its sheets and columns, each with the field of the tool it holds.

What is written and what is read follow the same tables, so a column added here is both.
"""

from dataclasses import dataclass, field
from typing import get_args

from tool_definitions.draft import QUESTION_TYPES
from tool_definitions.question import CameFrom, QuestionBase, Recommendation
from tool_definitions.scheme import RatingScheme, Stance
from tool_definitions.tool import Kind, Scoring
from tool_definitions.workbook.notation import forms
from tool_definitions.workbook.notation.forms import Form, one_of

#: Raised when a workbook of this layout would no longer be read as it was meant.
LAYOUT = "1"
MARK = "Audit tool workbook, layout"

_OWNERS = one_of(*get_args(get_args(Recommendation.model_fields["owner"].annotation)[0]))
_ASKS_FOR = one_of(*get_args(get_args(QuestionBase.model_fields["asks_for"].annotation)[0]))
_SHOWN = one_of(*get_args(RatingScheme.model_fields["show"].annotation))
_OVERALL = one_of(*get_args(Scoring.model_fields["overall"].annotation))
RELATIONS = get_args(CameFrom.model_fields["relation"].annotation)

#: The path of a field inside its part: `("limit", "at_or_below")`.
Field = tuple[str, ...]


@dataclass(frozen=True)
class Column:
    """A column of a sheet, or a line of the sheet Tool: its heading, the field it holds and how that is written."""

    heading: str
    field: Field
    form: Form = forms.TEXT
    width: int = 14
    #: Locked: what links this workbook with answers given and with the years before and after.
    is_key: bool = False
    #: Shown for the reader and never read: the field it repeats is on another sheet.
    is_repeated: bool = False
    help: str = ""


@dataclass(frozen=True)
class Table:
    """A sheet with a heading row and one row for each part of the tool."""

    name: str
    columns: tuple[Column, ...]
    about: str = ""
    #: How many columns stay in sight at the left.
    frozen: int = 1
    by_heading: dict[str, Column] = field(init=False, compare=False)

    def __post_init__(self) -> None:
        """Index the columns by their headings."""
        object.__setattr__(self, "by_heading", {column.heading: column for column in self.columns})


TOOL_SHEET = "Tool"
TOOL_LINES = (
    Column("Title", ("title",), help="What the tool is called."),
    Column("Key", ("key",), forms.KEY, is_key=True, help="Stays the same from year to year. Locked."),
    Column("Version", ("version",), forms.WORD, help="With the key, names one version, such as 2026-27."),
    Column("Kind", ("kind",), one_of(*Kind), help="What kind of audit it is for."),
    Column(
        "Organisation types",
        ("audience", "organisation_types"),
        forms.WORDS,
        help="Whom it is for, with commas between. Blank: everybody.",
    ),
    Column("Purpose", ("purpose",), help="Shown on the first page. Markdown."),
    Column("Overall score from", ("scoring", "overall"), _OVERALL, help="The mean of section scores, or of questions."),
    Column("Strength share", ("summary", "strength_share"), forms.NUMBER, help="From 0 to 1."),
    Column("Concern share", ("summary", "concern_share"), forms.NUMBER, help="From 0 to 1."),
    Column("Fewest returns", ("summary", "min_returns"), forms.NUMBER, help="For a figure to be shown."),
    Column("Smallest group", ("summary", "min_group"), forms.NUMBER, help="For a group to be shown."),
    Column("Most recommendations", ("summary", "max_recommendations"), forms.NUMBER),
    Column("Blind moderation", ("moderation", "blind"), forms.TRUTH, help="Whether moderators see the self rating."),
    Column("Moderators", ("moderation", "moderators"), forms.NUMBER, help="1 or 2 for each return."),
    Column("Days to challenge", ("moderation", "challenge_days"), forms.NUMBER),
    Column("Example of a case code", ("case", "code_example"), help="For case files only: leave all four blank else."),
    Column("Age bands", ("case", "age_bands"), forms.LINES, help="One to a line (Alt and Enter)."),
    Column("Themes of cases", ("case", "themes"), forms.LINES, help="One to a line."),
    Column("Months looked back", ("case", "window_months"), forms.NUMBER),
    Column("Waves", ("waves",), forms.WORDS, help="For training impact: before, after, three_months."),
)

_COPIED = Column("Copied from", ("copied_from",), forms.COPY, 24, help="The tool, its version and the key there.")
_APPLIES = Column(
    "Applies to", ("applies_to",), forms.LISTS, 26, help="Which organisations, such as phase: primary, secondary"
)
_RECOMMENDED = (
    Column("Recommendation", ("recommendation", "text"), forms.TEXT, 36, help="Where this is a concern."),
    Column("Recommendation for", ("recommendation", "owner"), _OWNERS, 16),
)

SECTIONS = Table(
    "Sections",
    (
        Column("Key", ("key",), forms.KEY, 18, is_key=True),
        Column("Title", ("title",), forms.TEXT, 40),
        Column("Weight", ("weight",), forms.NUMBER, 9, help="Its share in the overall score."),
        Column("Guidance", ("guidance",), forms.TEXT, 60),
        _APPLIES,
        *_RECOMMENDED,
        _COPIED,
    ),
    "One row a section, in order.",
)

QUESTIONS = Table(
    "Questions",
    (
        Column("Section key", ("section",), forms.KEY, 16, help="Another key moves the question to that section."),
        Column("Section", ("section_title",), forms.TEXT, 20, is_key=True, is_repeated=True),
        Column("Key", ("key",), forms.KEY, 22, is_key=True),
        Column("Question", ("title",), forms.TEXT, 50),
        Column("Type", ("type",), one_of(*QUESTION_TYPES), 11),
        Column("Scheme", ("scheme",), forms.KEY, 16, help="A scheme of the sheet Schemes, by its name."),
        Column("Guidance", ("guidance",), forms.TEXT, 50, help="What to look at. Markdown."),
        Column("Weight", ("weight",), forms.NUMBER, 9, help="Its share in the score of the section."),
        Column("Not applicable", ("not_applicable",), forms.NOT_APPLICABLE, 16),
        Column("Comment", ("comment",), forms.DEMAND, 18, help="Or: required at or below LEVEL"),
        Column("Evidence", ("evidence",), forms.DEMAND, 18, help="Or: required at or above LEVEL"),
        Column("Action at or below", ("action_at_or_below",), forms.WORD, 12, help="The level."),
        Column("Limit at or below", ("limit", "at_or_below"), forms.WORD, 12, help="The level that caps the bands."),
        Column("Section no better than", ("limit", "section"), forms.TEXT, 16, help="The band."),
        Column("Overall no better than", ("limit", "overall"), forms.TEXT, 16, help="The band."),
        *_RECOMMENDED,
        Column("References", ("references",), forms.REFERENCES, 26, help="One to a line, such as kcsie-2025: para 103"),
        Column("Threads", ("threads",), forms.WORDS, 20, help="Keys of the sheet Threads, with commas between."),
        _APPLIES,
        Column("Show if", ("show_if",), forms.CONDITION, 30, help="Such as leadership.nursery is yes"),
        Column("Required", ("required",), forms.TRUTH, 10),
        Column("Asks for", ("asks_for",), _ASKS_FOR, 12),
        Column("Carry forward", ("carry_forward",), forms.TRUTH, 10, help="Whether last year's answer is offered."),
        Column("Crosswalk", ("crosswalk",), forms.LISTS, 24, help="Such as nhs-safeguarding: 2.1, 2.4"),
        Column("Waves", ("waves",), forms.WORDS, 14),
        Column("From", ("from",), forms.ORIGINS, 22, help="Such as leadership.dsl: reworded"),
        _COPIED,
        Column("Lines", ("lines",), forms.NUMBER, 8),
        Column("Longest answer", ("maximum_length",), forms.NUMBER, 10),
        Column("Minimum", ("minimum",), forms.NUMBER, 10),
        Column("Maximum", ("maximum",), forms.NUMBER, 10),
        Column("Unit", ("unit",), forms.TEXT, 12),
        Column("Whole numbers", ("whole",), forms.TRUTH, 10),
        Column("Table rows", ("rows",), forms.LINES, 20, help="One to a line."),
        Column("Most rows", ("maximum_rows",), forms.NUMBER, 10),
    ),
    "One row a question, in order. Leave the key of a new question blank and one is made for it.",
    frozen=3,
)
#: After Guidance: what each level looks like for a question, the worst level first.
LEVEL_HEADING = "Level {place}"
LEVELS_AFTER = "Guidance"
LEVEL_WIDTH = 36

LEVELS = Table(
    "Levels",
    (
        Column("Scheme", ("scheme",), forms.KEY, 18, is_key=True),
        Column("Level", ("value",), forms.WORD, 16, is_key=True),
        Column("Label", ("label",), forms.TEXT, 24),
        Column("Score", ("score",), forms.NUMBER, 9),
        Column("Stance", ("stance",), one_of(*Stance), 12),
        Column("Meets the standard", ("meets_standard",), forms.TRUTH, 12, help="Blank: unless it is a concern."),
        Column("Colour", ("colour",), forms.WORD, 10),
        Column("Meaning", ("means",), forms.TEXT, 70),
    ),
    "One row a level of a rating scheme, the worst first.",
)
SCHEMES = Table(
    "Schemes",
    (
        Column("Scheme", ("name",), forms.KEY, 18, is_key=True, help="The name that questions use."),
        Column("Key", ("key",), forms.KEY, 24, is_key=True),
        Column("Title", ("title",), forms.TEXT, 36),
        Column("Shown", ("show",), _SHOWN, 12),
        Column("Not applicable is stored as", ("not_applicable", "value"), forms.WORD, 18),
        Column("Not applicable is shown as", ("not_applicable", "label"), forms.TEXT, 22),
        Column("Source", ("source",), forms.TEXT, 50),
    ),
    "One row a rating scheme. Its levels are on the sheet Levels.",
)
_OF_QUESTION = Column("Question key", ("question",), forms.KEY, 24, is_key=True)
OPTIONS = Table(
    "Options",
    (
        _OF_QUESTION,
        Column("Value", ("value",), forms.WORD, 20, is_key=True),
        Column("Label", ("label",), forms.TEXT, 50),
        Column("Hint", ("hint",), forms.TEXT, 50),
    ),
    "One row a choice of a question of type choice or choices.",
)
TABLE_COLUMNS = Table(
    "Table columns",
    (
        _OF_QUESTION,
        Column("Key", ("key",), forms.KEY, 20, is_key=True),
        Column("Title", ("title",), forms.TEXT, 40),
        Column("Type", ("type",), one_of("text", "number"), 12),
    ),
    "One row a column of a question of type table.",
)
BANDS = Table(
    "Bands",
    (Column("From", ("from",), forms.NUMBER, 10), Column("Label", ("label",), forms.TEXT, 40)),
    "The bands of scores, the first from 0.",
)
REFERENCES = Table(
    "References",
    (
        Column("Key", ("key",), forms.KEY, 28, is_key=True),
        Column("Title", ("title",), forms.TEXT, 50),
        Column("Edition", ("edition",), forms.DAY, 14),
        Column("Instrument", ("instrument",), forms.KEY, 20),
        Column("Publisher", ("publisher",), forms.TEXT, 26),
        Column("Address", ("url",), forms.TEXT, 50),
        Column("Superseded by", ("superseded_by",), forms.TEXT, 24),
    ),
    "Law and guidance that questions refer to.",
)
THREADS = Table(
    "Threads",
    (Column("Key", ("key",), forms.KEY, 24, is_key=True), Column("Label", ("label",), forms.TEXT, 50)),
    "Themes that run through the tool.",
)
SIGN_OFF = Table(
    "Sign-off",
    (Column("Role", ("role",), forms.KEY, 24, is_key=True), Column("Statement", ("statement",), forms.TEXT, 80)),
    "Who signs a return, and the words they agree to.",
)

#: In the order of the workbook, after the sheet Tool.
TABLES = (
    SECTIONS,
    QUESTIONS,
    LEVELS,
    SCHEMES,
    OPTIONS,
    TABLE_COLUMNS,
    BANDS,
    REFERENCES,
    THREADS,
    SIGN_OFF,
)
#: Fields of a question that stand on sheets of their own, by that sheet.
ON_OTHER_SHEETS = {OPTIONS: "options", TABLE_COLUMNS: "columns"}
