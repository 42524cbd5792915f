"""Who must not moderate which return, from tables: the same organisation, the same trust, a declared interest."""

from collections.abc import Iterable, Mapping, Sequence

from scoring.moderation.read_tables import ListedInterest, ListedModerator, ListedReturns, several

SAME_ORGANISATION = "same organisation"
SAME_TRUST = "same trust"


def organisations_of(returns: ListedReturns) -> dict[str, frozenset[str]]:
    """The organisations of each return: its `organisation_id`, else its own id."""
    return {one: several(cells.get("organisation_id") or one) for one, cells in returns.rows.items()}


def barred_pairs(
    returns: ListedReturns,
    to_moderate: Sequence[str],
    moderators: Iterable[ListedModerator],
    interests: Iterable[ListedInterest],
) -> dict[tuple[str, str], str]:
    """Every reason for each (return, moderator) that must not be. A moderator has the trusts of their organisations,
    stated beside them or known from a return.
    """
    organisations = organisations_of(returns)
    trusts = {one: several(cells.get("trust")) for one, cells in returns.rows.items()}
    declared = _declared(interests, organisations)
    barred = {}
    for moderator in moderators:
        own = (trusts[one] for one, names in organisations.items() if names & moderator.organisations)
        with_trusts = moderator.trusts.union(*own)
        for one in to_moderate:
            why = [SAME_ORGANISATION] if organisations[one] & moderator.organisations else []
            why += [SAME_TRUST] if trusts[one] & with_trusts else []
            why += declared.get((one, moderator.moderator_id), [])
            if why:
                barred[one, moderator.moderator_id] = ", ".join(dict.fromkeys(why))
    return barred


def _declared(
    interests: Iterable[ListedInterest], organisations: Mapping[str, frozenset[str]]
) -> dict[tuple[str, str], list[str]]:
    found: dict[tuple[str, str], list[str]] = {}
    for interest in interests:
        about = [interest.return_id] if interest.return_id is not None else []
        named = several(interest.organisation)
        about += [one for one, names in organisations.items() if names & named]
        for one in dict.fromkeys(about):
            found.setdefault((one, interest.moderator_id), []).append(interest.reason)
    return found
