"""A letter as it is sent: frozen, and the source of its page, its PDF and its Word file."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from formsapp.feedback.lines import Line
from formsapp.feedback.outcomes import Outcome
from formsapp.feedback.parts import LetterPart
from formsapp.ui.formatting import day


@dataclass(frozen=True)
class SentLine:
    """One line, and the questions it is about."""

    text: str
    questions: tuple[str, ...]


@dataclass(frozen=True)
class SentPart:
    """One part of the letter under its heading."""

    key: str
    heading: str
    lines: tuple[SentLine, ...]


@dataclass(frozen=True)
class TestedRating:
    """One rating that moderation tested: the organisation's own and the moderated one, in words."""

    key: str
    number: str
    title: str
    section: str
    own: str
    rating: str
    moderated: str
    direction: str

    @property
    def direction_words(self) -> str:
        """What moderation did, as the table says it."""
        return self.direction.capitalize()


@dataclass(frozen=True)
class Letter:
    """Everything a letter says."""

    partnership: str
    audit: str
    title: str
    sent_on: date
    signed: str
    challenge_until: date | None
    parts: tuple[SentPart, ...]
    tested: tuple[TestedRating, ...]

    def as_json(self) -> str:
        """Canonical JSON: what is kept."""
        return json.dumps(
            asdict(self), sort_keys=True, ensure_ascii=False, separators=(",", ":"), default=date.isoformat
        )

    @classmethod
    def from_json(cls, text: str) -> "Letter":
        """A letter that was sent."""
        given: dict[str, Any] = json.loads(text)
        until = given["challenge_until"]
        parts = [
            SentPart(
                one["key"],
                one["heading"],
                tuple(SentLine(line["text"], tuple(line["questions"])) for line in one["lines"]),
            )
            for one in given["parts"]
        ]
        return cls(
            **{
                **given,
                "sent_on": date.fromisoformat(given["sent_on"]),
                "challenge_until": date.fromisoformat(until) if until else None,
                "parts": tuple(parts),
                "tested": tuple(TestedRating(**one) for one in given["tested"]),
            }
        )

    @property
    def titles(self) -> dict[str, str]:
        """The number and title of every rating that was tested, by question."""
        return {one.key: f"{one.number} {one.title}" for one in self.tested}

    def rating_of(self, question: str) -> TestedRating | None:
        """One rating that was tested; None for any other question."""
        return next((one for one in self.tested if one.key == question), None)

    @property
    def last_day(self) -> str:
        """Until when its ratings may be challenged, in a sentence; empty where they may not."""
        return f"The last day to challenge a rating is {day(self.challenge_until)}." if self.challenge_until else ""

    @property
    def subject(self) -> str:
        """What the letter is called."""
        return f"Feedback on your return: {self.audit}"


def fingerprint(text: str) -> str:
    """SHA-256 of a frozen document."""
    return hashlib.sha256(text.encode()).hexdigest()


def sent_parts(lines: Sequence[Line]) -> tuple[SentPart, ...]:
    """The parts of a letter, from the lines that are in it; a part without lines says so, or is left out."""
    parts = []
    for part in LetterPart:
        said = [SentLine(one.text, one.questions) for one in lines if one.part is part and not one.is_dropped]
        if not said and part.nothing:
            said = [SentLine(part.nothing, ())]
        if said:
            parts.append(SentPart(part.value, part.words, tuple(said)))
    return tuple(parts)


def tested_ratings(outcomes: Sequence[Outcome]) -> tuple[TestedRating, ...]:
    """The ratings that were tested, as the letter's table has them."""
    return tuple(
        TestedRating(
            key=one.key,
            number=one.number,
            title=one.title,
            section=one.section_title,
            own=one.own_label,
            rating=one.settled,
            moderated=one.settled_label,
            direction=one.direction,
        )
        for one in outcomes
    )
