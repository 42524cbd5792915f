"""Rules of the summary, moderation and sign-off."""

from tool_definitions.rules.rule import Family, advice

FAMILY = Family(
    "Summary, moderation and sign-off",
    "What the report lists, how ratings are challenged, and who stands by a return.",
    {
        "strength-share-low": advice(
            "strength_share is under a half",
            "Something would be reported as working well although most returns do not say so.",
            "Use 0.5 or more; 0.75 is usual.",
        ),
        "concern-share-high": advice(
            "concern_share is over a half",
            "A worry that half of all settings share would not be reported as a concern.",
            "Use 0.5 or less; 0.25 is usual.",
        ),
        "concern-share-zero": advice(
            "concern_share is 0",
            "Every question would be a concern, even where nobody gave it a low rating.",
            "Use a share above 0; 0.25 is usual.",
        ),
        "small-group": advice(
            "min_group is under 5",
            "In a table of three schools a reader can often tell whose answer it is.",
            "Use 5 or more.",
        ),
        "returns-below-group": advice(
            "min_returns is smaller than min_group",
            "Findings would be drawn from fewer returns than are needed to hide whose they are.",
            "Let min_returns be at least min_group.",
        ),
        "many-recommendations": advice(
            "more than 20 recommendations would be called the most significant",
            "The framework asks for the most significant changes. A list of 30 is not acted on.",
            "Use about 10; the rest follow as 'also noted'.",
        ),
        "no-challenge": advice(
            "challenge_days is 0, so nobody can question a moderated rating",
            "A rating that cannot be questioned is not trusted, and mistakes stand.",
            "Allow some days; 10 is usual.",
        ),
        "long-challenge": advice(
            "challenge_days is over 60",
            "The findings wait until the last challenge could have come.",
            "Use about 10 to 20 days.",
        ),
        "no-sign-off": advice(
            "nobody signs a self-assessment",
            "Without a signature nobody accountable has said that the account is fair.",
            "Add sign_off with at least one role and its statement.",
        ),
        "empty-statement": advice(
            "somebody signs, but to no words",
            "A signature under nothing means nothing.",
            "Write the sentence that they agree to.",
        ),
        "repeated-role": advice(
            "the same role signs twice",
            "The second was probably meant for somebody else, who would then not be asked.",
            "Name the other role, or remove one.",
        ),
        "odd-role": advice(
            "a role is nearly, but not quite, one that is known",
            "The person who should sign would not be shown their statement.",
            "Use the role's own name.",
        ),
    },
)
