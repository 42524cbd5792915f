"""Where pandas frames come in and go out. Only what takes or gives a frame imports this module."""

from typing import Any

import numpy as np
import pandas as pd

from scoring.assemble import Organisations, assemble
from scoring.packed import DOES_NOT_APPLY, HIDDEN, NOT_APPLICABLE, UNANSWERED
from scoring.problems import BadRatings, Problem
from scoring.ratings import Ratings
from scoring.score import KINDS, NO_BAND, Scores, rating_scores
from scoring.sheet import BLANK, NOT_A_NUMBER, Cells, Sheet
from tool_definitions.tool import Tool

_STATES = {
    UNANSWERED: "unanswered",
    NOT_APPLICABLE: "not_applicable",
    HIDDEN: "hidden",
    DOES_NOT_APPLY: "does_not_apply",
}


def ratings_from_frame(tool: Tool, frame: pd.DataFrame, organisations: pd.DataFrame | None = None) -> Ratings:
    """The ratings in a long or wide frame; rows are named as a spreadsheet of the frame would number them.

    A missing value in a column of text (or categories) is blank; a missing value among numbers is a fault.
    Raises BadRatings with every fault.
    """
    return assemble(tool, sheet_of(frame), None if organisations is None else organisations_of(organisations))


def sheet_of(frame: pd.DataFrame) -> Sheet:
    """The frame as a sheet."""
    names = [str(name).strip() for name in frame.columns]
    repeated = {name for name in names if names.count(name) > 1} if len(set(names)) < len(names) else set()
    if repeated:
        raise BadRatings([Problem(1, name, "this column is here twice") for name in repeated])
    columns = {name: cells_of(frame.iloc[:, place]) for place, name in enumerate(names)}
    return Sheet(columns, np.arange(2, len(frame) + 2, dtype=np.int32))


def cells_of(column: "pd.Series[Any]") -> Cells:
    """One column of a frame as cells."""
    if isinstance(column.dtype, pd.CategoricalDtype):
        return _tidied(column.cat.codes.to_numpy(), list(column.cat.categories))
    places, found = pd.factorize(column.to_numpy(dtype=object), use_na_sentinel=True)
    if column.dtype.kind == "f":
        return _tidied(np.where(places == BLANK, len(found), places), [*found, float("nan")])
    if column.dtype == object and (places == BLANK).any():
        missing = np.array([value is not None for value in column.to_numpy()]) & (places == BLANK)
        return _tidied(np.where(missing, len(found), places), [*found, float("nan")])
    return _tidied(places, list(found))


def _tidied(places: np.ndarray, values: list[Any]) -> Cells:
    """Values as text: two that read the same become one, an empty one is blank."""
    texts = [text_of(value) for value in values]
    if "" not in texts and len(set(texts)) == len(texts):
        return Cells(places.astype(np.int32, copy=False), tuple(texts))
    known: dict[str, int] = {}
    mapped = [BLANK if not text else known.setdefault(text, len(known)) for text in texts]
    return Cells(np.array([*mapped, BLANK], dtype=np.int32)[places], tuple(known))


def text_of(value: Any) -> str:
    """A cell as text: 3.0 reads 3, since a spreadsheet keeps every number so."""
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, bool | np.bool_):
        return "true" if value else "false"
    if isinstance(value, float | np.floating):
        if np.isnan(value):
            return NOT_A_NUMBER
        return str(int(value)) if float(value).is_integer() else repr(float(value))
    return str(value).strip()


def organisations_of(frame: pd.DataFrame) -> Organisations:
    """A frame of organisations as attributes by organisation id. Raises BadRatings."""
    from scoring.organisations import organisations_from_sheet  # noqa: PLC0415 (needed only with organisations)

    return organisations_from_sheet(sheet_of(frame))


def questions_frame(scores: Scores) -> pd.DataFrame:
    """One row a return and question: `return_id, question, section, rating, moderated_rating, state, rating_score,
    moderated_rating_score, effective_rating_score, weight, counts`.
    """
    n, width = scores.ratings.codes.shape
    columns = scores.columns
    own, effective = scores.ratings.codes, scores.effective_codes
    moderated = np.where(
        scores.was_moderated, scores.ratings.moderated if scores.ratings.moderated is not None else own, UNANSWERED
    )
    return pd.DataFrame(
        {
            "return_id": np.repeat(np.array(scores.ratings.return_ids, dtype=object), width),
            "question": np.tile(np.array(columns.keys, dtype=object), n),
            "section": np.tile(np.array([columns.section_keys[s] for s in columns.section], dtype=object), n),
            "rating": _values(scores, own).ravel(),
            "moderated_rating": _values(scores, moderated).ravel(),
            "state": _states(effective).ravel(),
            "rating_score": rating_scores(columns, own).ravel(),
            "moderated_rating_score": rating_scores(columns, moderated.astype(np.int8)).ravel(),
            "effective_rating_score": rating_scores(columns, effective).ravel(),
            "weight": np.tile(columns.weights, n),
            "counts": (own > HIDDEN).ravel(),
        }
    )


def _values(scores: Scores, codes: np.ndarray) -> np.ndarray:
    values = np.full(codes.shape, None, dtype=object)
    for column, key in enumerate(scores.columns.keys):
        scheme = scores.tool.scheme_of(key)
        table = np.array([*(level.value for level in scheme.levels), scheme.not_applicable.value, None], dtype=object)
        last = len(scheme.levels)
        places = np.where(codes[:, column] >= 0, codes[:, column], last + (codes[:, column] != NOT_APPLICABLE))
        values[:, column] = table[places]
    return values


def _states(codes: np.ndarray) -> np.ndarray:
    states = np.full(codes.shape, "rated", dtype=object)
    for code, name in _STATES.items():
        states[codes == code] = name
    return states


def sections_frame(scores: Scores) -> pd.DataFrame:
    """One row a return and section, in the order of the ratings and of the tool."""
    n, width = len(scores), len(scores.columns.section_keys)
    frame = pd.DataFrame(
        {
            "return_id": np.repeat(np.array(scores.ratings.return_ids, dtype=object), width),
            "section": np.tile(np.array(scores.columns.section_keys, dtype=object), n),
            **{str(kind): scores.part(kind).sections.ravel() for kind in KINDS},
            "share_moderated": scores.share_moderated_sections.ravel(),
            "coverage": scores.coverage_sections.ravel(),
        }
    )
    capped = [scores.capped_by(row, section) for row in range(n) for section in range(width)]
    return _finish(scores, frame, scores.bands_sections.ravel(), capped)


def overall_frame(scores: Scores) -> pd.DataFrame:
    """One row a return, in the order of the ratings."""
    frame = pd.DataFrame(
        {
            "return_id": np.array(scores.ratings.return_ids, dtype=object),
            "organisation_id": np.array(scores.ratings.organisation_ids, dtype=object),
            **{str(kind): scores.part(kind).overall for kind in KINDS},
            "share_moderated": scores.share_moderated,
            "coverage": scores.coverage,
        }
    )
    return _finish(scores, frame, scores.bands, [scores.capped_by(row) for row in range(len(scores))])


def _finish(scores: Scores, frame: pd.DataFrame, bands: np.ndarray, capped_by: list[list[str]]) -> pd.DataFrame:
    frame["provisional"] = frame["coverage"] < 1
    labels = np.array([*scores.columns.band_labels, None], dtype=object)
    frame["band"] = pd.Series(labels[np.where(bands == NO_BAND, len(labels) - 1, bands)], dtype=object)
    frame["capped_by"] = pd.Series([tuple(keys) for keys in capped_by], dtype=object)
    return frame
