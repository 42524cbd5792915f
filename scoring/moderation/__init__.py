"""Moderation in numbers: the sample, the allocation, the effect, the agreement, the estimate. `docs/scoring.md`, section 4."""
