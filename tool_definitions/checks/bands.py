"""What the bands say, taken together."""

from collections.abc import Iterator
from itertools import pairwise

from tool_definitions.checks.scoring import read_bands
from tool_definitions.draft import Draft
from tool_definitions.problems import Problem
from tool_definitions.tool import Kind
from tool_definitions.values import look_alike

NARROWEST = 5
_NEED_BANDS = frozenset({Kind.SELF_ASSESSMENT, Kind.CASE_FILE})


def bands_there(draft: Draft) -> Iterator[Problem]:
    """A scored self-assessment or case audit has two bands or more."""
    found = read_bands(draft)
    if not found and draft.kind in _NEED_BANDS and draft.rated:
        yield draft.problem("no-bands", ("scoring",) if "scoring" in draft.data else ())
    if len(found) == 1:
        message = f"every score is in the band '{found[0][1].label}'"
        yield draft.problem("one-band", ("scoring", "bands"), message)


def band_widths(draft: Draft) -> Iterator[Problem]:
    """Each band is wide enough to mean something."""
    found = read_bands(draft)
    starts = [band.from_ for _, band in found] + [100.0]
    for (path, band), (start, end) in zip(found, pairwise(starts), strict=True):
        if 0 <= end - start < NARROWEST and len(found) > 1:
            message = f"the band '{band.label}' is {end - start:g} wide, from {start:g} to {end:g}"
            yield draft.problem("narrow-band", (*path, "from"), message)


def band_words(draft: Draft) -> Iterator[Problem]:
    """No band has the name of a level that people choose."""
    labels = {look_alike(level.label) for scheme in draft.schemes.values() for level in scheme.levels or ()}
    for path, band in read_bands(draft):
        if look_alike(band.label) in labels:
            yield draft.problem("band-named-as-level", (*path, "label"), f"'{band.label}' is both a band and a level")
