"""Rules of a version against those before it."""

from tool_definitions.rules.rule import Family, advice, error

FAMILY = Family(
    "Versions",
    "What a question was in the version before. All but the last four are found only where the version before is "
    "known: in the builder, or with `--earlier FILE`.",
    {
        "unknown-from": error(
            "the version before has no such question",
            "Last year's answers could not be found, and no change could be shown.",
            "Use the key that the question had, or leave out 'from' where it is new.",
        ),
        "version-ratified": error(
            "this version is already ratified with other content",
            "What was ratified never changes, so that every return can be read with the questions it answered.",
            "Raise the version.",
        ),
        "other-tool": error(
            "the file it was compared with is of another tool",
            "Comparing two different tools says nothing.",
            "Compare with an earlier version of the same tool, or correct the key.",
        ),
        "version-not-raised": advice(
            "the version does not come after the one before",
            "Lists and reports put versions in order, so the older would look like the newer.",
            "Give it a later name, such as the next year.",
        ),
        "dropped-question": advice(
            "a question of the version before has no successor",
            "Its figures end here. That may be right, but people ask why a concern of last year has vanished.",
            "Name its key in the 'from' of the question that replaces it, or confirm that it was dropped.",
        ),
        "reworded-not-said": advice(
            "the words changed, but the question is said to be the same",
            "Readers take a change in the answers for a change in practice.",
            "Write 'from: {key: KEY, relation: reworded}', or split or merged.",
        ),
        "key-reused": advice(
            "the key belonged to another question in the version before",
            "Last year's answers to something else would be shown beside this question and compared with it.",
            "Give the new question a new key.",
        ),
        "type-changed": advice(
            "the question is continued, but is of another type",
            "Last year's answers cannot be brought forward or compared.",
            "Give it a new key, or keep the type.",
        ),
        "levels-changed": advice(
            "the question is continued, but its levels are others",
            "Scores of the two years are not comparable, and the report will say so instead of showing a change.",
            "Keep the scheme, or accept that the comparison starts again.",
        ),
        "weight-changed": advice(
            "the weight is not what it was",
            "Section scores move although nobody's practice did.",
            "Keep the weight, or say so when you present the change in scores.",
        ),
        "bands-changed": advice(
            "the bands are not what they were",
            "A setting can change band with the same answers.",
            "Keep the bands, or do not compare bands with the version before.",
        ),
        "merged-from-one": advice(
            "the question is said to be merged, but from one question only",
            "Merged means that two or more became one. The others would be shown as dropped.",
            "List every question it came from, or write same or reworded.",
        ),
        "several-not-merged": advice(
            "the question comes from several, but is not said to be merged",
            "Only one question can be the same as this one.",
            "Write relation: merged for each of them.",
        ),
        "split-alone": advice(
            "the question is said to be split, but nothing else comes from the same question",
            "Split means that one became two or more. A part may be missing.",
            "Name the key in the 'from' of the other part, or write same or reworded.",
        ),
        "two-continue-one": advice(
            "two questions are both said to continue the same question",
            "Last year's answer would be counted twice.",
            "Write relation: split for each, or let one be new.",
        ),
    },
)
