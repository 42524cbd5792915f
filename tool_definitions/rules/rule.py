"""What a rule of the checker is."""

from collections.abc import Mapping
from dataclasses import dataclass, replace


@dataclass(frozen=True)
class Rule:
    """What a code says, why it matters and how to put it right. A warning does not stop a tool from being used."""

    sentence: str
    why: str
    mend: str
    is_warning: bool = False
    family: str = ""

    @property
    def remedy(self) -> str:
        """How to put it right, as it stands at the end of a line: no capital and no full stop."""
        return self.mend[:1].lower() + self.mend[1:].removesuffix(".")


@dataclass(frozen=True)
class Family:
    """Rules about one subject, and a sentence about them."""

    title: str
    about: str
    rules: Mapping[str, Rule]

    def catalogue(self) -> dict[str, Rule]:
        """The rules by code, each with the title of its family."""
        return {code: replace(rule, family=self.title) for code, rule in self.rules.items()}


def error(sentence: str, why: str, mend: str) -> Rule:
    """A rule without which a tool cannot be used."""
    return Rule(sentence, why, mend)


def advice(sentence: str, why: str, mend: str) -> Rule:
    """A rule whose breach is for the officer to judge."""
    return Rule(sentence, why, mend, is_warning=True)
