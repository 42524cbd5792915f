"""Rules of rating schemes."""

from tool_definitions.rules.rule import Family, advice, error

FAMILY = Family(
    "Rating schemes",
    "How ratings are worded, ordered and counted. Rating scheme files are held to these as well.",
    {
        "too-few-levels": error(
            "a rating scheme needs at least two levels",
            "With one level there is nothing to judge.",
            "Add a level, or ask with a text question.",
        ),
        "scores-not-increasing": error(
            "scores must increase from each level to the next",
            "The first level listed counts as the worst. In another order good practice would be reported as poor.",
            "List the worst level first, and give each level a higher score than the one before.",
        ),
        "duplicate-level": error(
            "two levels have the same value, or one has the value of not applicable",
            "Answers are kept by value, so two different answers would become one.",
            "Give each level a value of its own.",
        ),
        "scheme-does-not-fit": error(
            "the levels of the scheme are not the answers of the question",
            "An answer without a level could not be scored.",
            "Make the options and the levels the same values, or use another scheme.",
        ),
        "scheme-missing": error(
            "the question says something about levels but names no rating scheme",
            "Without a scheme there are no levels, so nothing would come of it.",
            "Add a scheme to the question, or remove the field.",
        ),
        "duplicate-level-label": advice(
            "two levels have the same label",
            "People see the label, not the value: they could not tell the two apart, in the form or in a chart.",
            "Give each level a label of its own.",
        ),
        "label-is-other-value": advice(
            "the label of one choice is the value of another",
            "On screen the choice says one thing, in the exported file it counts as the other.",
            "Make the label and the value of each choice agree.",
        ),
        "values-out-of-order": advice(
            "the values are numbers, and go neither up nor down from worst to best",
            "People read printed numbers as an order. Here the order would mislead them.",
            "Number the levels in order, upwards or downwards.",
        ),
        "stance-out-of-order": advice(
            "a better level has a worse stance than the level before it",
            "The summary counts strengths and concerns by stance, so good practice would be listed as a concern.",
            "Let stance go from concern to adequate to strength as levels get better.",
        ),
        "one-stance": advice(
            "every level has the same stance",
            "Then every answer, or none, is a concern, and the summary has nothing to say.",
            "Say which levels are a concern and which a strength.",
        ),
        "no-concern-level": advice(
            "no level is a concern",
            "The summary's list of emerging concerns would always be empty, whatever people answer.",
            "Give the lowest level or levels the stance concern.",
        ),
        "no-strength-level": advice(
            "the scheme has three levels or more and none is a strength",
            "The summary's list of what works well would always be empty, and good practice would stay unseen.",
            "Give the best level or levels the stance strength.",
        ),
        "standard-out-of-order": advice(
            "a level meets the standard and a better one does not",
            "The share that meets the standard would leave out people who do better than those it counts.",
            "Let every level from the first that meets the standard upwards meet it.",
        ),
        "standard-against-stance": advice(
            "a concern meets the standard, or a strength does not",
            "One page of the report would call the same answer good and another call it poor.",
            "Change the stance or meets_standard, so that they agree.",
        ),
        "unknown-colour": advice(
            "this is not the name of a colour that can be drawn",
            "The charts would fall back to another colour than you chose.",
            "Use a plain name such as red, orange, green, blue or grey, or a code such as #1d70b8.",
        ),
        "same-colour": advice(
            "two levels have the same colour",
            "In a chart the two could not be told apart.",
            "Give each level a colour of its own, or leave colours out.",
        ),
        "not-applicable-level": advice(
            "a level says that the question does not apply or that the answer is not known",
            "It would be scored like a rating, most often as the worst. Not applicable is kept apart from the levels "
            "and has no score.",
            "Remove the level; not_applicable on the question decides who may leave it out.",
        ),
        "uneven-scores": advice(
            "one step between levels is more than three times another",
            "A slip such as 30 for 3 decides every score. Even where it is meant, the means are hard to explain.",
            "Check the scores; where the step is meant, say why in the scheme's source.",
        ),
        "negative-score": advice(
            "a score is below 0",
            "Scores are shown from 0 to 100 whatever you write, and a scale that starts below zero puzzles readers.",
            "Start from 0 and keep the steps.",
        ),
        "long-label": advice(
            "a label is too long for a button or a chart",
            "It is cut off or wraps in tables, charts and the workbook.",
            "Shorten the label, and say the rest in means, hint or guidance.",
        ),
    },
)
