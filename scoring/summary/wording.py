"""The drafted sentences: plain, calm, one a line, each with its figures. A chair edits them."""

from scoring.shown import counted, in_words, listed, percent, rounded
from scoring.summary.findings import Concern, Reason
from tool_definitions.scheme import RatingScheme, Stance
from tool_definitions.tool import Tool


def quoted(title: str) -> str:
    """A question's or section's title inside a sentence."""
    return f"‘{title.strip().rstrip('.')}’"


def strength_sentence(tool: Tool, question: str, reason: Reason) -> str:
    """A question working well."""
    at_strength = round(reason["strength_share"] * reason["n"])
    levels = _labels(tool.scheme_of(question), Stance.STRENGTH)
    share = _of(at_strength, reason["n"], "return", reason["strength_share"])
    return (
        f"On {quoted(tool.questions[question].title)}, {share} {_is_are(at_strength)} rated {levels} "
        f"and the average score is {rounded(reason['mean'])} out of 100."
    )


def section_sentence(tool: Tool, section: str, reason: Reason) -> str:
    """A section working well."""
    return (
        f"The section {quoted(tool.section(section).title)} is working well as a whole: its average score is "
        f"{rounded(reason['mean'])} out of 100 across {counted(reason['n'], 'return')}."
    )


def concern_sentence(tool: Tool, concern: Concern) -> str:
    """An emerging concern with every reason for it."""
    parts = [_REASONS[reason["reason"]](tool, concern.question, reason) for reason in concern.reasons]
    return f"On {quoted(tool.questions[concern.question].title)}, {'; '.join(parts)}."


def _prevalent(tool: Tool, question: str, reason: Reason) -> str:
    levels = _labels(tool.scheme_of(question), Stance.CONCERN)
    share = _of(reason["concern"], reason["n"], "return", reason["concern_share"])
    return f"{share} {_is_are(reason['concern'])} rated {levels}"


def _critical(tool: Tool, question: str, reason: Reason) -> str:
    level = tool.scheme_of(question).level(reason["at_or_below"])
    lowest = level is tool.scheme_of(question).levels[0]
    where = f"rated ‘{level.label}’" if lowest else f"rated ‘{level.label}’ or below"
    return f"{_not_too_few(tool, reason['returns'])} are {where}, which limits the judgement on them"


def _not_too_few(tool: Tool, returns: int) -> str:
    """How many returns, unless so few that a published sentence would point at them; the reason keeps the number."""
    smallest = tool.summary.min_group
    return f"fewer than {in_words(smallest)} returns" if returns < smallest else counted(returns, "return")


def _declined(_tool: Tool, _question: str, reason: Reason) -> str:
    parts = []
    if reason["mean_change"] < 0:
        parts.append(
            f"the average score has fallen from {rounded(reason['mean_before'])} to {rounded(reason['mean_now'])}"
        )
    if reason["concern_share_change"] > 0:
        points = rounded(100 * reason["concern_share_change"], 0)
        parts.append(f"the share rated as a concern has risen by {points} percentage points")
    return f"{listed(parts)} in the {counted(reason['matched'], 'organisation')} that answered both times"


def _over_rated(_tool: Tool, _question: str, reason: Reason) -> str:
    share, lowered, looked = percent(reason["lowered_share"]), reason["lowered"], reason["moderated"]
    return f"moderation lowered {in_words(lowered)} of the {in_words(looked)} ratings it looked at ({share})"


def _uneven(_tool: Tool, _question: str, reason: Reason) -> str:
    best, worst = rounded(reason["best_mean"]), rounded(reason["worst_mean"])
    return (
        f"practice is uneven by {reason['by'].replace('_', ' ')}: the average score is {best} for {reason['best']} "
        f"and {worst} for {reason['worst']}"
    )


_REASONS = {
    "prevalent": _prevalent,
    "critical": _critical,
    "declined": _declined,
    "over_rated": _over_rated,
    "uneven": _uneven,
}


def recommendation_sentence(tool: Tool, question: str) -> str:
    """What is recommended where neither the question nor its section says."""
    return f"Agree what will change, who will do it and by when, on {quoted(tool.questions[question].title)}."


def too_few_sentence(returns: int, needed: int) -> str:
    """Why the lists are short."""
    scored = counted(returns, "return was", "returns were")
    return (
        f"Only {scored} scored, fewer than the {in_words(needed)} that this tool asks for before it draws conclusions, "
        "so the lists hold only what is a concern in even one return."
    )


def _of(part: int, whole: int, what: str, share: float) -> str:
    if part == whole:
        return f"all {in_words(whole)} rated {what}s" if whole > 1 else f"the one rated {what}"
    return f"{in_words(part)} of the {in_words(whole)} rated {what}s ({percent(share)})"


def _is_are(number: int) -> str:
    return "is" if number == 1 else "are"


def _labels(scheme: RatingScheme, stance: Stance) -> str:
    return listed([f"‘{level.label}’" for level in scheme.levels if level.stance is stance], "or")
