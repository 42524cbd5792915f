"""Rules of who is asked."""

from tool_definitions.rules.rule import Family, advice

FAMILY = Family(
    "Who is asked",
    "Sections and questions fitted to the organisations they are for.",
    {
        "odd-attribute": advice(
            "an organisation attribute is nearly, but not quite, one that is known",
            "No organisation has it, so nobody would be asked.",
            "Use the attribute's own name.",
        ),
        "odd-attribute-value": advice(
            "the register has no such value of this attribute",
            "No organisation matches it, so those you mean would not be asked.",
            "Use one of the values of the register.",
        ),
        "lists-every-value": advice(
            "applies_to lists every value of an attribute",
            "It looks as if everybody were asked, but organisations where the attribute is blank are left out.",
            "Remove the attribute, unless those with a blank should be left out.",
        ),
        "outside-audience": advice(
            "a type of organisation is named that the tool's audience leaves out",
            "They never receive the tool, so either the audience or this question is wrong.",
            "Add the type to the audience, or remove it here.",
        ),
        "outside-section": advice(
            "the question names organisations that its section leaves out",
            "They never see the section, so they would not be asked.",
            "Widen the section's applies_to, or remove them here.",
        ),
        "only-for-nobody": advice(
            "only_for names nobody who is asked this question",
            "Nobody could choose not applicable, although the question says that some may.",
            "Name organisations that are asked, or set not_applicable to never.",
        ),
        "not-applicable-unexplained": advice(
            "a rated question may be left out as not applicable without a reason",
            "Not applicable leaves the score. Without a reason nobody can tell a fair one from an easy way out.",
            "Use with_reason.",
        ),
        "not-fitted": advice(
            "a tool for several kinds of organisation asks all of them the same",
            "The framework asks tools to adapt to the agency. People stop reading after the third question that is "
            "not about them.",
            "Use applies_to or show_if for what belongs to some only.",
        ),
    },
)
