"""Chance that falls the same way every time: each thing has its own, from the seed and its name."""

from collections.abc import Sequence
from random import Random
from typing import TypeVar

T = TypeVar("T")


def chance(*names: str | int) -> Random:
    """The chance of one named thing. What is decided elsewhere, or in another order, never changes it."""
    return Random("/".join(map(str, names)))  # noqa: S311  nothing secret: the same borough must come out each time


def shuffled(things: Sequence[T], luck: Random) -> list[T]:
    """The things in an order that luck gives."""
    return luck.sample(things, len(things))
