"""What moderation did to the self ratings: by section, question, group and how returns were picked."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

import numpy as np
from sqlalchemy import select
from sqlalchemy.orm import Session

from formsapp.access.actor import Actor
from formsapp.audits.models import Audit
from formsapp.organisations.words import words_for
from formsapp.results.reading import groupable
from formsapp.results.rules import smallest_group
from formsapp.results.scores import scores_of
from formsapp.samples.models import SampleEntry
from formsapp.samples.queries import current_sample
from scoring.moderation.changed import Changed, steps_of
from scoring.moderation.effect import Effect, Matrix, moderation_effect
from scoring.moderation.moves import Moves, moves_of
from scoring.score import Scores
from scoring.summary.small_numbers import hidden_cells
from tool_definitions.scheme import RatingScheme

_JUDGEMENT = ("must_include", "risk")


@dataclass(frozen=True)
class MovesLine:
    """One row of a table: `moves` is None where it is over too few returns to be shown."""

    name: str
    moves: Moves | None
    key: str | None = None


@dataclass(frozen=True)
class MatrixShown:
    """Self against moderated level on one scheme, with its levels in words."""

    scheme: RatingScheme
    matrix: Matrix

    @property
    def rows(self) -> list[tuple[str, list[int]]]:
        """Each self level, best first, with how often moderation made which level of it, best first too."""
        found = zip(self.scheme.levels, self.matrix.counts, strict=True)
        return [(level.label, list(counts)[::-1]) for level, counts in found][::-1]

    @property
    def heads(self) -> list[str]:
        """The moderated levels, best first."""
        return [level.label for level in self.scheme.levels][::-1]


@dataclass(frozen=True)
class EffectShown:
    """The page, as this person may see it. `whole` is None where all of it is over too few returns."""

    whole: Moves | None
    returns: int
    picks: tuple[MovesLine, ...]
    sections: tuple[MovesLine, ...]
    questions: tuple[MovesLine, ...]
    groups: tuple[MovesLine, ...]
    by: str | None
    attributes: tuple[tuple[str, str], ...]
    matrices: tuple[MatrixShown, ...]
    #: The smallest number of returns shown; 0 for whoever reads the returns themselves.
    smallest: int


def effect_shown(session: Session, audit: Audit, *, by: Actor, group: str | None = None) -> EffectShown:
    """What moderation did, over the returns in the person's sight, from settled ratings that count."""
    scores = scores_of(session, audit, by=by)
    attributes = groupable(scores)
    group = group if group in dict(attributes) else None
    return effect_of(scores, picks_of(session, audit), group, smallest_group(by, audit, scores.tool))


def picks_of(session: Session, audit: Audit) -> dict[str, str]:
    """How each return of the draw that counts was picked. It is laid on returns in the person's sight alone."""
    sample = current_sample(session, audit)
    if sample is None:
        return {}
    wanted = SampleEntry.sample_id == sample.id, SampleEntry.pick.is_not(None)
    rows = session.execute(select(SampleEntry.return_id, SampleEntry.pick).where(*wanted))
    return {str(return_id): pick for return_id, pick in rows if pick}


def effect_of(scores: Scores, picks: Mapping[str, str], group: str | None, smallest: int) -> EffectShown:
    """The page from the scores, what is over fewer than `smallest` returns left out."""
    found = moderation_effect(scores.tool, changes_of(scores, picks, group))
    hides = _Hides(scores, picks, group, smallest)
    whole = found.whole if hides.returns >= smallest else None
    shown = found if whole else None
    tool = scores.tool
    return EffectShown(
        whole=whole,
        returns=hides.returns,
        picks=_picks(found, hides) if shown else (),
        sections=_lines(found.sections, hides.sections, lambda key: tool.section(key).title) if shown else (),
        questions=_lines(found.questions, hides.questions, lambda key: tool.questions[key].title) if shown else (),
        groups=_lines(found.groups, hides.groups, lambda key: words_for(group or "", key) or "Not stated")
        if shown and group
        else (),
        by=group,
        attributes=groupable(scores),
        matrices=tuple(
            MatrixShown(tool.rating_schemes[key], one)
            for key, one in found.matrices.items()
            if key not in hides.schemes
        )
        if shown
        else (),
        smallest=smallest,
    )


def whole_of(scores: Scores, smallest: int) -> tuple[Moves | None, int]:
    """The moves altogether, None where they are over too few returns, and over how many returns they are."""
    returns = int(scores.was_moderated.any(axis=1).sum())
    if returns < smallest:
        return None, returns
    return moves_of(steps_of(scores.tool, changes_of(scores, {}, None))), returns


def changes_of(scores: Scores, picks: Mapping[str, str], group: str | None) -> Iterator[Changed]:
    """Every moderated rating of these scores beside its self rating."""
    moderated = scores.ratings.moderated
    if moderated is None:
        return
    keys, ids = scores.columns.keys, scores.ratings.return_ids
    groups = [value or "" for value in scores.ratings.attributes[group]] if group else None
    rows, columns = np.nonzero(scores.was_moderated)
    before, after = scores.ratings.codes[rows, columns].tolist(), moderated[rows, columns].tolist()
    for row, column, own, settled in zip(rows.tolist(), columns.tolist(), before, after, strict=True):
        name = groups[row] if groups else None
        yield Changed(ids[row], keys[column], own, settled, group=name, pick=picks.get(ids[row]))


class _Hides:
    """What is over too few returns, or would tell something that is, in each table."""

    def __init__(self, scores: Scores, picks: Mapping[str, str], group: str | None, smallest: int) -> None:
        moderated, self._smallest = scores.was_moderated, smallest
        some = moderated.any(axis=1)
        self.returns = int(some.sum())
        self.sections: frozenset[str] = frozenset()
        self.questions, self.groups, self.picks = self.sections, self.sections, self.sections
        self.schemes: frozenset[str] = frozenset()
        if not smallest or not self.returns:
            return
        self.sections = self._cells(
            {
                key: int(moderated[:, scores.columns.columns_of_section(place)].any(axis=1).sum())
                for place, key in enumerate(scores.columns.section_keys)
            }
        )
        self.questions = self._of_sections(scores, moderated.sum(axis=0).tolist())
        values = scores.ratings.attributes[group] if group else ()
        self.groups = self._cells(_tally(value or "" for value, one in zip(values, some, strict=bool(group)) if one))
        kinds = [_kind(picks.get(one)) for one in scores.ratings.return_ids]
        self.picks = self._cells(_tally(kind for kind, one in zip(kinds, some, strict=True) if one))
        of_scheme = {
            key: [scores.tool.scored_questions[q].scheme == key for q in scores.columns.keys]
            for key in scores.tool.rating_schemes
        }
        self.schemes = self._cells(
            {key: int(moderated[:, which].any(axis=1).sum()) for key, which in of_scheme.items()}
        )

    def _cells(self, sizes: Mapping[str, int]) -> frozenset[str]:
        return hidden_cells({name: size for name, size in sizes.items() if size}, self._smallest)

    def _of_sections(self, scores: Scores, numbers: list[int]) -> frozenset[str]:
        hidden: set[str] = set()
        sizes = dict(zip(scores.columns.keys, numbers, strict=True))
        for section in scores.tool.sections:
            theirs = {question.key: sizes[question.key] for question in section.questions if question.key in sizes}
            hidden |= set(theirs) if section.key in self.sections else self._cells(theirs)
        return frozenset(hidden)


def _tally(names: Iterable[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for name in names:
        found[name] = found.get(name, 0) + 1
    return found


def _kind(pick: str | None) -> str:
    return "judgement" if pick in _JUDGEMENT else pick or ""


def _picks(found: Effect, hides: _Hides) -> tuple[MovesLine, ...]:
    """Random and judgement picks apart; nothing where there is only one kind, since the whole says it."""
    kinds = (("random", "Drawn at random", found.random), ("judgement", "Picked by judgement", found.judgement))
    lines = [MovesLine(name, None if key in hides.picks else part.whole) for key, name, part in kinds if part.whole.n]
    return tuple(lines)


def _lines(found: Mapping[str, Moves], hidden: frozenset[str], name: Callable[[str], str]) -> tuple[MovesLine, ...]:
    """Most lowered first; what is hidden last, by name."""
    lines = [MovesLine(name(key), None if key in hidden else moves, key) for key, moves in found.items()]
    return tuple(sorted(lines, key=_most_lowered_first))


def _most_lowered_first(line: MovesLine) -> tuple[bool, float, int, float, str]:
    moves = line.moves
    if moves is None:
        return True, 0.0, 0, 0.0, line.name
    return False, -(moves.lowered_share or 0.0), -moves.lowered, moves.raised_share or 0.0, line.name
