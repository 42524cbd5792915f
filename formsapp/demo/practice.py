"""A small model of practice: how good each setting is, what it thinks of itself, and how hard each question is.

A setting has a quality, a flavour a section and a hopefulness that a moderator does not share; a question has a
difficulty, and some became harder or easier between the years. What follows is a rating on any scheme.
"""

from bisect import bisect
from dataclasses import dataclass

from formsapp.demo.chance import chance

#: Where one level ends and the next begins, on schemes of four levels and of two.
_FOUR = (-2.15, -0.62, 0.95)
_TWO = (-0.5,)

#: Harder (or, below zero, easier) than most: what is weak and what is strong in the borough.
DIFFICULTY = {
    "dsl.supervision": 0.95,
    "online.new_technology": 1.2,
    "voice.seldom_heard": 0.6,
    "allegations.low_level": 0.7,
    "leadership.patterns": 0.75,
    "voice.equality": 0.8,
    "early_help.mental_health": 0.6,
    "exploitation.context": 0.5,
    "online.parents": 0.55,
    "voice.absence": 0.45,
    "voice.hidden": 0.6,
    "recruitment.record": -0.3,
    "recruitment.process": -1.5,
    "recruitment.governance": -0.7,
    "training.all_staff": -1.5,
    "training.induction": -0.9,
    "teaching.help": -1.55,
    "teaching.planned": -0.5,
    "concerns.referrals": -1.0,
    "concerns.reporting": -1.45,
    "dsl.role": -0.6,
    "dsl.availability": -0.6,
    "allegations.process": -0.8,
    "policies.child_protection": -1.45,
    "online.filtering": -0.3,
    "early_years.key_person": -1.4,
    "escalation.concerns": -0.6,
    "board_lead.named": -0.7,
    "listening.unheard": 0.7,
    "support.impact": 0.9,
    "support.supervision": 0.4,
    "information.timely": 0.5,
    "child.lived_experience": 0.3,
    "assessment.family": 0.6,
    "impact.wellbeing": 0.4,
    "oversight.supervision": 0.5,
}
#: What was harder (or easier) a year ago than it is now: filtering has improved, absence has grown worse.
A_YEAR_AGO = {"online.filtering": 0.75, "online.monitoring": 0.5, "voice.absence": -0.7, "dsl.supervision": 0.15}
_EASIER_WHERE_IT_LIMITS = -0.55
#: How seldom something that must never be missing is missing.
_BREACH = 0.007


@dataclass(frozen=True)
class Practice:
    """The practice of one setting or agency in one year."""

    seed: int
    organisation: str
    year: str
    quality: float
    #: By how much it rates itself above what a moderator would see.
    hope: float

    @classmethod
    def of(cls, seed: int, organisation: str, year: str, *, strength: float = 0.0) -> "Practice":
        """The practice of an organisation: much the same from year to year, and not quite."""
        lasting = chance(seed, organisation, "quality")
        quality, hope = lasting.gauss(0.1, 0.55), lasting.gauss(0.12, 0.25)
        drift = chance(seed, organisation, year, "quality").gauss(0.0, 0.18)
        return cls(seed, organisation, year, quality + strength + drift, hope)

    def level(self, question: str, section: str, levels: int, *, limits: bool = False, last_year: bool = False) -> int:
        """The place of the level it gives itself, 0 for the worst."""
        if limits and self._is_breached(question):
            return 0
        return _level(self._shown(question, section, limits=limits, last_year=last_year) + self.hope, levels)

    def level_seen(
        self, question: str, section: str, levels: int, *, limits: bool = False, last_year: bool = False
    ) -> int:
        """The place of the level that a moderator finds in the evidence."""
        if limits and self._is_breached(question):
            return 0
        seen = self._shown(question, section, limits=limits, last_year=last_year)
        doubt = chance(self.seed, self.organisation, self.year, question, "seen").gauss(0.0, 0.12)
        return _level(seen + doubt, levels)

    def _is_breached(self, question: str) -> bool:
        return chance(self.seed, self.organisation, self.year, question, "breach").random() < _BREACH

    def _shown(self, question: str, section: str, *, limits: bool, last_year: bool) -> float:
        """How good this is, before hope: about 0 for ordinary practice."""
        difficulty = DIFFICULTY.get(question, chance(self.seed, question).gauss(0.0, 0.28))
        if last_year:
            difficulty += A_YEAR_AGO.get(question, 0.08)
        if limits:
            difficulty += _EASIER_WHERE_IT_LIMITS
        flavour = chance(self.seed, self.organisation, section).gauss(0.0, 0.35)
        own = chance(self.seed, self.organisation, question).gauss(0.0, 0.5)
        this_year = chance(self.seed, self.organisation, self.year, question).gauss(0.0, 0.28)
        return self.quality + flavour + own + this_year - difficulty


def _level(shown: float, levels: int) -> int:
    return bisect(_TWO if levels == 2 else _FOUR, shown)  # three levels would need thresholds of their own
