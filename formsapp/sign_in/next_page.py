"""Where to go after signing in: only ever to a page of this site."""

import re

LONGEST = 2000
#: A path from the root, whose second character is no slash of any kind; no backslash, space or control character.
_OWN_PATH = re.compile(r"/(?![/\\])[^\\\x00-\x20\x7f-\x9f]*")


def safe_next(asked: str | None) -> str | None:
    """The page asked for if it is one of ours, else None."""
    if not asked or len(asked) > LONGEST or _OWN_PATH.fullmatch(asked) is None:
        return None
    return asked
