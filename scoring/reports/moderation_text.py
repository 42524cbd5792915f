"""Samples, allocations, agreement and estimates as tables, and as words to read in a terminal."""

from collections.abc import Iterator, Mapping, Sequence

from scoring.moderation.agreement import Agreement
from scoring.moderation.allocation import Allocation
from scoring.moderation.estimate import Estimate
from scoring.moderation.read_tables import ListedReturns
from scoring.moderation.read_units import OnScale
from scoring.moderation.sampling import Candidate, Sample, stratum_of
from scoring.moderation.statistic import Share, Statistic
from scoring.reports.score_tables import Row, aligned
from scoring.shown import careful_percent, counted, listed, rounded, score_text

_HOW = {"must_include": "must include", "risk": "risk", "random": "random"}
_SAMPLE_HEADER = ("return_id", "pick", "stratum", "reason")


# Samples


def sample_rows(sample: Sample, returns: ListedReturns, by: Sequence[str], *, all_returns: bool) -> Iterator[Row]:
    """A header, then the returns drawn, and with `all_returns` the others after them; their own columns follow."""
    own = [name for name in returns.columns if name not in _SAMPLE_HEADER]
    yield [*_SAMPLE_HEADER, *own]
    for pick in sample.picks:
        cells = returns.rows[pick.return_id]
        yield [pick.return_id, pick.pick, pick.stratum, pick.reason, *(cells[name] for name in own)]
    drawn = {pick.return_id for pick in sample.picks}
    for return_id, cells in returns.rows.items():
        if all_returns and return_id not in drawn:
            stratum = stratum_of(Candidate(return_id, cells), by)
            yield [return_id, None, stratum, None, *(cells[name] for name in own)]


def stratum_rows(sample: Sample) -> Iterator[Row]:
    """A header, then a row a stratum."""
    yield ["stratum", "returns", "by judgement", "at random"]
    for stratum in sample.strata:
        yield [stratum.name, stratum.population, stratum.certain, stratum.drawn]


def sample_text(sample: Sample, by: Sequence[str], risk_picks: int) -> str:
    """The draw, its strata, and why each return is in it."""
    population = sum(stratum.population for stratum in sample.strata)
    within = f", by {listed(list(by))}" if by else ""
    lines = [f"A sample of {sample.size} of {population} returns{within}, drawn with the seed {sample.seed}.", ""]
    lines += aligned([[str(cell) for cell in row] for row in stratum_rows(sample)])
    lines += ["", *aligned([("return", "picked", "stratum", "why"), *_picks(sample)])]
    found = sum(pick.pick == "risk" for pick in sample.picks)
    if found < risk_picks:
        lines += ["", f"Of {risk_picks} risk picks asked for there are {found}: no other return has a sign of risk."]
    lines += ["", "The same seed and returns give this sample again, whatever the order of the rows."]
    return "\n".join(lines) + "\n"


def _picks(sample: Sample) -> list[tuple[str, str, str, str]]:
    return [(pick.return_id, _HOW[pick.pick], pick.stratum, pick.reason) for pick in sample.picks]


# Allocations


def pair_rows(allocation: Allocation) -> Iterator[Row]:
    """A header, then a row for each return and moderator."""
    yield ["return_id", "moderator_id"]
    yield from ([return_id, moderator] for return_id, moderator in allocation.pairs)


def load_rows(allocation: Allocation) -> Iterator[Row]:
    """A header, then a row a moderator: how many returns, and which."""
    yield ["moderator_id", "returns", "which"]
    for moderator, load in allocation.loads.items():
        which = [return_id for return_id, one in allocation.pairs if one == moderator]
        yield [moderator, load, "; ".join(which)]


def apart_rows(barred: Mapping[tuple[str, str], str]) -> Iterator[Row]:
    """A header, then each pair that was kept apart, and why."""
    yield ["return_id", "moderator_id", "why"]
    yield from ([return_id, moderator, why] for (return_id, moderator), why in sorted(barred.items()))


def allocation_text(
    allocation: Allocation, returns: Sequence[str], barred: Mapping[tuple[str, str], str], notes: Sequence[str]
) -> str:
    """Who has which return, how many each has, and how many pairs were kept apart."""
    shared = counted(len(allocation.loads), "moderator")
    lines = [f"{_start(counted(len(returns), 'return'))} shared among {shared}.", ""]
    of: dict[str, list[str]] = {return_id: [] for return_id in returns}
    for return_id, moderator in allocation.pairs:
        of[return_id].append(moderator)
    lines += aligned([("return", "moderators"), *((one, listed(people)) for one, people in of.items())])
    loads = ((moderator, str(load)) for moderator, load in allocation.loads.items())
    lines += ["", *aligned([("moderator", "returns"), *loads]), ""]
    apart = counted(len(barred), "pair of a return and a moderator", "pairs of a return and a moderator")
    was = "was" if len(barred) == 1 else "were"
    lines += [f"{_start(apart)} {was} kept apart for an interest, the same organisation or the same trust.", *notes]
    return "\n".join(lines) + "\n"


# Agreement


def agreement_text(found: Sequence[tuple[OnScale, Agreement]], seed: int) -> str:
    """Each scale's raw agreement, then its statistics, then one sentence."""
    return "\n".join(line for scale, agreement in found for line in _agreement_lines(scale, agreement, seed))


def _agreement_lines(on: OnScale, found: Agreement, seed: int) -> Iterator[str]:
    yield f"{_start(on.scale.name)}, {len(on.scale.levels)} levels: {', '.join(on.scale.levels)} (worst first)"
    raters = f" by {counted(found.raters, 'rater')}" if found.raters else ""
    once = f"; {found.rated_once} by one person only" if found.rated_once else ""
    yield f"Rated by two or more: {found.units}{raters}{once}"
    if on.not_applicable:
        yield f"Not applicable, which counts as no rating: {on.not_applicable}"
    rows = [
        ("Same level", _share(found.exact)),
        ("Within one level", _share(found.within_one)),
        ("Weighted kappa", _statistic(found.kappa)),
        ("Krippendorff's alpha, ordinal", _statistic(found.alpha)),
        ("Gwet's AC2", _statistic(found.ac2)),
    ]
    yield from aligned(rows)
    yield found.sentence
    if found.alpha.low is not None:
        yield f"Intervals are 95%; those of kappa and alpha are bootstraps from the seed {seed}."
    yield ""


def _share(share: Share) -> str:
    return share.why or f"{share.agreed} of {share.of} ({careful_percent(share.value)})"


def _statistic(figure: Statistic) -> str:
    if figure.value is None:
        return f"none: {figure.why}"
    between = f" ({_fine(figure.low)} to {_fine(figure.high)})" if figure.low is not None else f" ({figure.why})"
    return _fine(figure.value) + between


def _fine(value: float | None) -> str:
    return "–" if value is None else rounded(value, 3)


# Estimates


def estimate_text(found: Estimate) -> str:
    """The estimate with its interval, the strata it rests on, and its conditions."""
    return "\n".join(_estimate_lines(found)) + "\n"


def _estimate_lines(found: Estimate) -> Iterator[str]:
    yield f"{_start(counted(found.population, 'return'))} with a score, {found.moderated} of them moderated."
    yield f"Mean self score of all: {score_text(found.self_mean)}"
    if found.estimate is None:
        yield f"No estimate: {found.why}."
    else:
        moved = rounded(found.shift or 0)
        yield f"Mean change by moderation: {moved if moved.startswith('-') or moved == '0.0' else '+' + moved} points"
        between = f"95% interval {score_text(found.low)} to {score_text(found.high)}"
        yield f"Estimate for all returns: {score_text(found.estimate)} " + (
            f"({between})" if found.low is not None else f"(no interval: {found.why})"
        )
    if found.strata:
        yield ""
        rows = [
            (one.name, str(one.population), str(one.moderated), score_text(one.shift), rounded(one.spread))
            for one in found.strata
        ]
        yield from aligned([("stratum", "returns", "moderated", "mean change", "spread"), *rows])
    if found.conditions:
        yield ""
        yield from found.conditions


def _start(words: str) -> str:
    return words[0].upper() + words[1:]
