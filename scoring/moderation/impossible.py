"""Why there is no allocation: sums that anybody can check, and the sentence that states them with names and reasons."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from types import MappingProxyType
from typing import Literal

from scoring.shown import counted, in_words, listed

#: `too_few`: returns that have fewer free moderators than they need. `returns`: returns that need more places than
#: moderators who may take them have within an even share. `moderators`: moderators who cannot reach an even share.
#: `already`: a moderator who has more than an even share before anything is given out.
Kind = Literal["too_few", "returns", "moderators", "already"]
Pair = tuple[str, str]
Names = Mapping[str, str]
#: More returns than this are counted in a sentence, not named; the proof itself holds them all.
MOST_NAMED = 20
NO_NAMES: Names = MappingProxyType({})


class BadAllocation(ValueError):
    """What was given makes no sense; the sentence says why."""

    @property
    def sentence(self) -> str:
        """The refusal, as it is shown."""
        return str(self.args[0])


@dataclass(frozen=True)
class Terms:
    """What an allocation has to keep to, its returns and moderators in order."""

    returns: tuple[str, ...]
    moderators: tuple[str, ...]
    barred: Mapping[Pair, str]
    each: int
    already: frozenset[Pair] = field(default_factory=frozenset)

    def is_free(self, return_id: str, moderator: str) -> bool:
        """Whether this moderator could be given this return."""
        return (return_id, moderator) not in self.barred and (return_id, moderator) not in self.already

    def free_for(self, return_id: str) -> list[str]:
        """The moderators who could be given this return."""
        return [moderator for moderator in self.moderators if self.is_free(return_id, moderator)]

    @cached_property
    def _had(self) -> Mapping[str, int]:
        had = dict.fromkeys(self.moderators, 0)
        for _, moderator in self.already:
            had[moderator] += 1
        return had

    @cached_property
    def _needs(self) -> Mapping[str, int]:
        has = dict.fromkeys(self.returns, 0)
        for return_id, _ in self.already:
            has[return_id] += 1
        return {return_id: max(0, self.each - number) for return_id, number in has.items()}

    def has_already(self, moderator: str) -> int:
        """How many returns this moderator has before anything is given out."""
        return self._had[moderator]

    def need(self, return_id: str) -> int:
        """How many more moderators this return needs."""
        return self._needs[return_id]

    @cached_property
    def places(self) -> int:
        """The pairs there will be in all."""
        return len(self.already) + sum(self._needs.values())

    @property
    def fewest(self) -> int:
        """The smaller even share."""
        return self.places // len(self.moderators)

    @property
    def most(self) -> int:
        """The larger even share."""
        return -(-self.places // len(self.moderators))

    def room(self, moderator: str) -> int:
        """How many more returns make an even share at most."""
        return self.most - self.has_already(moderator)

    def lack(self, moderator: str) -> int:
        """How many more returns make an even share at least."""
        return max(0, self.fewest - self.has_already(moderator))

    def sums(self, kind: Kind, names: Sequence[str]) -> tuple[int, int]:
        """What these returns (or moderators) need, and the most of it that there can be. It is a proof if more is
        needed than possible.
        """
        if kind == "too_few":
            return sum(map(self.need, names)), sum(len(self.free_for(one)) for one in names)
        if kind == "already":
            return sum(map(self.has_already, names)), self.most * len(names)
        if kind == "returns":
            within = (min(self.room(one), self.open_of(one, names)) for one in self.moderators)
            return sum(map(self.need, names)), sum(within)
        taking = (min(self.need(one), self.open_to(names, one)) for one in self.returns)
        return sum(map(self.lack, names)), sum(taking)

    def open_of(self, moderator: str, returns: Sequence[str]) -> int:
        """How many of these returns this moderator could be given."""
        return sum(self.need(one) > 0 and self.is_free(one, moderator) for one in returns)

    def open_to(self, moderators: Sequence[str], return_id: str) -> int:
        """To how many of these moderators this return could be given."""
        return sum(self.is_free(return_id, one) for one in moderators)


class Impossible(BadAllocation):
    """There is no such allocation, and this is the proof: `needed` is more than `possible`.

    `returns` and `moderators` are those the proof is about; `reasons` holds the reason of each barred pair that it
    rests on. `sentence` states it all with the ids; `told` with names.
    """

    def __init__(self, kind: Kind, terms: Terms, returns: Sequence[str], moderators: Sequence[str]) -> None:
        self.kind = kind
        self.terms = terms
        self.returns = tuple(returns)
        self.moderators = tuple(moderators)
        about = self.moderators if kind in {"moderators", "already"} else self.returns
        self.needed, self.possible = terms.sums(kind, about)
        self.reasons = self._reasons()
        super().__init__(self.told())

    @classmethod
    def proved(cls, kind: Kind, terms: Terms, returns: Sequence[str], moderators: Sequence[str]) -> "Impossible":
        """The proof about these, with those on the other side whom it concerns."""
        if kind == "returns":
            moderators = [one for one in moderators if terms.open_of(one, returns)]
        if kind == "moderators":
            returns = [one for one in returns if terms.need(one) and terms.open_to(moderators, one)]
        if kind == "already":
            returns = sorted(return_id for return_id, moderator in terms.already if moderator in moderators)
        return cls(kind, terms, returns, moderators)

    def _reasons(self) -> dict[Pair, str]:
        terms = self.terms
        if self.kind == "already":
            return {}
        returns, moderators = self.returns, terms.moderators
        if self.kind == "moderators":
            returns = tuple(one for one in terms.returns if terms.need(one) > terms.open_to(self.moderators, one))
            moderators = self.moderators
        if self.kind == "returns":
            moderators = tuple(one for one in moderators if terms.room(one) > terms.open_of(one, returns))
        pairs = ((one, other) for one in returns for other in moderators)
        return {pair: terms.barred[pair] for pair in pairs if pair in terms.barred}

    def told(self, return_names: Names = NO_NAMES, moderator_names: Names = NO_NAMES) -> str:
        """The sentence, with these names for the ids."""
        words = _Words(self, return_names, moderator_names)
        tell = {
            "too_few": words.too_few,
            "returns": words.no_room,
            "moderators": words.no_share,
            "already": words.too_many_already,
        }
        return tell[self.kind]()


class _Words:
    """The sentence of each kind of proof."""

    def __init__(self, proof: Impossible, return_names: Names, moderator_names: Names) -> None:
        self.proof = proof
        self.terms = proof.terms
        self._return_names = return_names
        self._moderator_names = moderator_names

    def _returns(self, ids: Sequence[str], joint: str = "and") -> str:
        names = [self._return_names.get(one, one) for one in ids]
        if len(names) > MOST_NAMED:
            names = [*names[: MOST_NAMED - 1], f"{len(names) - MOST_NAMED + 1} others"]
        return listed(names, joint)

    def _person(self, moderator: str) -> str:
        return self._moderator_names.get(moderator, moderator)

    def too_few(self) -> str:
        short = self.proof.returns
        lines = [self._short_return(return_id) for return_id in short[:MOST_NAMED]]
        if len(short) > MOST_NAMED:
            lines.append(f"and so it is with {len(short) - MOST_NAMED} others")
        return "; ".join(lines) + "."

    def _short_return(self, return_id: str) -> str:
        need, free = self.terms.need(return_id), self.terms.free_for(return_id)
        more = " more" if need < self.terms.each else ""
        number = f"{in_words(need)}{more} {'moderator' if need == 1 else 'moderators'}"
        who = f"only {listed([self._person(one) for one in free])} may take it" if free else "nobody may take it"
        has = sorted(moderator for one, moderator in self.terms.already if one == return_id)
        why = [f"{listed([self._person(one) for one in has])} {'has' if len(has) == 1 else 'have'} it"] if has else []
        why += [
            f"{self._person(one)} must not ({self.terms.barred[return_id, one]})"
            for one in self.terms.moderators
            if (return_id, one) in self.terms.barred
        ]
        return f"{self._returns([return_id])} needs {number}, and {who}{': ' if why else ''}{', '.join(why)}"

    def no_room(self) -> str:
        proof, terms = self.proof, self.terms
        room = [(one, min(terms.room(one), terms.open_of(one, proof.returns))) for one in terms.moderators]
        rooms = [f"{self._person(one)} {in_words(number)}" for one, number in room if number]
        alone = len(proof.returns) == 1
        need = f"{counted(proof.needed, 'moderator')}{'' if alone else ' between them'}"
        most, possible = counted(terms.most, "return"), in_words(proof.possible)
        return (
            f"{self._returns(proof.returns)} {'needs' if alone else 'need'} {need}, but with at most"
            f" {most} for each moderator there is room for {possible} of {'it' if alone else 'them'}"
            f"{': ' + listed(rooms) if rooms else ''}{self._barred_returns()}."
        )

    def _barred_returns(self) -> str:
        """'; Cal must not take Oak and Elm (same trust)' for each moderator whom interests hold back."""
        held: dict[str, dict[str, list[str]]] = {}
        for (return_id, moderator), reason in sorted(self.proof.reasons.items()):
            held.setdefault(moderator, {}).setdefault(reason, []).append(return_id)
        lines = []
        for moderator, reasons in held.items():
            which = [f"{self._which(ids)} ({reason})" for reason, ids in reasons.items()]
            lines.append(f"; {self._person(moderator)} must not take {listed(which, 'or')}")
        return "".join(lines)

    def _which(self, ids: Sequence[str]) -> str:
        every = self.proof.kind == "returns" and len(ids) == len(self.proof.returns) > 1
        return "any of them" if every else self._returns(ids, "or")

    def no_share(self) -> str:
        proof, terms = self.proof, self.terms
        alone = len(proof.moderators) == 1
        people = listed([self._person(one) for one in proof.moderators])
        had = sum(map(terms.has_already, proof.moderators))
        beside = f" besides the {in_words(had)} already given" if had else ""
        return (
            f"{people} must take at least {counted(proof.needed, 'return')}{'' if alone else ' between them'}{beside}"
            f" for a share of {in_words(terms.fewest)} each, but {'only ' if proof.possible else ''}"
            f"{in_words(proof.possible)} can be given to {'this moderator' if alone else 'them'}"
            f"{': ' + self._returns(proof.returns) if proof.returns else ''}{self._barred_returns()}."
        )

    def too_many_already(self) -> str:
        (moderator,) = self.proof.moderators
        return (
            f"{self._person(moderator)} has {counted(self.proof.needed, 'return')} already, and an even share of"
            f" {counted(self.terms.places, 'place')} among {counted(len(self.terms.moderators), 'moderator')}"
            f" is at most {in_words(self.proof.possible)}."
        )
