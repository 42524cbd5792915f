"""The values that an organisation's attributes may have, with the words people see."""

TYPES = {
    "school": "School",
    "college": "College",
    "agency": "Agency",
    "early_years": "Early years setting",
    "other": "Other",
}
PHASES = {
    "nursery": "Nursery",
    "primary": "Primary",
    "middle": "Middle",
    "secondary": "Secondary",
    "all_through": "All-through",
    "post_16": "Post-16",
}
#: The sectors that the Department for Education's register gives.
EDUCATION_SECTORS = {
    "maintained": "Maintained by the council",
    "academy": "Academy or free school",
    "independent": "Independent",
    "further_education": "Further education",
}
#: The sectors of agencies and other organisations, which are added by hand.
AGENCY_SECTORS = {
    "police": "Police",
    "health": "Health",
    "council": "Council",
    "youth_justice": "Youth justice",
    "probation": "Probation",
    "prison": "Prison or secure setting",
    "housing": "Housing",
    "voluntary": "Voluntary, community or faith",
    "fire": "Fire and rescue",
    "transport": "Transport",
    "sport": "Sport and leisure",
    "early_years": "Early years and childcare",
    "other": "Another sector",
}
SECTORS = EDUCATION_SECTORS | AGENCY_SECTORS
PROVISIONS = {
    "mainstream": "Mainstream",
    "special": "Special",
    "alternative": "Alternative provision",
    "childminder": "Childminder",
    "group": "Nursery, pre-school or other group setting",
    "out_of_school": "Out-of-school or holiday club",
}
YES_NO = {"yes": "Yes", "no": "No"}
DUTIES = {
    "s175": "Education Act 2002, section 175",
    "s157": "Education Act 2002, section 157, by the independent school standards",
    "nmss": "Non-maintained special schools regulations",
    "2009_act": "Apprenticeships, Skills, Children and Learning Act 2009",
    "s40": "Childcare Act 2006, section 40",
    "s11": "Children Act 2004, section 11",
}
STATUSES = {
    "open": "Open",
    "proposed_to_close": "Open, proposed to close",
    "proposed_to_open": "Proposed to open",
    "closed": "Closed",
}
#: Every attribute of an organisation, as people call it, in the order shown.
LABELS = {
    "name": "Name",
    "urn": "URN",
    "dfe_number": "DfE number",
    "type": "Type",
    "phase": "Phase",
    "sector": "Sector",
    "provision": "Provision",
    "trust": "Trust",
    "has_nursery": "Nursery",
    "has_sixth_form": "Sixth form",
    "boarding": "Boarding",
    "establishment_type": "Type in the DfE register",
    "local_authority": "Local authority",
    "duty": "Legal duty",
    "town": "Town",
    "postcode": "Postcode",
    "telephone": "Telephone",
    "website": "Website",
    "opened_on": "Opened",
    "closed_on": "Closed",
    "status": "Status",
}
_WORDS = {
    "type": TYPES,
    "phase": PHASES,
    "sector": SECTORS,
    "provision": PROVISIONS,
    "has_nursery": YES_NO,
    "has_sixth_form": YES_NO,
    "boarding": YES_NO,
    "duty": DUTIES,
    "status": STATUSES,
}


def words_for(attribute: str, value: str | None) -> str:
    """A value of an attribute as people read it; empty where nothing is known."""
    if value is None:
        return ""
    return _WORDS.get(attribute, {}).get(value, value)


def values_of(attribute: str) -> dict[str, str]:
    """The values an attribute may have; empty where any text will do."""
    return _WORDS.get(attribute, {})
