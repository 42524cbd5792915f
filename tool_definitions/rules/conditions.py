"""Rules of conditions."""

from tool_definitions.rules.rule import Family, advice, error

FAMILY = Family(
    "Conditions",
    "Which questions are shown, depending on earlier answers.",
    {
        "condition-on-later": error(
            "a condition may only ask about a question that comes earlier",
            "People answer from top to bottom. A question would appear above the place where they are.",
            "Move the question asked about up, or ask about another.",
        ),
        "condition-on-itself": error(
            "a condition may not ask about its own question",
            "The question could only be seen once it was answered.",
            "Ask about an earlier question.",
        ),
        "cycle": error(
            "conditions go round in a circle",
            "Each question waits for the other, so nobody sees any of them.",
            "Remove one of the conditions.",
        ),
        "never-shown": error(
            "nobody can ever see this question",
            "What it asks would be missing from every return, without anybody noticing.",
            "Look at its conditions, those of the questions it depends on, applies_to and the audience.",
        ),
        "not-a-rating": error(
            "at_or_below and at_or_above need a question with a rating scheme",
            "Only levels have an order.",
            "Use 'is' or 'answered'.",
        ),
        "condition-always-holds": advice(
            "the condition holds whatever the answer",
            "The question is shown to all who answer. A level or an answer is probably not the one you meant.",
            "Change the level or the answers, or use 'answered'.",
        ),
        "repeated-part": advice(
            "the same condition stands twice in a list",
            "The second was probably meant to ask something else.",
            "Change the second, or remove it.",
        ),
        "roundabout-condition": advice(
            "the condition is written in a roundabout way",
            "A 'not' of a 'not', or a list of one, is usually what was left after a change, and is easy to misread.",
            "Write the inner condition alone.",
        ),
        "condition-hides-some": advice(
            "the condition asks about a question that some of these organisations never see",
            "A condition on a question that is not asked does not hold, so they would not see this question either.",
            "Widen applies_to of the question asked about, or leave those organisations out here too.",
        ),
        "depends-on-optional": advice(
            "a rated question is only shown after a question that may be left unanswered",
            "Leaving the first blank avoids the rating, and the score looks complete.",
            "Make the question asked about required.",
        ),
    },
)
