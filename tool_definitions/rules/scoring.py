"""Rules of weights, bands and limits."""

from tool_definitions.rules.rule import Family, advice, error

FAMILY = Family(
    "Weights, bands and limits",
    "How ratings become scores and bands. A slip here changes results without anybody noticing.",
    {
        "bands-not-ascending": error(
            "bands must be in ascending order, each with a label of its own",
            "Otherwise a score would fall into the wrong band, or into two.",
            "Put the bands in order of from, each with its own label.",
        ),
        "bands-not-from-zero": error(
            "the first band must start from 0",
            "The lowest scores would have no band.",
            "Let the first band start from 0.",
        ),
        "all-weights-zero": error(
            "at least one weight must be above 0",
            "A mean of nothing cannot be worked out, so there would be no score.",
            "Give at least one a weight above 0.",
        ),
        "no-bands": advice(
            "the tool is scored but has no bands",
            "Boards and governors ask what 63% means. Without bands each reader decides alone.",
            "Add scoring.bands with two to four bands, the first from 0.",
        ),
        "one-band": advice(
            "there is only one band",
            "Every result would have the same band, so the band says nothing.",
            "Add a band, or remove bands.",
        ),
        "narrow-band": advice(
            "a band is less than 5 points wide",
            "One answer more or less moves a result across it, and a band from 100 needs a perfect return.",
            "Move its start, or join it with the next.",
        ),
        "band-named-as-level": advice(
            "a band has the same label as a level",
            "Readers take a worked-out score for a grade that somebody judged.",
            "Give the bands words of their own.",
        ),
        "limit-without-band": advice(
            "the limit names neither a section band nor an overall band",
            "It holds nothing down. A critical answer would only be counted among the concerns.",
            "Name the band that the section, the overall result or both can be no better than.",
        ),
        "limit-has-no-effect": advice(
            "the limit caps at the best band",
            "Nothing is ever better than the best band, so the limit does nothing.",
            "Name a lower band, or remove the limit.",
        ),
        "limit-always": advice(
            "the limit applies at the best level, so it always applies",
            "Every return that answers would be held down, however good.",
            "Name the level that is not good enough.",
        ),
        "limit-escaped": advice(
            "not applicable lets anybody out of a question with a limit",
            "A question that matters enough to hold down a result should not be left out by choice.",
            "Set not_applicable to never, or to only_for those it cannot fit.",
        ),
        "limit-on-optional": advice(
            "a question with a limit may be left unanswered",
            "Leaving it blank would escape the limit.",
            "Make the question required, or remove the limit.",
        ),
        "limit-without-weight": advice(
            "a question with a limit has the weight 0",
            "It matters enough to hold down a result, yet the best answer adds nothing to the score.",
            "Give it a weight above 0, or check that a bare gate is what you mean.",
        ),
        "limit-without-evidence": advice(
            "a question with a limit asks for no evidence, although others do",
            "The answers on which most depends would be the ones nobody can test.",
            "Ask for evidence, at least at the better levels.",
        ),
        "weightless-section": advice(
            "a section with rated questions has the weight 0",
            "People rate with care, and none of it counts in the overall score.",
            "Give the section a weight, or ask without ratings.",
        ),
        "section-weight-unused": advice(
            "a section has a weight but no rated question",
            "The weight does nothing. Perhaps the questions were meant to be rated.",
            "Remove the weight, or rate a question of the section.",
        ),
        "section-weights-ignored": advice(
            "sections have different weights, but the overall score is the mean over questions",
            "With overall: questions the weights of sections count for nothing.",
            "Set overall to sections, or remove the sections' weights.",
        ),
        "weight-without-scheme": advice(
            "a question has a weight but no rating scheme",
            "Only questions with a scheme are scored, so the weight does nothing.",
            "Add a scheme, or remove the weight.",
        ),
        "heavy-section": advice(
            "one section makes up more than half of the overall score",
            "The overall score then says little about the other sections.",
            "Lower its weight, or check with the partnership that this is meant.",
        ),
        "heavy-question": advice(
            "one question makes up more than half of its section's score",
            "The section's score then says little about its other questions.",
            "Lower its weight, or use a limit if this question must hold the result down.",
        ),
    },
)
