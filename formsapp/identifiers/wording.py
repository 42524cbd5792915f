"""What to say about words that may identify a child."""

from collections.abc import Iterable

from formsapp.identifiers.found import Found, Kind

_LABELS = {
    Kind.NHS_NUMBER: "an NHS number",
    Kind.UPN: "a pupil’s number (UPN)",
    Kind.POSTCODE: "a postcode",
    Kind.CASE_NUMBER: "a case number",
    Kind.NAME_AND_BIRTH_DATE: "a name with a date of birth or an age",
}
OTHERWISE = "Take it out, or say why it must stay"


def label_of(kind: str) -> str:
    """What the words look like, as it stands in a sentence; a kind of an earlier release stays as it is."""
    return _LABELS[Kind(kind)] if kind in set(Kind) else kind.replace("_", " ")


def words_for(found: Iterable[Found], otherwise: str = OTHERWISE) -> str:
    """One sentence on all that was found in a text, and what to do; empty where nothing was."""
    labels = list(dict.fromkeys(label_of(one.kind) for one in found))
    if not labels:
        return ""
    listed = " and ".join(filter(None, [", ".join(labels[:-1]), labels[-1]]))
    return f"This looks like {listed}. {otherwise}"
