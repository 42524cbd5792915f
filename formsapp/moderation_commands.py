"""`formsapp sample`, `allocate`, `agreement` and `estimate`: moderation outside the application, on files alone."""

from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from formsapp.command_files import FILE, OutFile, faults_named, json_text, load_tool_file, made_as, refuse, write_files
from scoring.change import tool_before
from scoring.moderation.agreement import agreement as agreement_of
from scoring.moderation.allocation import BadAllocation, Impossible, allocate_moderators
from scoring.moderation.estimate import Estimate, estimate_population
from scoring.moderation.interests import barred_pairs, organisations_of
from scoring.moderation.read_tables import (
    ListedInterest,
    ListedModerator,
    ListedReturns,
    interests_from_sheet,
    moderators_from_sheet,
    pairs_from_sheet,
    population_from_sheet,
    reasons_from_sheet,
    returns_from_sheet,
)
from scoring.moderation.read_units import Scale, scale_of, units_from_sheet
from scoring.moderation.sampling import BadSample, Candidate, draw_sample, signs_of_risk
from scoring.read_ratings import read_organisations, read_ratings, read_sheet
from scoring.reports import moderation_text as words
from scoring.reports.score_tables import as_csv, workbook_of
from scoring.score import Scores, score_returns
from tool_definitions.shipped import shipped_schemes
from tool_definitions.tool import Tool

ANY_TABLE = OutFile(".json", ".csv", ".xlsx")
AS_JSON = OutFile(".json")


def _comma_separated(_context: click.Context, _parameter: click.Parameter, given: str | None) -> tuple[str, ...]:
    return tuple(name for part in (given or "").split(",") if (name := part.strip()))


# Sample


@click.command()
@click.argument("returns", type=FILE)
@click.option("--size", type=click.IntRange(min=1), required=True, help="How many returns in all.")
@click.option("--seed", type=int, required=True, help="The same seed draws the same sample; print it with the result.")
@click.option("--strata", callback=_comma_separated, help="Columns of RETURNS whose values make strata, with commas.")
@click.option(
    "--must-include",
    multiple=True,
    metavar="FILE|ID=REASON",
    help="A return that must be in and why, or a file of them (return_id, reason). May be given several times.",
)
@click.option("--risk-picks", type=click.IntRange(min=0), default=0, help="At most so many by their signs of risk.")
@click.option("--tool", type=FILE, help="For risk picks: the audit tool.")
@click.option("--ratings", type=FILE, help="For risk picks: the ratings of the returns.")
@click.option("--organisations", type=FILE, help="For risk picks: whose questions apply to whom.")
@click.option("--previous", type=FILE, help="For risk picks: last year's ratings, to find jumps.")
@click.option("--previous-tool", type=FILE, help="The tool of last year, if it was another version.")
@click.option("--out", type=ANY_TABLE, help="Write here; .csv, .json or .xlsx.")
def sample(
    returns: Path, size: int, seed: int, strata: tuple[str, ...], must_include: tuple[str, ...], **more: Any
) -> None:
    """Draw the returns to be moderated from RETURNS (CSV or XLSX): by rule, by risk, and at random by stratum."""
    _check_risk_options(more)
    out: Path | None = more["out"]
    with faults_named(returns):
        listed = returns_from_sheet(read_sheet(returns))
    for name in strata:
        if name not in listed.columns:
            raise click.UsageError(f"no column of {returns} is called {name!r}; there are: {', '.join(listed.columns)}")
    must = _must_include(must_include, listed)
    signs = _signs(returns, listed, more) if more["risk_picks"] else {}
    everyone = [Candidate(one, cells, signs.get(one, {})) for one, cells in listed.rows.items()]
    try:
        drawn = draw_sample(
            everyone, size=size, seed=seed, strata=strata, must_include=must, risk_picks=more["risk_picks"]
        )
    except BadSample as bad:
        refuse([f"{returns}: {bad.sentence}"])
    kinds = {
        "": lambda: words.sample_text(drawn, strata, more["risk_picks"]),
        ".json": lambda: json_text({**asdict(drawn), "by": strata, "risk_picks": more["risk_picks"]}),
        ".csv": lambda: as_csv(words.sample_rows(drawn, listed, strata, all_returns=True)),
        ".xlsx": lambda: workbook_of(
            {
                "Sample": words.sample_rows(drawn, listed, strata, all_returns=False),
                "Strata": words.stratum_rows(drawn),
                "All returns": words.sample_rows(drawn, listed, strata, all_returns=True),
            }
        ),
    }
    _deliver(made_as(kinds, out), out)


def _check_risk_options(more: Mapping[str, Any]) -> None:
    given = [name for name in ("tool", "ratings", "organisations", "previous", "previous_tool") if more[name]]
    if more["risk_picks"] and not (more["tool"] and more["ratings"]):
        raise click.UsageError("--risk-picks needs --tool and --ratings")
    if given and not more["risk_picks"]:
        raise click.UsageError(f"--{given[0].replace('_', '-')} is for --risk-picks: say how many")
    if more["previous_tool"] and not more["previous"]:
        raise click.UsageError("--previous-tool needs --previous")


def _must_include(given: tuple[str, ...], listed: ListedReturns) -> dict[str, str]:
    reasons: dict[str, str] = {}
    for one in given:
        found = _reasons(one, listed)
        twice = sorted(set(found) & set(reasons))
        if twice:
            raise click.UsageError(f"--must-include names {twice[0]!r} twice")
        reasons |= found
    return reasons


def _reasons(given: str, listed: ListedReturns) -> dict[str, str]:
    path = Path(given)
    if path.is_file():
        with faults_named(path):
            return reasons_from_sheet(read_sheet(path), listed.rows)
    return_id, equals, reason = (part.strip() for part in given.partition("="))
    if not (return_id and equals and reason):
        raise click.UsageError(f"--must-include {given!r} is neither a file nor ID=REASON")
    return {return_id: reason}


def _signs(returns: Path, listed: ListedReturns, more: Mapping[str, Any]) -> dict[str, dict[str, str]]:
    """The signs of risk in the ratings, which must be there for every return; those of other returns are left aside."""
    scores = _scored(load_tool_file(more["tool"]), more["ratings"], more["organisations"])
    known = set(scores.ratings.return_ids)
    unknown = [
        f"{returns}: row {number}, column return_id: {one!r} has no ratings in {more['ratings']}"
        for one, number in listed.numbers.items()
        if one not in known
    ]
    if unknown:
        refuse(unknown)
    return signs_of_risk(scores, _previous(scores.tool, more))


def _scored(tool: Tool, ratings: Path, organisations: Path | None = None) -> Scores:
    known = None
    if organisations is not None:
        with faults_named(organisations):
            known = read_organisations(organisations)
    with faults_named(ratings):
        return score_returns(tool, read_ratings(tool, ratings, known))


def _previous(tool: Tool, more: Mapping[str, Any]) -> Scores | None:
    if more["previous"] is None:
        return None
    path = more["previous_tool"]
    return _scored(tool_before(tool) if path is None else load_tool_file(path), more["previous"])


# Allocate


@click.command()
@click.argument("returns", type=FILE)
@click.argument("moderators", type=FILE)
@click.option("--interests", type=FILE, help="Declared interests: moderator_id, return_id or organisation_id, reason.")
@click.option("--already", type=FILE, help="Pairs that stand and count: return_id, moderator_id.")
@click.option("--each", type=click.IntRange(1, 2), default=1, show_default=True, help="Moderators for each return.")
@click.option("--uneven", is_flag=True, help="As even as interests allow, where balanced to within one cannot be.")
@click.option("--out", type=ANY_TABLE, help="Write here; .csv, .json or .xlsx.")
def allocate(returns: Path, moderators: Path, *, each: int, uneven: bool, out: Path | None, **more: Any) -> None:
    """Share RETURNS among MODERATORS (CSV or XLSX): evenly, and never against an interest."""
    with faults_named(returns):
        listed = returns_from_sheet(read_sheet(returns))
    to_moderate = listed.to_moderate
    if not to_moderate:
        refuse([f"{returns}: row 2, column pick: is blank in every row: no return was drawn"])
    with_trust = "trust" in listed.columns
    with faults_named(moderators):
        people = moderators_from_sheet(read_sheet(moderators), with_trust=with_trust)
    declared = _interests(more["interests"], people, listed)
    barred = barred_pairs(listed, to_moderate, people, declared)
    already = _already(more["already"], people, to_moderate)
    ids = [one.moderator_id for one in people]
    try:
        given = allocate_moderators(to_moderate, ids, barred=barred, each=each, already=already, even=not uneven)
    except Impossible as proof:
        hint = " Ask somebody else as well" + (
            "." if uneven or proof.kind == "too_few" else ", or share them unevenly with --uneven."
        )
        refuse([f"{returns}: {proof.sentence}{hint}"])
    except BadAllocation as bad:
        refuse([f"{returns}: {bad.sentence}"])
    notes = [] if with_trust else [f"{returns} has no column trust, so nobody was kept apart for the same trust."]
    kinds = {
        "": lambda: words.allocation_text(given, to_moderate, barred, notes),
        ".json": lambda: json_text(_allocation_document(each, given.pairs, given.loads, barred)),
        ".csv": lambda: as_csv(words.pair_rows(given)),
        ".xlsx": lambda: workbook_of(
            {
                "Allocation": words.pair_rows(given),
                "Moderators": words.load_rows(given),
                "Kept apart": words.apart_rows(barred),
            }
        ),
    }
    _deliver(made_as(kinds, out), out)
    if out is not None:
        for note in notes:
            click.echo(note, err=True)


def _allocation_document(each: int, pairs: Any, loads: Any, barred: Mapping[tuple[str, str], str]) -> dict[str, Any]:
    return {
        "each": each,
        "pairs": [{"return_id": return_id, "moderator_id": moderator} for return_id, moderator in pairs],
        "loads": dict(loads),
        "kept_apart": [
            {"return_id": return_id, "moderator_id": moderator, "why": why}
            for (return_id, moderator), why in sorted(barred.items())
        ],
    }


def _interests(path: Path | None, people: list[ListedModerator], listed: ListedReturns) -> list[ListedInterest]:
    if path is None:
        return []
    organisations = frozenset().union(*organisations_of(listed).values())
    with faults_named(path):
        return interests_from_sheet(read_sheet(path), {one.moderator_id for one in people}, listed.rows, organisations)


def _already(path: Path | None, people: list[ListedModerator], to_moderate: list[str]) -> list[tuple[str, str]]:
    if path is None:
        return []
    with faults_named(path):
        return pairs_from_sheet(read_sheet(path), set(to_moderate), {one.moderator_id for one in people})


# Agreement


@click.command()
@click.argument("ratings", type=FILE)
@click.option("--scheme", help="A rating scheme we ship, by its key.")
@click.option("--tool", type=FILE, help="The audit tool: each question is rated on its own scheme.")
@click.option("--levels", callback=_comma_separated, help="The levels, worst first, with commas.")
@click.option("--seed", type=click.IntRange(min=0), default=0, show_default=True, help="Of the bootstrap intervals.")
@click.option("--out", type=AS_JSON, help="Write here, as .json.")
def agreement(ratings: Path, *, seed: int, out: Path | None, **given: Any) -> None:
    """How far people agree in RATINGS (CSV or XLSX): `unit` and a column a rater, or unit,rater,rating[,question]."""
    scales = _scales(given)
    with faults_named(ratings):
        found = units_from_sheet(read_sheet(ratings), scales)
    if not found:
        refuse([f"{ratings}: row 2, column unit: there is no rating in any row"])
    figures = [(on, agreement_of(on.units, levels=len(on.scale.levels), seed=seed)) for on in found]
    documents = [
        {"scheme": on.scale.name, "levels": on.scale.levels, "not_applicable": on.not_applicable, **asdict(figure)}
        for on, figure in figures
    ]
    kinds = {
        "": lambda: words.agreement_text(figures, seed),
        ".json": lambda: json_text({"seed": seed, "agreement": documents}),
    }
    _deliver(made_as(kinds, out), out)


def _scales(given: Mapping[str, Any]) -> Scale | Tool:
    if sum(bool(given[name]) for name in ("scheme", "tool", "levels")) != 1:
        raise click.UsageError("say what ratings are given in: one of --scheme, --tool and --levels")
    if given["tool"]:
        return load_tool_file(given["tool"])
    if given["levels"]:
        levels = given["levels"]
        if len(set(levels)) < len(levels) or len(levels) < 2:
            raise click.UsageError("--levels needs at least two levels, each once, the worst first")
        return Scale("the levels given", levels, frozenset({"not_applicable"} - set(levels)))
    schemes = shipped_schemes()
    if given["scheme"] not in schemes:
        raise click.UsageError(f"no rating scheme is called {given['scheme']!r}; there are: {', '.join(schemes)}")
    return scale_of(schemes[given["scheme"]])


# Estimate


@click.command()
@click.argument("returns", type=FILE)
@click.option("--out", type=OutFile(".json", ".svg"), help="Write here; .json, or the chart as .svg.")
def estimate(returns: Path, out: Path | None) -> None:
    """What moderating a sample says about all RETURNS (CSV or XLSX): return_id, stratum, self, moderated, pick."""
    with faults_named(returns):
        population = population_from_sheet(read_sheet(returns))
    found = estimate_population(population)
    kinds = {
        "": lambda: words.estimate_text(found),
        ".json": lambda: json_text(asdict(found)),
        ".svg": lambda: _chart_of(found),
    }
    _deliver(made_as(kinds, out), out)


def _chart_of(found: Estimate) -> str:
    # matplotlib takes long to import, and only this needs it.
    from scoring.charts import estimated_scores  # noqa: PLC0415

    return estimated_scores({"Overall": found}).svg()


def _deliver(made: bytes, out: Path | None) -> None:
    if out is None:
        click.echo(made, nl=False)
    else:
        write_files({out: made})
