"""Allocation: 1,000 conflict graphs against a maximum flow, small ones against every allocation there is, and words."""

import random
from collections import Counter

import pytest

from scoring.moderation.allocation import BadAllocation, Impossible, allocate_moderators
from tests.scoring.moderation.conflict_graphs import (
    Graph,
    assert_proved,
    assert_valid,
    best_by_trying_all,
    exists_by_flow,
    random_graph,
)


def allocated(graph: Graph, **more):
    return allocate_moderators(
        graph.returns, graph.moderators, barred=graph.barred, each=graph.each, already=graph.already, **more
    )


def test_a_thousand_conflict_graphs_are_balanced_within_one_or_proved_impossible():
    chance = random.Random(20261122)
    met = Counter()
    for _ in range(1000):
        graph = random_graph(chance)
        exists = exists_by_flow(graph)
        try:
            allocation = allocated(graph)
        except Impossible as proof:
            assert not exists
            assert_proved(graph, proof)
            met[proof.kind] += 1
        else:
            assert exists
            assert_valid(graph, allocation)
            assert max(allocation.loads.values()) - min(allocation.loads.values()) <= 1
            met["balanced"] += 1
    assert min(met[kind] for kind in ("balanced", "too_few", "returns", "moderators", "already")) >= 15, met


def test_as_even_as_interests_allow_is_the_best_of_every_allocation_there_is():
    chance = random.Random(5)
    uneven = 0
    for _ in range(250):
        graph = random_graph(chance, most_returns=5, most_moderators=4)
        best = best_by_trying_all(graph)
        assert exists_by_flow(graph) == (best is not None and best[-1] - best[0] <= 1)
        if best is None:
            with pytest.raises(Impossible):
                allocated(graph, even=False)
            continue
        allocation = allocated(graph, even=False)
        assert_valid(graph, allocation)
        assert sorted(allocation.loads.values()) == best
        uneven += best[-1] - best[0] > 1
    assert uneven >= 15


def test_the_order_of_returns_and_moderators_does_not_matter():
    chance = random.Random(8)
    sentences = []
    for _ in range(40):
        graph = random_graph(chance)
        other = Graph(graph.returns[::-1], graph.moderators[::-1], graph.barred, graph.each, graph.already[::-1])
        try:
            first = allocated(graph)
        except Impossible as proof:
            with pytest.raises(Impossible) as again:
                allocated(other)
            sentences.append((str(again.value), str(proof)))
        else:
            assert allocated(other) == first
    assert sentences
    assert all(one == other for one, other in sentences)


def test_moderators_of_a_pair_meet_others_too():
    allocation = allocate_moderators([f"r{n}" for n in range(20)], "abcde", each=2)
    pairs = Counter(
        tuple(sorted(m for one, m in allocation.pairs if one == return_id)) for return_id, _ in allocation.pairs
    )
    assert set(allocation.loads.values()) == {8}
    assert len(pairs) >= 6


def test_what_stands_is_kept_and_counted():
    allocation = allocate_moderators(
        ["oak", "elm", "fir", "yew"], ["Ann", "Bob"], already=[("oak", "Ann"), ("elm", "Ann")]
    )
    assert allocation.loads == {"Ann": 2, "Bob": 2}
    assert allocation.new == (("fir", "Bob"), ("yew", "Bob"))
    assert allocation.pairs[:2] == (("elm", "Ann"), ("fir", "Bob"))


def test_nothing_to_allocate_is_an_allocation():
    assert allocate_moderators([], ["Ann"]).loads == {"Ann": 0}


def refusal(returns, moderators, **more) -> str:
    with pytest.raises(BadAllocation) as refused:
        allocate_moderators(returns, moderators, **more)
    return refused.value.sentence


def test_a_return_that_nobody_or_too_few_may_take_is_named_with_every_reason():
    barred = {("oak", "Ann"): "works there", ("oak", "Bob"): "same trust", ("elm", "Bob"): "same organisation"}
    assert refusal(["oak", "elm", "fir"], ["Ann", "Bob"], barred=barred) == (
        "oak needs one moderator, and nobody may take it: Ann must not (works there), Bob must not (same trust)."
    )
    assert refusal(["oak", "elm"], ["Ann", "Bob", "Cal"], barred=barred, each=2) == (
        "oak needs two moderators, and only Cal may take it: Ann must not (works there), Bob must not (same trust)."
    )
    assert refusal(["oak", "elm"], ["Ann", "Bob"], barred=barred, each=2, already=[("elm", "Ann")]) == (
        "elm needs one more moderator, and nobody may take it: Ann has it, Bob must not (same organisation);"
        " oak needs two moderators, and nobody may take it: Ann must not (works there), Bob must not (same trust)."
    )
    assert refusal(["oak"], ["Ann"], each=2) == "oak needs two moderators, and only Ann may take it."


def test_returns_that_share_too_few_moderators_are_named_with_the_room_there_is():
    barred = {(one, "Ann"): "same trust" for one in ("oak", "elm", "fir")} | {("oak", "Cal"): "governs"}
    with pytest.raises(Impossible) as refused:
        allocate_moderators(["oak", "elm", "fir", "yew"], ["Ann", "Bob"], barred=barred)
    proof = refused.value
    assert (proof.kind, set(proof.returns), proof.needed, proof.possible) == ("returns", {"elm", "fir", "oak"}, 3, 2)
    assert proof.moderators == ("Bob",)
    assert proof.sentence == (
        "elm, fir and oak need three moderators between them, but with at most two returns for each moderator"
        " there is room for two of them: Bob two; Ann must not take any of them (same trust)."
    )
    assert proof.told({"oak": "Oak Primary"}, {"Bob": "Robert"}).startswith(
        "elm, fir and Oak Primary need three moderators between them"
    )
    assert "Robert two; Ann must not take" in proof.told({}, {"Bob": "Robert"})


def test_moderators_who_cannot_reach_an_even_share_are_named_with_what_they_may_take():
    ten = [f"r{n}" for n in range(10)]
    barred = {(one, "Ann"): "parent" if one == "r4" else "governs" for one in ten[1:]}
    with pytest.raises(Impossible) as refused:
        allocate_moderators(ten, ["Ann", "Bob", "Cal", "Dee"], barred=barred)
    proof = refused.value
    assert (proof.kind, proof.moderators, proof.returns) == ("moderators", ("Ann",), ("r0",))
    assert proof.sentence == (
        "Ann must take at least two returns for a share of two each, but only one can be given to this moderator: r0;"
        " Ann must not take r1, r2, r3, r5, r6, r7, r8 or r9 (governs) or r4 (parent)."
    )
    none = {("oak", "Ann"): "governs", ("elm", "Ann"): "governs", ("fir", "Ann"): "governs"}
    assert refusal(["oak", "elm", "fir"], ["Ann", "Bob", "Cal"], barred=none, already=[]) == (
        "elm, fir and oak need three moderators between them, but with at most one return for each moderator"
        " there is room for two of them: Bob one and Cal one; Ann must not take any of them (governs)."
    )
    four = {**none, ("yew", "Ann"): "governs"}
    assert refusal(["oak", "elm", "fir", "yew"], ["Ann", "Bob", "Cal"], barred=four) == (
        "Ann must take at least one return for a share of one each, but none can be given to this moderator;"
        " Ann must not take elm, fir, oak or yew (governs)."
    )


def test_a_proof_about_many_returns_names_some_and_holds_them_all():
    many = [f"r{n:02}" for n in range(30)]
    with pytest.raises(Impossible) as refused:
        allocate_moderators(many, ["Ann", "Bob"], barred={(one, "Ann"): "governs" for one in many})
    assert len(refused.value.returns) == 16  # the least that fifteen places are too few for
    with pytest.raises(Impossible) as refused:
        allocate_moderators(many, ["Ann"], barred={(one, "Ann"): "governs" for one in many})
    assert len(refused.value.returns) == 30
    assert refused.value.sentence.endswith("; and so it is with 10 others.")


def test_a_moderator_who_has_too_many_already_is_named():
    assert refusal(["oak", "elm", "fir"], ["Ann", "Bob", "Cal"], already=[("oak", "Ann"), ("elm", "Ann")]) == (
        "Ann has two returns already, and an even share of three places among three moderators is at most one."
    )


REFUSED = [
    ((["oak"], []), {}, "There are no moderators to share the returns among."),
    ((["oak"], ["Ann"]), {"each": 0}, "Each return needs at least one moderator."),
    ((["oak", "oak"], ["Ann"]), {}, "oak is given as a return twice."),
    ((["oak"], ["Ann", "Ann"]), {}, "Ann is given as a moderator twice."),
    (
        (["oak"], ["Ann"]),
        {"already": [("elm", "Ann")]},
        "Ann has elm already, but one of them is not in this allocation.",
    ),
    (
        (["oak"], ["Ann"]),
        {"already": [("oak", "Ann")], "barred": {("oak", "Ann"): "governs"}},
        "Ann has oak already but must not (governs): take it back first.",
    ),
]


@pytest.mark.parametrize(("who", "more", "sentence"), REFUSED)
def test_what_makes_no_sense_is_refused(who, more, sentence):
    assert refusal(*who, **more) == sentence
