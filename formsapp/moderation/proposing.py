"""A proposal of who moderates what: looked at before anybody is asked, and worked out anew when it is confirmed."""

import hashlib
import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from sqlalchemy.orm import Session

from formsapp.access.actor import Actor
from formsapp.audit_trail.record import take_turn
from formsapp.audits.interests import has_interest_in_any
from formsapp.audits.models import Audit
from formsapp.moderation.allocating import ask
from formsapp.moderation.board import Board, OnBoard, board_of
from formsapp.refusals import Refused
from scoring.moderation.allocation import BadAllocation, Impossible, allocate_moderators

INTERESTED = (
    "You have an interest in a return of this audit. Its moderators would show in the numbers of a proposal, so "
    "somebody without an interest makes it. You can give out the returns in your sight one by one."
)
CHANGED = "Something changed since you looked: this is the proposal as it is now. Confirm it if it is right."


@dataclass(frozen=True)
class Wanted:
    """What a proposal is to do."""

    each: int
    people: tuple[int, ...]
    everything: bool = False
    even: bool = True


@dataclass(frozen=True)
class Proposal:
    """Who would be asked for what, beside what stands; and how many each would have then."""

    new: Mapping[int, tuple[int, ...]]
    loads: Mapping[int, int]
    returns: tuple[OnBoard, ...]

    @property
    def mark(self) -> str:
        """What tells this proposal from another."""
        pairs = sorted((return_id, person) for return_id, people in self.new.items() for person in people)
        return hashlib.sha256(json.dumps(pairs).encode()).hexdigest()[:20]


class NoneExists(Refused):
    """There is no such allocation: the proof in words, and what could mend it."""

    def __init__(self, sentence: str, mends: list[str], *, uneven_helps: bool) -> None:
        super().__init__(sentence)
        self.mends = mends
        self.uneven_helps = uneven_helps


def propose(board: Board, wanted: Wanted) -> Proposal:
    """Share the returns out, keeping everything that stands. Raises Refused where it cannot be done."""
    returns = board.returns if wanted.everything else board.sampled
    if not returns:
        raise Refused("There are no returns to give out.")
    able = {person.id for person in board.people}
    stands = [
        (str(one.return_id), str(given.person_id)) for one in returns for given in one.given if given.fault is None
    ]
    people = (set(wanted.people) & able) | {int(person) for _, person in stands}
    if not people:
        raise Refused("Tick who is to moderate.")
    barred = {
        (str(pair.return_id), str(pair.person_id)): _inside(words) for pair, words in board.barred.items()
    } | _ended(returns)
    try:
        found = allocate_moderators(
            [str(one.return_id) for one in returns],
            [str(one) for one in people],
            barred={pair: words for pair, words in barred.items() if int(pair[1]) in people},
            each=wanted.each,
            already=stands,
            even=wanted.even,
        )
    except Impossible as impossible:
        raise _none(board, impossible, wanted) from None
    except BadAllocation as bad:
        raise Refused(bad.sentence) from None
    new: dict[int, list[int]] = {}
    for return_id, person in found.new:
        new.setdefault(int(return_id), []).append(int(person))
    return Proposal(
        new={return_id: tuple(given) for return_id, given in new.items()},
        loads={int(person): load for person, load in found.loads.items()},
        returns=tuple(returns),
    )


def _ended(returns: Collection[OnBoard]) -> dict[tuple[str, str], str]:
    return {
        (str(one.return_id), str(given.person_id)): _inside(given.fault)
        for one in returns
        for given in one.given
        if given.fault is not None
    }


def _inside(words: str) -> str:
    return words[:1].lower() + words[1:]


def _none(board: Board, impossible: Impossible, wanted: Wanted) -> NoneExists:
    titles = {str(return_id): title for return_id, title in board.titles().items()}
    people = {str(person): name for person, name in board.names().items()}
    sentence = impossible.told(titles, people)
    mends = []
    if impossible.kind == "too_few":
        mends.append("Ask one more person to moderate in this audit who has no interest in these returns.")
        if wanted.each > 1:
            mends.append("Ask for one moderator for each return; give the second one by hand where there is one.")
    else:
        mends.append("Ask one more person to moderate in this audit, or tick somebody else.")
        mends.append("Let the shares be as even as the interests allow.")
    return NoneExists(sentence[:1].upper() + sentence[1:], mends, uneven_helps=impossible.kind != "too_few")


def confirm(session: Session, *, audit: Audit, wanted: Wanted, mark: str, by: Actor) -> Proposal | None:
    """Ask everybody in the proposal; None, and nobody is asked, where it is no longer the one that was looked at."""
    take_turn(session)
    if by.id is not None and has_interest_in_any(session, audit, by.id):
        raise Refused(INTERESTED)
    board = board_of(session, audit, by=by)
    proposal = propose(board, wanted)
    if proposal.mark != mark:
        return None
    people = {person.id: person for person in board.people}
    for person_id in sorted({person for given in proposal.new.values() for person in given}):
        theirs = sorted(return_id for return_id, given in proposal.new.items() if person_id in given)
        ask(session, audit, theirs, people[person_id], by)
    return proposal
