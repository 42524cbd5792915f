"""A deep dive begins: the sample is drawn, settings are told, and moderators are asked."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from formsapp.demo.chance import chance
from formsapp.demo.filling_in import Filling
from formsapp.demo.making import Making
from formsapp.demo.wording import SHORTFALL, read_words
from formsapp.demo.worked_examples import MODERATORS
from formsapp.moderation.allocating import allocate
from formsapp.moderation.board import board_of
from formsapp.moderation.models import Moderator
from formsapp.moderation.proposing import Wanted, confirm, propose
from formsapp.samples.commands import Stated, draw, tell_settings
from formsapp.samples.models import SampleEntry
from formsapp.samples.queries import current_sample
from formsapp.samples.seeds import told


@dataclass(frozen=True)
class Rules:
    """How the sample of an audit is drawn: `must` says why, by the organisation's id."""

    size: int
    risk_picks: int
    must: dict[int, str]


def words(occasion: str, *names: str | int) -> str:
    """A sentence for an occasion, without its full stop."""
    return chance(occasion, *names).choice(read_words("deep_dive")[occasion][SHORTFALL])


def draw_sample(making: Making, audit: str, rules: Rules) -> None:
    """Draw by phase, with what must be in it. A borough of few settings has a smaller sample of one stratum."""
    fillings = making.fillings[audit]
    seed = chance(making.seed, audit, "seed of the draw").randrange(10**9)
    submitted = sum(one.is_submitted for one in fillings.values())
    with told(seed):
        draw(
            making.session,
            audit=making.audits[audit],
            stated=Stated(
                size=rules.size if making.is_whole else min(submitted, 6),
                strata=("phase",) if making.is_whole else (),
                must_include={fillings[one].return_.id: why for one, why in rules.must.items() if one in fillings},
                risk_picks=rules.risk_picks if making.is_whole else 1,
            ),
            after=0,
            by=making.officer,
        )


def tell(making: Making, audit: str) -> None:
    """Settings may see that they were drawn, and why."""
    sample = current_sample(making.session, making.audits[audit])
    if sample is not None:
        tell_settings(making.session, audit=making.audits[audit], sample=sample, by=making.officer)


def ask_moderators(making: Making, audit: str) -> None:
    """One moderator for each return of the sample, as the application proposes it."""
    board = board_of(making.session, making.audits[audit], by=making.officer)
    wanted = Wanted(each=1, people=tuple(making.people[name].id for name in MODERATORS))
    mark = propose(board, wanted).mark
    confirm(making.session, audit=making.audits[audit], wanted=wanted, mark=mark, by=making.officer)


def ask_a_second(making: Making, audit: str, filling: Filling, name: str) -> None:
    """A second moderator for one return, by hand."""
    person = making.people[name]
    allocate(making.session, audit=making.audits[audit], returns=[filling.return_], moderator=person, by=making.officer)


def sampled(making: Making, audit: str) -> list[Filling]:
    """The returns of the sample, in the order of their numbers."""
    sample = current_sample(making.session, making.audits[audit])
    if sample is None:
        return []
    drawn = select(SampleEntry.return_id).where(SampleEntry.sample_id == sample.id, SampleEntry.pick.is_not(None))
    chosen = set(making.session.scalars(drawn))
    found = [one for one in making.fillings[audit].values() if one.return_.id in chosen]
    return sorted(found, key=lambda one: one.return_.id)


def moderator_of(making: Making, filling: Filling) -> str:
    """The name of the one who was asked first to moderate a return."""
    asked = select(Moderator.person_id).where(Moderator.return_id == filling.return_.id).order_by(Moderator.id)
    person = making.session.scalars(asked).first()
    return next(name for name in MODERATORS if making.people[name].id == person)


def another(name: str, *, barred: Collection[str] = ()) -> str:
    """The next moderator in the round who may."""
    after = [*MODERATORS[MODERATORS.index(name) + 1 :], *MODERATORS]
    return next(one for one in after if one not in barred and one != name)


def first_of(fillings: Sequence[Filling], making: Making, name: str, *, but: Collection[Filling]) -> Filling | None:
    """The first of these returns that somebody moderates, but for some."""
    taken = {one.return_.id for one in but}
    return next((one for one in fillings if one.return_.id not in taken and moderator_of(making, one) == name), None)
