"""The name of a file as it is shown and offered for download: never a path, and nothing that fools the eye."""

import re
import unicodedata

LONGEST_NAME = 100
_NO_NAME = "evidence"
#: Control characters, and those that turn or hide text: a name reads as it is.
_UNSEEN = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
_NOT_IN_A_NAME = re.compile(r'[<>:"|?*]')
_OF_THE_SYSTEM = re.compile(r"(con|prn|aux|nul|com[0-9]|lpt[0-9])(\..*)?", re.IGNORECASE)
#: Joins the parts of one emoji; it hides nothing.
_JOINER = "\u200d"


def shown_name(sent: str, endings: tuple[str, ...]) -> str:
    """The name that was sent, cleaned, with an ending that says what the file is."""
    name = _plain(sent)
    if ending_of(name) not in endings:
        name += endings[0]
    stem, ending = name[: -len(ending_of(name))], ending_of(name)
    stem = stem[: LONGEST_NAME - len(ending)].rstrip(" .") or _NO_NAME
    return f"file-{stem}{ending}" if _OF_THE_SYSTEM.fullmatch(stem) else stem + ending


def ending_of(name: str) -> str:
    """What stands after the last full stop, with it, in small letters; nothing where there is none."""
    stem, stop, ending = name.strip().rstrip(".").rpartition(".")
    return f".{ending.lower()}" if stop and stem and ending else ""


def _plain(sent: str) -> str:
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", sent))[-1]
    seen = (one for one in last if one == _JOINER or unicodedata.category(one) not in _UNSEEN)
    return re.sub(r"\s+", " ", _NOT_IN_A_NAME.sub("-", "".join(seen))).strip(" .") or _NO_NAME
