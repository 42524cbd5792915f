"""What an estimate rests on, in plain sentences to be shown beside it."""

from collections.abc import Iterator, Sequence
from math import fsum, sqrt

from scoring.moderation.population import Scored
from scoring.moderation.statistic import SAME
from scoring.moderation.strata import BY_JUDGEMENT, StratumShift
from scoring.shown import counted, in_words, listed

#: A stratum that rests on fewer moderated returns than this is named.
FEW_MODERATED = 5
#: With fewer moderated returns at random than this the interval itself is rough.
ROUGH_BELOW = 15


def conditions_of(
    scored: Sequence[Scored], unscored: int, strata: Sequence[StratumShift], low: float | None, high: float | None
) -> tuple[str, ...]:
    """The conditions of one estimate, the most general first."""
    return (
        *_population(scored, unscored),
        *_picks(scored),
        *_not_moderated(scored),
        *_merged(strata),
        *_thin(strata),
        *_interval(low, high),
    )


def _population(scored: Sequence[Scored], unscored: int) -> Iterator[str]:
    moderated = sum(one.change is not None for one in scored)
    if not scored:
        yield "No return has a self score."
    elif not moderated:
        yield f"{_start(counted(len(scored), 'return'))} {_have(len(scored))} a self score; none has been moderated."
    elif moderated == len(scored):
        yield f"Every return with a score has been moderated ({moderated} of {moderated}), so nothing is estimated."
    else:
        yield (
            f"It rests on {counted(moderated, 'moderated return')} of {len(scored)}, taken to have been drawn at "
            "random within each stratum."
        )
    if unscored:
        yield f"{_start(counted(unscored, 'return'))} without a self score {_is(unscored)} left out."


def _picks(scored: Sequence[Scored]) -> Iterator[str]:
    picked = sum(one.certain and one.change is not None for one in scored)
    if picked and picked < len(scored):
        yield (
            f"{_start(counted(picked, 'moderated return'))} {_was(picked)} picked by judgement and not at random: "
            f"{'it counts for itself' if picked == 1 else 'they count for themselves'} alone."
        )


def _not_moderated(scored: Sequence[Scored]) -> Iterator[str]:
    for certain, how in ((False, "drawn at random"), (True, "picked by judgement")):
        waiting = sum(one.drawn and one.certain is certain and one.change is None for one in scored)
        if waiting:
            yield (
                f"{_start(counted(waiting, 'return'))} {how} {_have(waiting)} not been moderated; it is taken that "
                f"moderation would change {'it' if waiting == 1 else 'them'} as it did the others."
            )


def _merged(strata: Sequence[StratumShift]) -> Iterator[str]:
    for stratum in strata:
        if not stratum.merged:
            continue
        yield (
            f"{listed(list(stratum.merged))} are taken together, because too few returns of one of them have been "
            "moderated."
        )
        if BY_JUDGEMENT in stratum.merged:
            yield (
                "That treats returns picked by judgement as if they had been drawn at random, which they were not: "
                "do not rely on this figure."
            )


def _thin(strata: Sequence[StratumShift]) -> Iterator[str]:
    guessed = [stratum for stratum in strata if not stratum.is_census and stratum.moderated]
    if guessed and all(stratum.is_usable and stratum.spread <= SAME for stratum in guessed):
        yield "Moderation changed them all alike, so nothing shows how far others might differ: there is no interval."
    for stratum in guessed:
        if stratum.moderated < FEW_MODERATED and len(guessed) > 1:
            yield f"{stratum.name} rests on only {in_words(stratum.moderated)} of its {stratum.population} returns."
    if _is_skewed(guessed):
        yield ("A few returns changed far more than the others; with so few moderated the interval may be too narrow.")
    elif guessed and sum(stratum.moderated for stratum in guessed) < ROUGH_BELOW:
        yield "With so few returns moderated at random, the interval is a rough guide only."


def _is_skewed(strata: Sequence[StratumShift]) -> bool:
    """Cochran (1977), 3rd edition, section 2.15: n should be above 25 times the squared skewness."""
    apart = [change - (stratum.shift or 0) for stratum in strata for change in stratum.changes]
    square = fsum(one**2 for one in apart) / max(len(apart), 1)
    if square <= SAME:
        return False
    skewness = fsum(one**3 for one in apart) / len(apart) / (square * sqrt(square))
    return len(apart) < 25 * skewness**2


def _interval(low: float | None, high: float | None) -> Iterator[str]:
    if low is not None and high is not None and (low < 0 or high > 100):
        yield "The interval reaches beyond what a score can be; read its end as the end of the scale."


def _start(words: str) -> str:
    return words[0].upper() + words[1:]


def _is(number: int) -> str:
    return "is" if number == 1 else "are"


def _was(number: int) -> str:
    return "was" if number == 1 else "were"


def _have(number: int) -> str:
    return "has" if number == 1 else "have"
