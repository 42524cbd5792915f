"""Rules of references to law and guidance."""

from tool_definitions.rules.rule import Family, advice

FAMILY = Family(
    "References",
    "Law and guidance are dated data, so that a new edition can find the questions it touches.",
    {
        "superseded-reference": advice(
            "a question refers to a superseded edition",
            "People would be held to words that are no longer in force.",
            "Compare the question with the newer edition, and cite that.",
        ),
        "superseded-by-unknown": advice(
            "superseded_by names no reference of the tool",
            "Questions that cite the old edition could not be led to the new one.",
            "Add the new edition to references and use its name.",
        ),
        "superseded-in-a-circle": advice(
            "references supersede each other in a circle, or one supersedes itself",
            "No edition is in force, so every citation would be called out of date.",
            "Remove superseded_by from the newest.",
        ),
        "superseded-by-older": advice(
            "a reference is superseded by an edition with an earlier date",
            "One of the two dates is wrong, or the two names were exchanged.",
            "Check both dates, and let the older be superseded by the newer.",
        ),
        "duplicate-reference": advice(
            "two references are the same edition of the same thing",
            "A new edition would be noticed for one and missed for the other.",
            "Keep one, and cite it throughout.",
        ),
        "two-editions-in-force": advice(
            "two editions of the same thing are listed and neither is superseded",
            "Nobody can tell which one people are held to.",
            "Write superseded_by on the older.",
        ),
        "edition-against-title": advice(
            "the year in the title or the name is not the year of the edition",
            "The year was probably changed in one place only. Questions would look up to date and not be.",
            "Correct the date, or the year in the words.",
        ),
        "edition-after-version": advice(
            "the edition is dated years after this version of the tool",
            "Most often a slip in the year. An edition that is not yet in force binds nobody.",
            "Check the date of the edition.",
        ),
        "insecure-link": advice(
            "the link starts with http://",
            "It can be changed on the way, and many networks no longer open it.",
            "Use https://.",
        ),
        "place-is-a-sentence": advice(
            "the place in a reference is written as a sentence",
            "It stands in small print beside the question, as 'para 103' or 'Part two' does.",
            "Give the paragraph, part or section only, and put the words in guidance.",
        ),
        "law-not-referenced": advice(
            "the question names a law or guidance in its words and has no reference",
            "When the law changes this question would not be found.",
            "Add it to references and cite it in the question.",
        ),
        "odd-crosswalk": advice(
            "another framework is named once, in nearly the same way as one that is named often",
            "It is probably misspelt, and the answer would be missing from that framework's list.",
            "Use the same name throughout.",
        ),
        "no-references": advice(
            "a self-assessment cites no law or guidance",
            "People ask what requires it of them, and nobody notices when the law changes.",
            "Add references, and cite them in the questions they are for.",
        ),
    },
)
