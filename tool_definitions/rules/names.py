"""Rules of names: what is named exists, and what exists is named."""

from tool_definitions.rules.rule import Family, advice, error

FAMILY = Family(
    "Names",
    "What is named must exist, and the nearest right name is suggested. What exists should be used.",
    {
        "duplicate-key": error(
            "two sections or two questions have the same key",
            "Answers are kept by key, so one question's answers would be taken for the other's.",
            "Give one of them another key: the one that is new this year.",
        ),
        "unknown-scheme": error(
            "the rating scheme is neither written in the tool nor shipped",
            "Without its levels the question cannot be shown or scored.",
            "Name a scheme of rating_schemes, or add it there.",
        ),
        "unknown-level": error(
            "the rating scheme has no such level",
            "The comment, action or limit that depends on it would never be asked for or applied.",
            "Use the value of one of the scheme's levels.",
        ),
        "unknown-question": error(
            "the tool has no such question",
            "The condition could never hold, so the question that depends on it would be hidden from everybody.",
            "Use the key of an earlier question.",
        ),
        "unknown-band": error(
            "the scoring has no such band",
            "A limit could not hold the result down to a band that does not exist.",
            "Use the label of one of the bands, letter for letter.",
        ),
        "unknown-reference": error(
            "the tool has no such reference",
            "People could not tell which law or guidance is meant.",
            "Use a name from references, or add it there.",
        ),
        "unknown-thread": error(
            "the tool has no such thread",
            "The question would be missing from the report on that theme.",
            "Use a name from threads, or add it there.",
        ),
        "unknown-answer": error(
            "the question cannot be answered with this value",
            "The condition would wait for an answer that nobody can give.",
            "Use the value of one of the question's options or levels.",
        ),
        "unknown-wave": error(
            "the tool has no such wave",
            "Nobody would ever be asked the question.",
            "Use one of the waves of the tool.",
        ),
        "keys-look-alike": advice(
            "two keys differ only by a dot, hyphen or underscore, or by letters that look alike",
            "Sooner or later somebody puts one question's figures in the other's column.",
            "Rename the one that is new this year.",
        ),
        "unused-scheme": advice(
            "no question uses this rating scheme",
            "It may be left over, or a question may use another scheme than you meant.",
            "Remove it, or name it in the question that should use it.",
        ),
        "unused-thread": advice(
            "no question carries this thread",
            "The report on the theme would be empty, although the tool promises it.",
            "Give the thread to the questions that follow it, or remove it.",
        ),
        "unused-reference": advice(
            "no question cites this reference",
            "A reference that nothing cites tells nobody which question it is for, and is forgotten when it changes.",
            "Cite it in the questions it is for, or remove it.",
        ),
        "duplicate-thread": advice(
            "two threads have the same label",
            "Answers on one theme would be split between two, and both reports would be wrong.",
            "Keep one, and give its key to the questions of both.",
        ),
        "repeated-value": advice(
            "the same value is listed twice",
            "Often the second should have been another value, and somebody is left out.",
            "Change the second to what you meant, or remove it.",
        ),
    },
)
