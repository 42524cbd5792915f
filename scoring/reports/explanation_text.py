"""One return's score, opened, to read in a terminal."""

from collections.abc import Iterator

from scoring.explain import Contribution, Explanation, SectionExplained
from scoring.reports.score_tables import aligned
from scoring.shown import percent, rounded, score_text

_KINDS = {
    "self": "self score",
    "moderated": "moderated score (over the moderated questions alone)",
    "self_on_moderated": "self score over the moderated questions",
    "effective": "effective score (moderated where there is a moderated rating, else self)",
}
_REASONS = {
    "unanswered": "unanswered",
    "not_applicable": "not applicable",
    "does_not_apply": "does not apply to this organisation",
    "hidden": "not put to this return by its own answers",
    "not_moderated": "not moderated",
}


def as_text(explanation: Explanation) -> str:
    """The score, then each section with its contributions and what was left out."""
    return "\n".join(_lines(explanation)).rstrip() + "\n"


def _lines(explanation: Explanation) -> Iterator[str]:
    whose = explanation.organisation_id
    of = "" if whose == explanation.return_id else f" of {whose}"
    yield f"Return {explanation.return_id}{of}: {_KINDS[explanation.kind]}"
    yield f"Overall: {_score(explanation)}"
    for section in explanation.sections:
        yield ""
        yield from _section(section)


def _score(part: Explanation | SectionExplained) -> str:
    if part.score is None:
        return "no score"
    text = f"{rounded(part.score)} out of 100"
    if part.band:
        text += f", {part.band}"
    if part.coverage is not None and part.coverage < 1:
        text += f", provisional: {percent(part.coverage)} answered"
    if part.capped_by:
        text += f", capped by {', '.join(part.capped_by)}"
    return text


def _section(section: SectionExplained) -> Iterator[str]:
    carries = (
        "" if section.share_of_overall is None else f" (carries {percent(section.share_of_overall)} of the overall)"
    )
    yield f"{section.title}: {_score(section)}{carries}"
    if section.contributions:
        header = ("question", "level", "rating score", "weight", "to section", "to overall")
        yield from (f"  {line}" for line in aligned([header, *map(_contribution, section.contributions)]))
    for left in section.left_out:
        yield f"  {left.question}: left out, {_REASONS[left.reason]}"


def _contribution(line: Contribution) -> tuple[str, ...]:
    level = f"{line.level} {line.label}" + (" (moderated)" if line.moderated else "")
    points = (
        score_text(line.rating_score),
        f"{line.weight:g}",
        score_text(line.to_section),
        score_text(line.to_overall),
    )
    return (line.question, level, *points)
