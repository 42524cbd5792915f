"""What was learnt about the audit itself: who answered, how fully, what moderation changed, how the tool held up."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from scoring.internal_checks import MOST_NOT_APPLICABLE, MOST_UNANSWERED, InternalChecks
from scoring.shown import counted, in_words, listed, percent, rounded
from scoring.summary.findings import Evidence, Reason
from scoring.summary.wording import quoted

#: Below this, the questions of a section measure different things (or are too few): the customary line.
GOOD_ALPHA = 0.7

#: A drafted line: the question or section it is about (None: the audit as a whole), its sentence, its reasons.
Line = tuple[str | None, str, tuple[Reason, ...]]


@dataclass(frozen=True)
class Collection:
    """How the returns came in, as the one who ran the audit knows it."""

    in_scope: int
    returned: int
    late: int | None = None


@dataclass(frozen=True)
class Agreement:
    """How often two moderators gave the same first rating, over `n` ratings both gave."""

    n: int
    exact: float | None


def learning(
    evidence: Evidence, checks: InternalChecks, collection: Collection | None, moderation: Agreement | None
) -> list[Line]:
    """The drafted lines, each with its figures."""
    return [
        *_collected(evidence, collection),
        *_covered(evidence),
        *_moderated(evidence),
        *_agreed(moderation),
        *_checked(evidence, checks),
        *_said(evidence),
    ]


def _collected(evidence: Evidence, collection: Collection | None) -> Iterator[Line]:
    if collection is None or not collection.in_scope:
        text = f"{counted(evidence.audit.returns, 'return was', 'returns were').capitalize()} scored."
        yield None, text, ({"reason": "returns", "returns": evidence.audit.returns},)
        return
    rate = collection.returned / collection.in_scope
    answered, asked = in_words(collection.returned).capitalize(), in_words(collection.in_scope)
    text = f"{answered} of the {asked} organisations asked sent a return ({percent(rate)})"
    figures = {"in_scope": collection.in_scope, "returned": collection.returned, "return_rate": rate}
    if collection.late is not None:
        text += f", {in_words(collection.late)} of them after the closing date"
        figures["late"] = collection.late
    yield None, f"{text}.", ({"reason": "return_rate", **figures},)


def _covered(evidence: Evidence) -> Iterator[Line]:
    coverage = evidence.scores.coverage
    known = coverage[~np.isnan(coverage)]
    if not len(known):
        return
    mean, provisional = float(known.mean()), int((known < 1).sum())
    if provisional:
        are = "is" if provisional == 1 else "are"
        text = (
            f"On average {percent(mean)} of what was asked was answered, and {counted(provisional, 'score')} {are} "
            "provisional because questions were left unanswered."
        )
    else:
        text = "Every return answered every question that applied to it."
    yield None, text, ({"reason": "coverage", "mean_coverage": mean, "provisional": provisional, "n": len(known)},)


def _moderated(evidence: Evidence) -> Iterator[Line]:
    moves = [question.moderated for question in evidence.audit.questions.values()]
    n, raised, lowered = (sum(getattr(move, name) for move in moves) for name in ("n", "raised", "lowered"))
    upheld = sum(move.upheld for move in moves)
    if not n:
        return
    # A not applicable that was upheld is none of upheld, raised and lowered, and yet it did not change.
    scores = evidence.scores
    changed = int((scores.was_moderated & (scores.effective_codes != scores.ratings.codes)).sum())
    share = percent(changed / n)
    text = (
        f"Moderation looked at {counted(n, 'rating')} and changed {in_words(changed)} of them ({share}), "
        f"raising {in_words(raised)} and lowering {in_words(lowered)}."
    )
    figures = {
        "moderated": n,
        "upheld": upheld,
        "raised": raised,
        "lowered": lowered,
        "changed": changed,
        "changed_share": changed / n,
    }
    yield None, text, ({"reason": "moderation", **figures},)


def _agreed(moderation: Agreement | None) -> Iterator[Line]:
    if moderation is None or moderation.exact is None:
        return
    share, over = percent(moderation.exact), counted(moderation.n, "rating")
    text = f"Two moderators gave the same first rating {share} of the time, over {over}."
    yield None, text, ({"reason": "agreement", "n": moderation.n, "exact": moderation.exact},)


def _checked(evidence: Evidence, checks: InternalChecks) -> Iterator[Line]:
    yield from _loose(evidence, checks)
    for key in checks.rated_alike:
        n = evidence.audit.questions[key].self.n
        text = (
            f"All {in_words(n)} returns that rated {_title(evidence, key)} gave it the same rating, so it tells little."
        )
        yield key, text, ({"reason": "rated_alike", "n": n},)
    for key, share in checks.not_applicable.items():
        title = _title(evidence, key)
        text = f"{percent(share)} of returns found {title} not applicable; check whom the question is put to."
        yield key, text, ({"reason": "often_not_applicable", "share": share, "threshold": MOST_NOT_APPLICABLE},)
    for key, share in checks.unanswered.items():
        title = _title(evidence, key)
        text = f"{percent(share)} of returns left {title} unanswered; check that the question is clear."
        yield key, text, ({"reason": "often_unanswered", "share": share, "threshold": MOST_UNANSWERED},)
    yield from _unexplained(evidence, checks.without_reason or {})


def _unexplained(evidence: Evidence, without_reason: Mapping[str, tuple[str, ...]]) -> Iterator[Line]:
    if not without_reason:
        return
    times = sum(len(returns) for returns in without_reason.values())
    most = max(without_reason, key=lambda key: len(without_reason[key]))
    text = (
        f"Not applicable was chosen {counted(times, 'time')} without the reason asked for, over "
        f"{counted(len(without_reason), 'question')}, most often on {_title(evidence, most)}."
    )
    figures = [
        {"reason": "not_applicable_without_reason", "question": key, "returns": len(returns)}
        for key, returns in without_reason.items()
    ]
    yield None, text, tuple(figures)


def _title(evidence: Evidence, key: str) -> str:
    return quoted(evidence.tool.questions[key].title)


def _loose(evidence: Evidence, checks: InternalChecks) -> Iterator[Line]:
    known = {key: alpha for key, alpha in checks.alpha.items() if alpha.value is not None}
    if not known:
        return
    figures = [{"reason": "alpha", "section": key, "alpha": a.value, "n": a.n} for key, a in known.items()]
    loose = [key for key, alpha in known.items() if alpha.value is not None and alpha.value < GOOD_ALPHA]
    if not loose:
        text = "Within each section the questions point the same way (Cronbach’s alpha is 0.7 or more)."
    else:
        names = listed([f"{quoted(evidence.tool.section(key).title)} ({_alpha(known[key].value)})" for key in loose])
        text = (
            f"The questions do not point the same way in {names}: Cronbach’s alpha is below 0.7, so read "
            f"{_those(loose)} question by question."
        )
    yield None, text, tuple(figures)


def _alpha(value: float | None) -> str:
    return "" if value is None else rounded(value, 2)


def _those(loose: list[str]) -> str:
    return "that section" if len(loose) == 1 else "those sections"


def _said(evidence: Evidence) -> Iterator[Line]:
    for key, answers in evidence.scores.ratings.feedback.items():
        if answers:
            text = (
                f"{counted(len(answers), 'return')} answered {_title(evidence, key)}: read them before the next audit."
            )
            figures = {"answers": len(answers), "said": dict(Counter(answers).most_common())}
            yield key, text[0].upper() + text[1:], ({"reason": "feedback", **figures},)
