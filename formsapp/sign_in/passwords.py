"""Passwords: argon2, checked in constant time whether or not the account exists."""

from functools import lru_cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from flask import current_app

from formsapp.access.models import Person

SHORTEST_PASSWORD = 12
#: Far beyond any phrase; argon2 must not be given a book to hash.
LONGEST_PASSWORD = 256
FEWEST_DIFFERENT_CHARACTERS = 5


def why_not_password(password: str, person: Person) -> str | None:
    """Why somebody cannot have this password."""
    if len(password) < SHORTEST_PASSWORD:
        return f"Use at least {SHORTEST_PASSWORD} characters"
    if len(password) > LONGEST_PASSWORD:
        return f"Use at most {LONGEST_PASSWORD} characters"
    if len(set(password)) < FEWEST_DIFFERENT_CHARACTERS:
        return f"Use at least {FEWEST_DIFFERENT_CHARACTERS} different characters"
    typed = password.strip().casefold()
    if typed in {person.email.casefold(), person.name.casefold()} or typed == person.email.partition("@")[0].casefold():
        return "Do not use your email address or your name"
    return None


def hash_password(password: str) -> str:
    """The argon2id hash of a password, at this installation's cost."""
    return _hasher(_cost()).hash(password)


def is_right(password_hash: str | None, password: str) -> bool:
    """Whether the password is right. Takes as long for an account without a password as for one with."""
    hasher = _hasher(_cost())
    try:
        return hasher.verify(password_hash or _hash_of_nothing(_cost()), password) and password_hash is not None
    except (VerificationError, InvalidHashError):
        return False


def _cost() -> tuple[int, int, int]:
    cost: tuple[int, int, int] = current_app.extensions["formsapp_settings"].password_cost
    return cost


@lru_cache
def _hasher(cost: tuple[int, int, int]) -> PasswordHasher:
    time_cost, memory_cost, parallelism = cost
    return PasswordHasher(time_cost=time_cost, memory_cost=memory_cost, parallelism=parallelism)


@lru_cache
def _hash_of_nothing(cost: tuple[int, int, int]) -> str:
    return _hasher(cost).hash("no account has this password")
