"""The drafted four-part summary: what works, what worries, what to do, what was learnt about the audit."""

from scoring.summary.findings import Reason
from scoring.summary.learning import Agreement, Collection
from scoring.summary.summarise import Finding, Summary, summarise

__all__ = ["Agreement", "Collection", "Finding", "Reason", "Summary", "summarise"]
