"""Rules of case files and of training impact."""

from tool_definitions.rules.rule import Family, advice

FAMILY = Family(
    "Case files and waves",
    "What is recorded about a case, and when a training-impact tool asks its questions.",
    {
        "missing-case": advice(
            "a case-file tool should say what is recorded about a case",
            "Without it auditors could not say which case a return is about.",
            "Add 'case:' with a code, age bands and themes.",
        ),
        "missing-waves": advice(
            "a training-impact tool should name its waves",
            "Answers before and after could not be told apart.",
            "Add 'waves: [before, after, three_months]'.",
        ),
        "unused-case": advice(
            "only a case-file tool records cases",
            "Nobody will be asked for a case, so what is written here does nothing.",
            "Set kind to case_file, or remove 'case:'.",
        ),
        "unused-waves": advice(
            "only a training-impact tool has waves",
            "Every question will be asked once, whatever waves it names.",
            "Set kind to training_impact, or remove the waves.",
        ),
        "case-without-themes": advice(
            "no themes are named for the cases",
            "The report could not compare cases by what they were about.",
            "Add themes such as neglect or domestic abuse.",
        ),
        "duplicate-case-word": advice(
            "the same theme or age band is listed twice",
            "Cases of one kind would be split between two.",
            "Remove one.",
        ),
        "age-bands-overlap": advice(
            "two age bands overlap",
            "A child of that age could be put in either, so the counts would not agree.",
            "Let each band start one year after the last one ends.",
        ),
        "code-example-identifies": advice(
            "the example of a case code looks like a name, a date of birth or a real number",
            "People copy the example. No child may be recognised by a code.",
            "Use a code that means nothing elsewhere, such as C01.",
        ),
        "long-window": advice(
            "the audit looks back more than 24 months",
            "The framework looks at the last 12 months. Older practice was under other guidance and other people.",
            "Use 12 months, or say in the purpose why it must be longer.",
        ),
        "one-wave": advice(
            "there is only one wave",
            "Impact is a change, and one wave has nothing to compare with.",
            "Add at least one more wave.",
        ),
        "empty-wave": advice(
            "no question is asked in this wave",
            "People would be invited and find an empty form.",
            "Ask a question in it, or remove the wave.",
        ),
        "waves-not-compared": advice(
            "no rated question is asked in more than one wave",
            "The same question asked before and after is the only thing that shows a difference.",
            "Leave out waves on the questions to compare, so that they are asked every time.",
        ),
    },
)
