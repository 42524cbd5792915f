"""Agreement in one plain sentence: what it means for a panel, and never more than the figures bear."""

from dataclasses import dataclass

from scoring.moderation.statistic import Share, Statistic
from scoring.shown import careful_percent

#: With fewer units than this nothing is said beyond the counts.
FEW_UNITS = 20
#: Where one level has this share of the ratings, agreement on the others was hardly tried.
ONE_LEVEL_RULES = 0.8
#: Krippendorff's bounds for alpha: to rely on, and to draw tentative conclusions.
RELIABLE, TENTATIVE = 0.8, 0.667
#: An alpha that surely is no more than this is next to nothing.
NO_MORE_THAN_LUCK = 0.2


@dataclass(frozen=True)
class Raw:
    """The plain counts that come before any statistic; `commonest` is the share of the level used most."""

    units: int
    raters: int
    exact: Share
    within_one: Share
    levels: int
    commonest: float
    varies: bool


def sentence_of(raw: Raw, alpha: Statistic, ac2: Statistic) -> str:
    """One sentence for people who do not work with statistics.

    The lower end of the interval decides what is claimed, not the figure itself. Bounds: Krippendorff (2004), Content
    Analysis, 2nd edition, page 241.
    """
    if raw.units == 0:
        return "Agreement needs two raters: nothing here has been rated by two people."
    if raw.units == 1:
        return "Only one answer has been rated by two people, which is too few to say how far they agree."
    return f"{_counts(raw)}{_meaning(raw, alpha, ac2)}"


def _counts(raw: Raw) -> str:
    what = "answers" if raw.exact.of == raw.units else "pairs of ratings"
    same, near = careful_percent(raw.exact.value), careful_percent(raw.within_one.value)
    said = f"The same level was given on {raw.exact.agreed} of {raw.exact.of} {what} ({same})"
    if raw.levels > 2 and raw.exact.agreed < raw.exact.of:
        said += f", and within one level on {raw.within_one.agreed} ({near})"
    return said


def _meaning(raw: Raw, alpha: Statistic, ac2: Statistic) -> str:
    if not raw.varies:
        return (
            "; every rating is one and the same level, so kappa and alpha are not defined and nothing shows whether "
            "people would agree where levels differ."
        )
    if raw.units < FEW_UNITS:
        return f"; with only {raw.units} rated twice that is a first impression, not a measure of reliability."
    if raw.commonest >= ONE_LEVEL_RULES:
        return (
            f"; {careful_percent(raw.commonest)} of all ratings are one level, so this mostly shows agreement on that "
            "level and says little about the others."
        )
    return f"; {_claim(alpha, ac2)}."


def _claim(alpha: Statistic, ac2: Statistic) -> str:
    low, high = alpha.low, alpha.high
    if low is None or high is None or ac2.low is None:
        return "how much of that is more than luck cannot be told from ratings so alike"
    claims = (
        (
            min(low, ac2.low) >= RELIABLE,
            "that is far more than luck would give, and ratings mean much the same whoever gives them",
        ),
        (low >= TENTATIVE, "that is clearly more than luck would give, and good enough for careful conclusions"),
        (high <= NO_MORE_THAN_LUCK, "that is little or no more than luck would give"),
        (low <= 0, "these ratings cannot tell whether that is more than luck would give"),
        (high < TENTATIVE, "that is too little to rely on the rating of one person alone"),
    )
    unsure = "that is more than luck would give, but these ratings cannot tell whether it is enough to rely on"
    return next((words for holds, words in claims if holds), unsure)
