"""`formsapp score`, `explain` and `summarise`: an analyst's commands, on files alone."""

from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import click

from formsapp.command_files import FILE, OutFile, faults_named, json_text, load_tool_file, made_as, refuse, write_files
from scoring.assemble import Organisations
from scoring.change import compare, tool_before
from scoring.distributions import distributions
from scoring.documents import scores_document
from scoring.explain import explain_scores
from scoring.problems import Problem
from scoring.ratings import Ratings
from scoring.read_ratings import read_good_rows, read_organisations, read_ratings
from scoring.reports import explanation_text, score_tables
from scoring.score import KINDS, Kind, Scores, score_returns
from scoring.summary import summarise as draft
from scoring.summary.summarise import usual_groups
from tool_definitions.tool import Tool


@dataclass
class Given:
    """What a command was given, read: the tool, the ratings, and the rows left aside."""

    tool: Tool
    ratings: Ratings
    bad_rows: str | None = None


ORGANISATIONS = click.option("--organisations", type=FILE, help="CSV or XLSX of organisations and their attributes.")
LENIENT = click.option(
    "--lenient", is_flag=True, help="Score the good rows and write the bad ones to a file beside the output."
)


@click.command()
@click.argument("tool", type=FILE)
@click.argument("ratings", type=FILE)
@ORGANISATIONS
@click.option("--out", type=OutFile(".json", ".xlsx", ".csv"), help="Write here; .json, .xlsx or .csv.")
@LENIENT
def score(tool: Path, ratings: Path, organisations: Path | None, out: Path | None, lenient: bool) -> None:
    """Score the returns in RATINGS (CSV or XLSX) by the rules of TOOL (YAML)."""
    given = _read(tool, ratings, organisations, lenient=lenient)
    scores = score_returns(given.tool, given.ratings)
    _deliver(out, _as_scores(scores, out), given, ratings)


def _as_scores(scores: Scores, out: Path | None) -> bytes:
    kinds: dict[str, Callable[[], str | bytes]] = {
        "": lambda: score_tables.as_text(scores),
        ".json": lambda: json_text(scores_document(scores)),
        ".csv": lambda: score_tables.as_csv(score_tables.score_rows(scores)),
        ".xlsx": lambda: score_tables.as_workbook(scores),
    }
    return made_as(kinds, out)


@click.command()
@click.argument("tool", type=FILE)
@click.argument("ratings", type=FILE)
@click.argument("return_id")
@ORGANISATIONS
@click.option("--of", "kind", type=click.Choice(KINDS), default="effective", show_default=True, help="Which score.")
@click.option("--out", type=OutFile(".json"), help="Write the explanation here, as .json.")
def explain(  # noqa: PLR0917 (click passes the options by name)
    tool: Path, ratings: Path, return_id: str, organisations: Path | None, kind: Kind, out: Path | None
) -> None:
    """Open a score of RETURN_ID: every question in it, its contribution, and what was left out and why."""
    given = _read(tool, ratings, organisations)
    if return_id not in given.ratings.return_ids:
        refuse([f"{ratings}: there is no return {return_id!r}"])
    explanation = explain_scores(Scores(given.tool, given.ratings.one(return_id)), return_id, kind)
    kinds = {"": lambda: explanation_text.as_text(explanation), ".json": lambda: json_text(asdict(explanation))}
    _deliver(out, made_as(kinds, out), given, ratings)


@click.command()
@click.argument("tool", type=FILE)
@click.argument("ratings", type=FILE)
@ORGANISATIONS
@click.option("--previous", type=FILE, help="Ratings of an earlier audit, to find what changed.")
@click.option("--previous-tool", type=FILE, help="The tool of the earlier audit, if it was another version.")
@click.option("--by", metavar="ATTRIBUTE", help="The organisation attribute whose groups are compared.")
@click.option(
    "--out",
    type=OutFile(".json", ".html", ".md", ".docx", ".pdf"),
    help="Write here; .json, .html, .md, .docx or .pdf.",
)
@LENIENT
def summarise(  # noqa: PLR0917 (click passes the options by name)
    tool: Path,
    ratings: Path,
    organisations: Path | None,
    previous: Path | None,
    previous_tool: Path | None,
    by: str | None,
    out: Path | None,
    lenient: bool,
) -> None:
    """Draft the four-part summary of the returns in RATINGS: what works, concerns, recommendations, learning."""
    if previous_tool is not None and previous is None:
        raise click.UsageError("--previous-tool needs --previous")
    given = _read(tool, ratings, organisations, lenient=lenient)
    scores = score_returns(given.tool, given.ratings)
    if by is not None and by not in given.ratings.attributes:
        known = ", ".join(given.ratings.attributes) or "none: give them with --organisations"
        raise click.UsageError(f"no organisation attribute is called {by!r}; there are: {known}")
    earlier = None if previous is None else _earlier(given.tool, previous, previous_tool)
    _deliver(out, _as_report(scores, earlier, by, out), given, ratings)


def _earlier(tool: Tool, ratings: Path, tool_path: Path | None) -> Scores:
    """Change needs no organisation's attributes: a rating that was given counts."""
    before = tool_before(tool) if tool_path is None else load_tool_file(tool_path)
    with faults_named(ratings):
        return score_returns(before, read_ratings(before, ratings))


def _as_report(scores: Scores, earlier: Scores | None, by: str | None, out: Path | None) -> bytes:
    found = distributions(scores, by or usual_groups(scores))
    summary = draft(scores.tool, scores, earlier, found=found)
    if out is not None and out.suffix.lower() == ".json":
        return json_text(summary.as_document()).encode()
    from scoring.reports.content import build_content  # noqa: PLC0415 (charts are slow to import)

    change = None if earlier is None else compare(scores, earlier)
    return _written(build_content(scores, summary, found, change), out)


def _written(content: Any, out: Path | None) -> bytes:
    from scoring.reports.markdown import as_markdown  # noqa: PLC0415 (charts are slow to import)
    from scoring.reports.page import as_page  # noqa: PLC0415 (as above)
    from scoring.reports.pdf import as_pdf  # noqa: PLC0415 (as above)
    from scoring.reports.word import as_word  # noqa: PLC0415 (as above)

    kinds: dict[str, Callable[[], str | bytes]] = {
        "": lambda: as_markdown(content),
        ".md": lambda: as_markdown(content),
        ".html": lambda: as_page(content),
        ".docx": lambda: as_word(content),
        ".pdf": lambda: as_pdf(content),
    }
    return made_as(kinds, out)


# Reading


def _read(tool: Path, ratings: Path, organisations: Path | None, *, lenient: bool = False) -> Given:
    definition = load_tool_file(tool)
    known = None if organisations is None else _organisations(organisations)
    with faults_named(ratings):
        if not lenient:
            return Given(definition, read_ratings(definition, ratings, known))
        good, bad, problems = read_good_rows(definition, ratings, known)
    for problem in problems:
        click.echo(f"{ratings}: {problem}", err=True)
    if not problems:
        return Given(definition, good)
    return Given(
        definition, good, score_tables.as_csv(_bad_rows(bad.raw, list(bad.columns), problems, bad.row_numbers))
    )


def _bad_rows(raw: Any, header: list[str], problems: tuple[Problem, ...], numbers: Any) -> Iterator[list[Any]]:
    faults: dict[int, list[str]] = {}
    for problem in problems:
        faults.setdefault(problem.row, []).append(f"{problem.column}: {problem.message}")
    yield ["row", "what is wrong", *header]
    for number, cells in zip(numbers.tolist(), raw, strict=True):
        yield [number, "; ".join(faults.get(number, [])), *cells]


def _organisations(path: Path) -> Organisations:
    with faults_named(path):
        return read_organisations(path)


# Writing


def _deliver(out: Path | None, made: bytes, given: Given, ratings: Path) -> None:
    """Everything is made before anything is written."""
    files = {} if out is None else {out: made}
    beside = out or ratings
    bad_rows = beside.with_name(f"{beside.stem}.bad-rows.csv")
    if given.bad_rows is not None:
        files[bad_rows] = given.bad_rows.encode()
    write_files(files)
    if given.bad_rows is not None:
        click.echo(f"The rows left aside are in {bad_rows}", err=True)
    if out is None:
        click.echo(made, nl=False)
