"""Rules of what each level looks like."""

from tool_definitions.rules.rule import Family, advice

FAMILY = Family(
    "What each level looks like",
    "The framework asks for ratings with guidance on how to apply them. Two people who see the same practice "
    "should choose the same level.",
    {
        "level-without-guidance": advice(
            "a level of a rating question is not described",
            "People would rate by feeling, and moderators would have nothing to hold a rating to.",
            "Describe the level in the question's levels, or in the scheme's means.",
        ),
        "levels-partly-described": advice(
            "the question describes some of its levels only",
            "The others fall back to the scheme's general words, which seldom fit between your own. It is often a "
            "level that was forgotten.",
            "Describe every level, or none.",
        ),
        "same-description": advice(
            "two levels are described in the same words",
            "Nobody could say why a rating is the one and not the other.",
            "Say what is different at the better level.",
        ),
        "description-of-scheme": advice(
            "a level is described in the scheme's own words",
            "It says nothing that was not there, and will not follow when the scheme is reworded.",
            "Say what the level looks like for this question, or remove the description.",
        ),
        "description-is-label": advice(
            "a level's description only repeats its label",
            "It helps nobody to choose.",
            "Say what somebody would see, hear or read at this level.",
        ),
        "descriptions-copied": advice(
            "two questions describe their levels in the same words",
            "Usually a question was copied and its levels were not rewritten, so they describe something else.",
            "Rewrite the levels for this question, or leave them out.",
        ),
        "layout-in-level": advice(
            "a level's description or a hint has a heading, table or picture in it",
            "These words stand beside a button, in a narrow column and in a spreadsheet cell.",
            "Use a sentence or two, or a short list; move the rest to guidance.",
        ),
    },
)
