"""Worked examples that the moderators of the schools' audit rate before they begin, and reasons that they keep."""

from formsapp.calibration.commands import Written, add_example, copy_examples, rate_example
from formsapp.calibration.models import WorkedExample
from formsapp.calibration.queries import examples_of
from formsapp.demo.chance import chance
from formsapp.demo.making import Making
from formsapp.moderation.reasons import keep_reason
from formsapp.tools.versions import tool_of

MODERATORS = ("Ines Calloway-Brandt", "Rufus Adjei-Marlowe", "Celandine Osgathorpe")
_EXAMPLES = (
    Written(
        question="dsl.supervision",
        comment=(
            "Our lead meets the head every week and can always ask for a word. The trust's adviser comes in when a "
            "case is hard. Deputies talk to the lead."
        ),
        evidence="The head's diary. Two notes of calls with the trust's adviser.",
        reference="partly_met",
        why="This is support, and it is informal: nothing is planned, and the deputies are left out.",
    ),
    Written(
        question="training.induction",
        comment=(
            "Everybody who begins hears from the lead on their first day, before they meet a class. Supply staff get a "
            "card with names and what to do, and sign for it."
        ),
        evidence="The induction list of last year with dates; the card; the signed slips of the last two terms.",
        reference="met",
        why="All of it is in place and shown. That it changed what newcomers do is not shown, so it is not higher.",
    ),
    Written(
        question="voice.influence",
        comment=(
            "The pupils' council told us that the corridor by the gym felt unsafe. A member of staff stands there now, "
            "and in the summer the council asked every class again."
        ),
        evidence="Minutes of the council before and after; the duty rota; the answers of each class.",
        reference="embedded",
        why="What children said changed something, and the school went back to ask whether it had helped.",
    ),
)
_REASONS = (
    ("lower", "The visit found this in one building and not yet in the other."),
    ("lower", "The comment tells what the lead does. The level asks what all staff do."),
    ("agree", "Two members of staff whom we asked described it in the same words."),
    ("any", "Talked through with the lead on the telephone; the note is with the return."),
)


def keep_reasons(making: Making) -> None:
    """The partnership's own words with which reasons begin."""
    for about, text in _REASONS:
        keep_reason(making.session, about=about, text=text, by=making.officer)


def write_examples(making: Making, audit: str) -> None:
    """The examples as the officer writes them."""
    for written in _EXAMPLES:
        add_example(making.session, audit=making.audits[audit], written=written, by=making.officer)


def copy_last_years(making: Making, audit: str, earlier: str) -> None:
    """The same examples for another year."""
    copy_examples(making.session, audit=making.audits[audit], earlier=making.audits[earlier], by=making.officer)


def rate_examples(making: Making, audit: str, name: str) -> None:
    """One moderator rates every example: mostly as the reference has it."""
    by, found = making.persona(name), making.audits[audit]
    for one in examples_of(making.session, found, by=by):
        rate_example(
            making.session,
            audit=found,
            example=one.example,
            rating=_level(making, audit, name, one.example),
            reason="What is shown is what this level describes, no more and no less.",
            by=by,
        )


def _level(making: Making, audit: str, name: str, example: WorkedExample) -> str:
    scheme = tool_of(making.audits[audit].tool_version).scheme_of(example.question)
    rank, luck = scheme.ranks[example.reference], chance(making.seed, audit, name, example.question, "example")
    moved = rank + luck.choice((-1, 1)) if luck.random() < 0.3 else rank
    return scheme.levels[max(0, min(moved, len(scheme.levels) - 1))].value
