"""Rules that keep children from being named."""

from tool_definitions.rules.rule import Family, advice

FAMILY = Family(
    "No child is named",
    "Audits learn from practice. They never need to know who a child is.",
    {
        "asks-for-a-name": advice(
            "the question asks for the name or initials of a child, a family or a carer",
            "No child is named in an audit. Once it is written it is copied, exported and printed.",
            "Ask for a case code, a number or a pattern.",
        ),
        "asks-for-identifier": advice(
            "the question asks for something that tells who a child is",
            "A date of birth, an address or an NHS, UPN or case number points to one child as surely as a name.",
            "Ask for an age band, an area or a case code.",
        ),
        "identifier-in-text": advice(
            "the words hold what looks like an NHS number, a UPN or a National Insurance number",
            "If it is real it belongs to a person, and it would go to every setting.",
            "Take it out; use words such as 'the NHS number' where you must speak of one.",
        ),
        "no-naming-advice": advice(
            "people write freely, and nowhere are they told to name no one",
            "Somebody will name a child unless the tool asks them not to.",
            "Say in the purpose: do not name a child, a family or a member of staff.",
        ),
        "no-immediate-risk-advice": advice(
            "the purpose does not say what to do about a child at risk now",
            "An audit form is read days later. Somebody who finds a child at risk must be told to act at once.",
            "Say in the purpose to call 999 or the front door, and that the form is not a way to report a concern.",
        ),
    },
)
