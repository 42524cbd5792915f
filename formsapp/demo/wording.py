"""What invented people write: sentences of our own, put together so that few are the same."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from importlib.resources import files
from random import Random

from formsapp.demo.chance import chance

STRENGTH, SHORTFALL, ACTION, KEPT, RECOMMENDED = "+", "-", ">", "=", "*"
_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip

#: Heading (a section or a question) -> mark -> sentences without their full stop.
Words = Mapping[str, Mapping[str, tuple[str, ...]]]


@cache
def read_words(name: str) -> Words:
    """The sentences of one file: `words/NAME.txt`."""
    found: dict[str, dict[str, list[str]]] = {}
    heading = ""
    for line in (files(__package__) / "words" / f"{name}.txt").read_text("utf-8").splitlines():
        mark, _, sentence = line.partition(" ")
        if not line or mark == "#":
            continue
        if sentence and mark in {STRENGTH, SHORTFALL, ACTION, KEPT, RECOMMENDED}:
            found.setdefault(heading, {}).setdefault(mark, []).append(sentence)
        else:
            heading = line.strip("[]")
    return {key: {mark: tuple(lines) for mark, lines in marks.items()} for key, marks in found.items()}


@dataclass(frozen=True)
class Writer:
    """Somebody who fills in a return: `kind` is school, agency or case; their sentences follow from `luck`."""

    kind: str
    words: Words
    on: date
    luck: Random

    @classmethod
    def of(cls, kind: str, *names: str | int, on: date) -> "Writer":
        """The writer of one return, named so that the same words come every time."""
        file = {"school": "schools", "agency": "agencies", "case": "cases"}[kind]
        return cls(kind, read_words(file), on, chance(*names, "words"))

    def shortfall(self, section: str, question: str) -> str:
        """Why a rating is not higher."""
        said = self._one(question, SHORTFALL) or self._one(section, SHORTFALL) or "This is not yet as it should be"
        return self._sentences(said, ("found", 0.4), ("why", 0.3), ("so_far", 0.35))

    def strength(self, section: str, question: str) -> str:
        """What is good about something."""
        said = self._one(question, STRENGTH) or self._one(section, STRENGTH) or "This is part of how we work"
        return self._sentences(said, ("checked", 0.6))

    def praise(self, section: str, question: str) -> str:
        """A word on something that is as it should be: of a case always what was good."""
        if self.kind == "case" and self._one(question, STRENGTH):
            return self.strength(section, question)
        said = dict.fromkeys(self._frame(name) for name in self._one_or_two("steady"))
        return " ".join(f"{sentence}." for sentence in said)

    def action(self, section: str, question: str) -> tuple[str, str, str]:
        """What will be done, by whom and by which day."""
        deed = (
            self._one(question, ACTION) or self._one(section, ACTION) or "agree with staff what is missing and close it"
        )
        due = self.on + timedelta(days=self.luck.randint(40, 220))
        return f"{deed[0].upper()}{deed[1:]}.", self._frame("owner"), due.isoformat()

    def evidence(self, section: str) -> str:
        """What could be shown, of when, and where it is kept."""
        what = self._one(section, KEPT) or "Notes of the review"
        return f"{what}, {self._month(-9, -1)}. Kept in the {self._frame('where')}."

    def reply(self, question: str) -> str | None:
        """An answer in words to an open question, of one line or two; None where nothing is written."""
        replies = read_words("replies").get(question, {}).get(SHORTFALL, ())
        if not replies:
            return None
        return " ".join(self.luck.sample(replies, min(len(replies), len(self._one_or_two(question)))))

    def not_applicable(self, question: str) -> str | None:
        """Why a question does not apply; None where it always does."""
        reasons = read_words("not_applicable").get(question, {}).get(SHORTFALL)
        return f"{self.luck.choice(reasons)}." if reasons else None

    def note(self, section: str, mark: str) -> str | None:
        """A line about a section as a whole."""
        said = self._one(section, mark)
        return f"{said}." if said else None

    def _sentences(self, said: str, *frames: tuple[str, float]) -> str:
        more = [self._frame(name) for name, share in frames if self.luck.random() < share]
        return " ".join(f"{sentence}." for sentence in [said, *more])

    def _one_or_two(self, name: str) -> list[str]:
        return [name] * (2 if self.kind == "school" and self.luck.random() < 0.6 else 1)

    def _frame(self, name: str) -> str:
        frame = self.luck.choice(read_words("frames")[f"{self.kind}.{name}"][SHORTFALL])
        ahead = "again in" in frame or "due by" in frame
        return frame.format(month=self._month(2, 7) if ahead else self._month(-9, -1))

    def _month(self, earliest: int, latest: int) -> str:
        return _MONTHS[(self.on.month - 1 + self.luck.randint(earliest, latest)) % 12]

    def _one(self, heading: str, mark: str) -> str | None:
        lines = self.words.get(heading, {}).get(mark)
        return self.luck.choice(lines) if lines else None
