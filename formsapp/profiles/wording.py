"""How a profile says things in sentences."""

from formsapp.profiles.since import Moved
from formsapp.ui.formatting import score
from scoring.shown import counted

_ENDINGS = ".?!…"


def shortened(text: str, longest: int) -> str:
    """The text on one line, ended at a word where it is longer than this many characters."""
    line = " ".join(text.split())
    if len(line) <= longest:
        return line
    cut = line[: longest - 1]
    words = cut.rpartition(" ")[0]
    return f"{(words if len(words) > longest // 2 else cut).rstrip(' ,;:.–-')}…"


def quoted(title: str, longest: int = 110) -> str:
    """A title inside a sentence: in quotation marks, without its full stop."""
    return f"‘{shortened(title, longest).rstrip('.')}’"


def sentence(text: str) -> str:
    """The text with a full stop, unless it ends a sentence already."""
    return text if text.endswith(tuple(_ENDINGS)) else f"{text}."


def moved_sentence(moved: Moved, what: str | None = None) -> str:
    """A section rose, fell or stayed, on how many questions."""
    name = what or quoted(moved.title)
    over = f"on the {counted(moved.compared, 'question')} that can be compared"
    if moved.way == "same":
        return f"{name} stayed at {score(moved.now)}, {over}."
    verb = "rose" if moved.way == "up" else "fell"
    by, between = score(abs(moved.difference)), f"from {score(moved.before)} to {score(moved.now)}"
    return f"{name} {verb} by {by} points, {between}, {over}."
