"""The parts of a feedback letter, in their order."""

from enum import StrEnum


class LetterPart(StrEnum):
    """Where a line of a letter stands."""

    OPENING = "opening"
    STRENGTHS = "strengths"
    CHANGES = "changes"
    NEXT = "next"
    CONTACT = "contact"
    DISAGREE = "disagree"

    @property
    def words(self) -> str:
        """The heading of the part."""
        return _WORDS[self]

    @property
    def nothing(self) -> str:
        """What stands in a part without lines."""
        return _NOTHING.get(self, "")


_WORDS = {
    LetterPart.OPENING: "What we looked at",
    LetterPart.STRENGTHS: "What is strong",
    LetterPart.CHANGES: "What moderation changed, and why",
    LetterPart.NEXT: "What to do next",
    LetterPart.CONTACT: "Who to speak to",
    LetterPart.DISAGREE: "If you do not agree",
}
_NOTHING = {
    LetterPart.STRENGTHS: "None of the ratings we tested is at a level that counts as a strength.",
    LetterPart.CHANGES: "Nothing: the ratings we tested stand as you gave them.",
    LetterPart.NEXT: "None of the ratings we tested is a concern.",
}
