"""Moderation in numbers: the sample, allocation, effect, agreement and estimate. `docs/scoring.md`, section 4."""
