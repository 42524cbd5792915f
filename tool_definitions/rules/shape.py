"""Rules of the shape of each part."""

from tool_definitions.rules.rule import Family, error

_LOST = "What is written here cannot be used, so the question or rule would not work as you meant."

FAMILY = Family(
    "The shape of each part",
    "A field is where it should not be, is missing, or holds something it cannot.",
    {
        "unknown-field": error(
            "there is no such field here",
            "A misspelt field would be left out in silence: a comment that you meant to require would not be.",
            "Use the right name, or move the field to the part it belongs to.",
        ),
        "missing-field": error(
            "a field is missing",
            "The part cannot be shown or scored without it.",
            "Add the field.",
        ),
        "unknown-value": error("the value is not one of those allowed", _LOST, "Use one of the values listed."),
        "not-text": error("must be text", _LOST, "Write words, without brackets or braces."),
        "not-a-list": error("must be a list", _LOST, "Write [one, two], or one item a line after hyphens."),
        "not-fields": error("must be a set of fields", _LOST, "Write fields such as 'title: ...'."),
        "not-a-number": error(
            "must be a number, written without quotes", _LOST, "Write digits only, such as 2 or 0.5."
        ),
        "not-true-or-false": error(
            "must be true or false, written without quotes", _LOST, "Write true or false without quotes."
        ),
        "not-a-date": error(
            "must be a date written like 2025-09-01",
            "Some read 01/09/2025 as January and some as September.",
            "Write year, month and day with hyphens.",
        ),
        "not-one-line": error(
            "must be one line",
            "Titles and labels stand in tables, lists and buttons, where a second line has no place.",
            "After '>' or '|' write a hyphen, or put the text on the line of its name.",
        ),
        "bad-key": error(
            "use lower-case letters, digits, dots, hyphens and underscores, starting with a letter or digit",
            "A key links this year's answers to last year's in files and addresses, so it must be plain.",
            "Choose a key of lower-case letters, digits, dots, hyphens and underscores.",
        ),
        "bad-demand": error(
            "write none, optional, required, required_at_or_below LEVEL or required_at_or_above LEVEL",
            "Otherwise nobody would be asked for the comment or evidence that you need.",
            "Write one of these words, with a level only where one is due.",
        ),
        "bad-condition": error(
            "a condition is data: a question with is, at_or_below, at_or_above or answered; or all, any, not",
            "Conditions are never formulas or programs, so that everybody can read them and nothing can be run.",
            "Write for example {question: KEY, is: [yes]}, or join such conditions with all, any or not.",
        ),
        "empty": error("must not be empty", "Nothing would be shown where words are needed.", "Fill it in."),
        "too-long": error(
            "is too long",
            "It would not fit on the page, and nobody would read it.",
            "Shorten it, and move detail to guidance.",
        ),
        "too-few": error(
            "has too few items", "There would be nothing to choose from or answer.", "Add what is missing."
        ),
        "out-of-range": error("is outside the range allowed", _LOST, "Write a number inside the range."),
        "bad-value": error("the value cannot be used", _LOST, "Compare it with the guide to the tool file."),
    },
)
