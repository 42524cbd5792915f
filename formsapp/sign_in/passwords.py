"""Passwords: argon2, checked in constant time whether or not the account exists."""

from functools import lru_cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from flask import current_app

SHORTEST_PASSWORD = 12


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
