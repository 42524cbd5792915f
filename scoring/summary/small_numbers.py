"""Small groups hidden in anything that leaves the partnership's own staff, so that no organisation's rating shows."""

from collections.abc import Mapping
from dataclasses import dataclass

from scoring.distributions import Average, Counts, Distribution, Distributions, Moderated, QuestionDistribution


@dataclass(frozen=True)
class ShownQuestion:
    """One question: with few moderated ratings the effective ones alone, since the two side by side would tell them;
    in every group where they are few in any, since the total less the other groups would tell them too.
    """

    effective: Counts
    self: Counts | None
    moderated: Moderated | None


@dataclass(frozen=True)
class Shown:
    """What may be shown of the whole audit or one group: None where a figure is hidden."""

    returns: int
    questions: Mapping[str, ShownQuestion | None]
    sections: Mapping[str, Average | None]
    overall: Average | None


@dataclass(frozen=True)
class Publishable:
    """What may leave: `audit` or a group is None where all of it is hidden; `small` names the groups that are small,
    and not hidden for the sake of another. `fewer` is what stands in their place.
    """

    audit: Shown | None
    by: str | None
    groups: Mapping[str, Shown | None]
    fewer: str
    small: frozenset[str] = frozenset()

    def hidden_as(self, group: str) -> str:
        """What stands in the place of a hidden group."""
        return self.fewer if group in self.small else "hidden"


def hidden_cells(sizes: Mapping[str, int], min_group: int = 5, already: frozenset[str] = frozenset()) -> frozenset[str]:
    """Which cells of one total to hide: those under `min_group`, and as many more of the smallest as it takes for
    nobody to work a hidden one out from the total.

    A hidden cell can be worked out when it is the only one with anything in it, or when all that is hidden adds up to
    fewer than `min_group`. A cell of nothing is hidden with the rest: that nobody is there is news too.
    """
    hidden = {name for name, size in sizes.items() if size < min_group} | (already & sizes.keys())
    shown = sorted((name for name in sizes if name not in hidden), key=lambda name: sizes[name])
    while shown and hidden and _given_away(sizes, hidden, min_group):
        hidden.add(shown.pop(0))
    return frozenset(hidden)


def _given_away(sizes: Mapping[str, int], hidden: set[str], min_group: int) -> bool:
    filled = [sizes[name] for name in hidden if sizes[name]]
    return bool(filled) and (len(filled) < 2 or sum(filled) < min_group)


def publishable(found: Distributions, min_group: int = 5) -> Publishable:
    """The distributions with every small group hidden, in the whole and for each question and section."""
    fewer = f"fewer than {min_group}"
    if found.audit.returns < min_group:
        return Publishable(None, found.by, dict.fromkeys(found.groups), fewer, frozenset(found.groups))
    hidden = hidden_cells({name: group.returns for name, group in found.groups.items()}, min_group)
    groups = {
        name: None if name in hidden else _shown(found, name, group, hidden, min_group)
        for name, group in found.groups.items()
    }
    small = frozenset(name for name, group in found.groups.items() if group.returns < min_group)
    return Publishable(_whole(found.audit, min_group), found.by, groups, fewer, small)


def _whole(audit: Distribution, min_group: int) -> Shown:
    questions = {key: _question_if(question, min_group) for key, question in audit.questions.items()}
    sections = {key: None if 0 < part.n < min_group else part for key, part in audit.sections.items()}
    return Shown(audit.returns, questions, sections, None if 0 < audit.overall.n < min_group else audit.overall)


def _question_if(question: QuestionDistribution, min_group: int, *, moves_hidden: bool = False) -> ShownQuestion | None:
    if 0 < question.self.n < min_group or 0 < question.effective.n < min_group:
        return None
    if moves_hidden or 0 < question.moderated.n < min_group:
        return ShownQuestion(question.effective, None, None)
    return ShownQuestion(question.effective, question.self, question.moderated)


def _shown(found: Distributions, name: str, group: Distribution, hidden: frozenset[str], min_group: int) -> Shown:
    def hides(sizes: Mapping[str, int]) -> bool:
        return name in hidden_cells(sizes, min_group, hidden)

    groups = found.groups
    questions: dict[str, ShownQuestion | None] = {}
    for key, question in group.questions.items():
        own = {n: g.questions[key].self.n for n, g in groups.items()}
        effective = {n: g.questions[key].effective.n for n, g in groups.items()}
        few_moves = any(0 < part.questions[key].moderated.n < min_group for part in groups.values())
        shown = _question_if(question, min_group, moves_hidden=few_moves)
        questions[key] = None if hides(own) or hides(effective) else shown
    sections = {
        key: None if hides({n: g.sections[key].n for n, g in groups.items()}) else part
        for key, part in group.sections.items()
    }
    overall = None if hides({n: g.overall.n for n, g in groups.items()}) else group.overall
    return Shown(group.returns, questions, sections, overall)
