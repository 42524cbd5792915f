"""What section 12 of the quality assurance framework asks of a tool, and the proportions of a good one."""

from tool_definitions.rules.rule import Family, advice

FAMILY = Family(
    "What makes a good tool",
    "Most are what section 12 of the quality assurance framework asks of every tool.",
    {
        "no-reflection": advice(
            "no question asks for reflection on practice",
            "The framework asks tools to promote reflection and not to be purely process driven.",
            "Add 'asks_for: reflection' to the question that does, or add such a question.",
        ),
        "no-lived-experience": advice(
            "no question carries a thread of lived experience",
            "The framework asks that conclusions can be drawn about what life is like for children and families.",
            "Name such a thread and give it to a question.",
        ),
        "no-factors": advice(
            "no question asks for the factors that affected practice",
            "The framework asks for analysis of what helped practice and what got in the way.",
            "Add 'asks_for: factors' to the question that does, or add such a question.",
        ),
        "no-outcomes": advice(
            "no question asks about outcomes or impact",
            "The framework asks for an indication of outcomes. Activity alone does not show a difference for children.",
            "Add 'asks_for: outcomes' to the question that does, or add such a question.",
        ),
        "no-feedback": advice(
            "no question asks what people thought of the audit itself",
            "The report has a part on what was learnt about the audit, and it starts from what people say.",
            "Add a question with 'asks_for: feedback', such as 'What should we change about this audit?'",
        ),
        "no-equality": advice(
            "no thread, question or level speaks of equality, diversity or inclusion",
            "The framework wants equality as a golden thread through every audit.",
            "Add a thread for equality and give it to the questions where it matters.",
        ),
        "no-good-practice": advice(
            "nowhere are people asked for what works well",
            "Auditors are asked to find good practice and its details as well as gaps.",
            "Add a text question on what works well or what people are proud of.",
        ),
        "ratings-only": advice(
            "the tool asks for ratings only",
            "The framework asks for both figures and words. A rating does not say why.",
            "Add a text question.",
        ),
        "words-only": advice(
            "the tool asks for words only",
            "The framework asks for both figures and words. Words alone cannot be compared or followed over time.",
            "Add a question with a rating scheme.",
        ),
        "too-many-ratings": advice(
            "the tool has more than 120 rated questions",
            "So many are seldom answered with care: the last are rated like the one before.",
            "Leave out what nobody used last year, or use applies_to and show_if.",
        ),
        "long-section": advice(
            "a section has more than 25 questions",
            "It is one page of a form and one piece of work to hand to a colleague. This one is too long for both.",
            "Split it in two.",
        ),
        "one-question-section": advice(
            "a section has one rated question and no other",
            "Its score is one answer, and it counts as much as sections of ten.",
            "Move the question to another section, or add what is missing.",
        ),
        "no-purpose": advice(
            "the tool does not say what it is for",
            "The first page would be empty. People want to know why, for whom, how long and what becomes of it.",
            "Write a purpose.",
        ),
        "no-guidance": advice(
            "a rated question has no guidance",
            "People do not know what to look at, so ratings rest on memory.",
            "Say what to look at and whom to ask.",
        ),
        "section-without-guidance": advice(
            "a section has no guidance",
            "A sentence on what the section is about lets people hand it to the right colleague.",
            "Add a sentence or two of guidance.",
        ),
        "no-evidence-asked": advice(
            "a self-assessment asks nowhere for evidence",
            "Moderators could only believe or disbelieve.",
            "Ask for evidence at the better levels, or add an evidence question.",
        ),
    },
)
