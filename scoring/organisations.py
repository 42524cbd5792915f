"""The table of organisations: their attributes, by organisation id."""

from scoring.assemble import Organisations
from scoring.problems import BadRatings, Problem
from scoring.sheet import BLANK, NOT_A_NUMBER, Sheet


def organisations_from_sheet(sheet: Sheet) -> Organisations:
    """Attributes by organisation id; a blank attribute is None. Raises BadRatings with every fault."""
    ids = sheet.columns.get("organisation_id")
    if ids is None:
        raise BadRatings([Problem(1, "organisation_id", "this column is missing")])
    if not len(sheet):
        raise BadRatings([Problem(2, "organisation_id", "there are no organisations under the header")])
    problems = list(sheet.faults)
    seen: set[str] = set()
    for row, key in zip(sheet.row_numbers.tolist(), ids.texts(), strict=True):
        if key is None or key == NOT_A_NUMBER:
            problems.append(Problem(row, "organisation_id", "is blank"))
        elif key in seen:
            problems.append(Problem(row, "organisation_id", f"{key!r} is here more than once"))
        else:
            seen.add(key)
    if problems:
        raise BadRatings(problems)
    attributes = {name: cells.texts() for name, cells in sheet.columns.items() if name != "organisation_id"}
    return {
        key or "": {name: _given(values[row]) for name, values in attributes.items()}
        for row, key in enumerate(ids.texts())
        if ids.places[row] != BLANK
    }


def _given(value: str | None) -> str | None:
    return None if value == NOT_A_NUMBER else value
