"""The seed of a draw: made here, so that nobody can look for one whose draw they like."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

#: Seeds are short enough to be read out.
_SEEDS = 10**9

_told: ContextVar[int | None] = ContextVar("the seed that the next draws have", default=None)


def new_seed() -> int:
    """A seed that nobody can foresee."""
    told = _told.get()
    return secrets.randbelow(_SEEDS) if told is None else told


@contextmanager
def told(seed: int) -> Iterator[None]:
    """Draw with this seed. Only the demonstration borough does, so that it comes out the same every time."""
    token = _told.set(seed)
    try:
        yield
    finally:
        _told.reset(token)
