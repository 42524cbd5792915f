"""Bands and weights."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from tool_definitions.checks.levels import nearest_or_list
from tool_definitions.document import is_mapping
from tool_definitions.draft import Draft, DraftSection, salvage
from tool_definitions.problems import DocumentPath, Problem
from tool_definitions.question import JudgedQuestion
from tool_definitions.tool import Band


def read_bands(draft: Draft) -> list[tuple[DocumentPath, Band]]:
    """The bands that can be read, with their paths, in the order written."""
    scoring = draft.data.get("scoring")
    written = scoring.get("bands") if is_mapping(scoring) else None
    parts = enumerate(written) if isinstance(written, list) else ()
    read = [(("scoring", "bands", place), salvage(Band, part)) for place, part in parts]
    return [(path, band) for path, band in read if band]


def bands(draft: Draft) -> Iterator[Problem]:
    """Bands start from 0, ascend, and have labels of their own."""
    found = read_bands(draft)
    if found and found[0][1].from_ != 0:
        yield draft.problem(
            "bands-not-from-zero",
            (*found[0][0], "from"),
            f"the first band starts from {found[0][1].from_:g}, not from 0",
        )
    for (_, lower), (path, upper) in pairwise(found):
        if upper.from_ <= lower.from_:
            message = f"the band '{upper.label}' starts from {upper.from_:g}, which is not above {lower.from_:g}"
            yield draft.problem("bands-not-ascending", (*path, "from"), message)
    seen: set[str] = set()
    for path, band in found:
        if band.label in seen:
            yield draft.problem("bands-not-ascending", (*path, "label"), f"two bands are called '{band.label}'")
        seen.add(band.label)


def bands_named(draft: Draft) -> Iterator[Problem]:
    """Every band that a limit names is one of the tool's."""
    labels = tuple(band.label for _, band in read_bands(draft))
    for question in draft.questions:
        limit = question.judged.limit if question.judged else None
        for name, label in (("section", limit.section), ("overall", limit.overall)) if limit else ():
            if label is not None and label not in labels:
                path = (*question.path, "limit", name)
                yield draft.problem(
                    "unknown-band", path, f"no band is called '{label}'", nearest_or_list(label, labels)
                )


def weights(draft: Draft) -> Iterator[Problem]:
    """Something in each section that is scored, and some section, has a weight above 0."""
    rated: dict[DocumentPath, list[JudgedQuestion]] = {}
    for question, judged in draft.scored():
        rated.setdefault(question.section.path, []).append(judged)
    sections = [section for section in draft.sections if section.path in rated]
    for section in sections:
        if all(judged.weight == 0 for judged in rated[section.path]):
            message = f"every rated question of the section '{section.key}' has the weight 0"
            yield draft.problem("all-weights-zero", section.path, message, "give at least one a weight above 0")
    if sections and _all_zero(sections):
        message = "every section with rated questions has the weight 0"
        yield draft.problem("all-weights-zero", ("sections",), message, "give at least one a weight above 0")


def _all_zero(sections: Sequence[DraftSection]) -> bool:
    return all(section.section is not None and section.section.weight == 0 for section in sections)
