"""Rules of questions and their answers."""

from tool_definitions.rules.rule import Family, advice, error

FAMILY = Family(
    "Questions and answers",
    "Options, numbers, tables, links, and what is asked for beside a rating.",
    {
        "duplicate-option": error(
            "two options have the same value",
            "Answers are kept by value, so two different answers would become one.",
            "Give one of them another value.",
        ),
        "duplicate-column": error(
            "two columns have the same key",
            "What is written in one column would replace the other.",
            "Give one of them another key.",
        ),
        "minimum-above-maximum": error(
            "the minimum is above the maximum",
            "No number could be given.",
            "Exchange the two, or correct one.",
        ),
        "unsafe-link": error(
            "a link must start with https://, http:// or mailto:",
            "Other links can run programs or lead to a file that only you have.",
            "Write the whole address, or remove the link.",
        ),
        "hidden-character-in-value": error(
            "a value holds a hidden character, or starts or ends with a space",
            "It looks the same as another value and is not, so answers and conditions would not match.",
            "Type the value again.",
        ),
        "duplicate-option-label": advice(
            "two options have the same label",
            "People could not tell which to choose.",
            "Say what is different, or remove one.",
        ),
        "other-without-words": advice(
            "there is an option 'other' and nowhere to say what",
            "You would learn that something else matters, and not what.",
            "Add a text question shown if 'other' is chosen.",
        ),
        "choice-is-yes-no": advice(
            "a choice has only the options yes and no",
            "A yes_no question counts and compares the answers as such, and is quicker to fill in.",
            "Use type yes_no and remove the options.",
        ),
        "many-options": advice(
            "there are more than 15 options",
            "People choose among the first few, so the figures for the rest cannot be trusted.",
            "Join options, or split the question.",
        ),
        "one-number": advice(
            "the minimum and the maximum are the same",
            "Only one number can be given.",
            "Correct one of them.",
        ),
        "number-without-minimum": advice(
            "a number has no minimum",
            "A slip such as -3 children would be accepted and spoil the total.",
            "Add a minimum, most often 0.",
        ),
        "number-without-unit": advice(
            "neither the title nor a unit says what the number counts",
            "Some answer in days and others in weeks.",
            "Add a unit such as days, people or per cent.",
        ),
        "percentage-range": advice(
            "a percentage may be above 100 or below 0",
            "Slips such as 800 for 80 would be accepted.",
            "Set minimum 0 and maximum 100.",
        ),
        "range-not-whole": advice(
            "whole numbers are asked for, but the range has a fraction",
            "People could not give the number at the end of the range.",
            "Use whole numbers for the range, or set whole to false.",
        ),
        "little-room": advice(
            "there is room for less than 300 characters where people are asked to reflect",
            "Two short sentences hold no reflection, and people stop in the middle.",
            "Raise maximum_length to 1000 or more.",
        ),
        "duplicate-table-heading": advice(
            "two columns or two rows of a table have the same heading",
            "People could not tell what goes where.",
            "Say what is different, or remove one.",
        ),
        "wide-table": advice(
            "a table has more than six columns",
            "It cannot be filled in on a phone or printed upright.",
            "Leave out columns, or ask questions one by one.",
        ),
        "demand-always": advice(
            "a comment or evidence is asked for at every level, in a way that looks as if it were not",
            "At or below the best level, or at or above the worst, is everything.",
            "Name another level, or write required.",
        ),
        "comment-burden": advice(
            "more than 30 rated questions all require a comment",
            "People then write 'see above'. Moderators learn more from fewer, fuller comments.",
            "Use required_at_or_below a level for most of them.",
        ),
        "no-room-to-explain": advice(
            "a rating allows no comment",
            "Neither the setting nor a moderator can say why, and the framework asks for analysis beside ratings.",
            "Use comment: optional or required_at_or_below a level.",
        ),
        "action-always": advice(
            "an action is asked for even at the best level",
            "People would make up actions for what works well.",
            "Name a lower level.",
        ),
        "action-missing": advice(
            "nearly every rated question asks for an action at a low level, and this one does not",
            "A concern found here would not reach the action plan.",
            "Add action_at_or_below, or check that no action is meant.",
        ),
        "no-recommendation": advice(
            "neither the question nor its section says what to recommend where this is a concern",
            "The report would make a sentence from the title, which seldom says what to do.",
            "Write what you would advise, and who would own it.",
        ),
        "recommendation-without-owner": advice(
            "nobody owns the recommendation",
            "What everybody should do, nobody does.",
            "Add owner: partnership, setting or agency.",
        ),
    },
)
