"""Scores and distributions as plain data: `scores.json`, numbers unrounded, None where there is none."""

from dataclasses import asdict
from typing import Any

from scoring.distributions import Distribution, Distributions, distributions
from scoring.explain import number
from scoring.score import KINDS, Scores


def scores_document(scores: Scores, audit: Distribution | None = None) -> dict[str, Any]:
    """The whole of `scores.json`; `audit` saves counting again."""
    return {
        "tool": {"key": scores.tool.key, "version": scores.tool.version},
        "returns": [return_document(scores, row) for row in range(len(scores))],
        "audit": audit_document(audit or distributions(scores).audit),
    }


def return_document(scores: Scores, row: int) -> dict[str, Any]:
    """One return: its overall score and that of each section."""
    keys = scores.columns.section_keys
    return {
        "return_id": scores.ratings.return_ids[row],
        "overall": _score(scores, row, None),
        "sections": {key: _score(scores, row, place) for place, key in enumerate(keys)},
    }


def _score(scores: Scores, row: int, section: int | None) -> dict[str, Any]:
    if section is None:
        four = {kind: scores.part(kind).overall[row] for kind in KINDS}
        coverage, share, band = scores.coverage[row], scores.share_moderated[row], scores.bands[row]
    else:
        four = {kind: scores.part(kind).sections[row, section] for kind in KINDS}
        coverage, share = scores.coverage_sections[row, section], scores.share_moderated_sections[row, section]
        band = scores.bands_sections[row, section]
    return {
        **{kind: number(value) for kind, value in four.items()},
        "share_moderated": number(share),
        "coverage": number(coverage),
        "provisional": bool(coverage < 1),
        "band": scores.columns.band_labels[band] if band >= 0 else None,
        "capped_by": scores.capped_by(row, section),
    }


def audit_document(audit: Distribution) -> dict[str, Any]:
    """All returns together, or one group."""
    document = asdict(audit)
    if document["in_scope"] is None:
        del document["in_scope"]
    return document


def groups_document(found: Distributions) -> dict[str, Any]:
    """Each group of the attribute that the distributions were made by."""
    return {"by": found.by, "groups": {name: audit_document(group) for name, group in found.groups.items()}}
