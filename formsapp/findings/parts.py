"""The four parts of the summary, and the list that follows the recommendations."""

from enum import StrEnum


class FindingPart(StrEnum):
    """Where a finding stands, in the order of the report."""

    WORKING_WELL = "working_well"
    CONCERN = "concern"
    RECOMMENDATION = "recommendation"
    ALSO_NOTED = "also_noted"
    LEARNING = "learning"

    @property
    def words(self) -> str:
        """The heading of the part."""
        return _WORDS[self]

    @property
    def about(self) -> str:
        """What belongs in it, for whoever edits."""
        return _ABOUT[self]


_WORDS = {
    FindingPart.WORKING_WELL: "What is working well",
    FindingPart.CONCERN: "Emerging concerns",
    FindingPart.RECOMMENDATION: "Recommendations",
    FindingPart.ALSO_NOTED: "Also noted",
    FindingPart.LEARNING: "What was learnt about the audit itself",
}
_ABOUT = {
    FindingPart.WORKING_WELL: "Where most returns show strong practice.",
    FindingPart.CONCERN: "Where ratings are low, have fallen, differ between groups or did not stand up to moderation.",
    FindingPart.RECOMMENDATION: "The most significant areas to act on, in order of priority.",
    FindingPart.ALSO_NOTED: "Further recommendations of lower priority.",
    FindingPart.LEARNING: "How the audit went, and what to do differently next time.",
}
