"""Results as the rows of a table."""

from collections.abc import Iterator

from formsapp.organisations.words import words_for
from formsapp.results.reading import Results
from formsapp.results.returns import return_lines
from formsapp.ui.spreadsheet import Cell
from scoring.score import Scores


def question_rows(results: Results) -> Iterator[list[Cell]]:
    """A header and a row a question. Figures that are hidden say so instead of being blank."""
    labels = _labels(results)
    yield [
        "section", "question", "title", "rated", "not applicable", "unanswered", "mean as it stands", "mean self",
        "moderated", "raised", "lowered", "change since the earlier audit", "organisations matched", *labels,
    ]  # fmt: skip
    for section in results.figures.sections:
        for table in section.tables:
            for line in table.questions:
                rated, own, moved, change = line.rated, line.own, line.moderated, line.change
                if rated is None:
                    yield [section.title, line.key, line.title, results.figures.hidden_as]
                    continue
                counted = {level.label: level.count for level in line.levels}
                yield [
                    section.title, line.key, line.title, rated.n, rated.not_applicable, rated.unanswered, rated.mean,
                    own.mean if own else None,
                    *((moved.n, moved.raised, moved.lowered) if moved else (None, None, None)),
                    *((change.mean, change.matched) if change else (None, None)),
                    *(counted.get(label) for label in labels),
                ]  # fmt: skip


def _labels(results: Results) -> list[str]:
    tool = results.scores.tool
    schemes = [tool.scheme_of(key) for key in tool.scored_questions]
    return list(dict.fromkeys(level.label for scheme in schemes for level in scheme.shown_levels))


def return_rows(scores: Scores) -> Iterator[list[Cell]]:
    """A header and a row a return, numbers unrounded."""
    sections = [section.title for section in scores.tool.sections]
    yield [
        "organisation", "case", "phase", "sector", "type", "trust", "score as it stands", "score self", "band",
        "share moderated", "coverage", "provisional", "limited by", *sections,
    ]  # fmt: skip
    attributes, effective = scores.ratings.attributes, scores.part("effective").sections
    for row, line in enumerate(return_lines(scores)):
        kinds = [words_for(name, attributes[name][row]) for name in ("phase", "sector", "type", "trust")]
        yield [
            line.name, line.case, *kinds, line.effective, line.own, line.band, line.share_moderated, line.coverage,
            "yes" if line.is_provisional else "no", "; ".join(line.capped_by),
            *(None if value != value else float(value) for value in effective[row]),  # noqa: PLR0124  NaN is not itself
        ]  # fmt: skip
