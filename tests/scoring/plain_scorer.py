"""The rules of docs/scoring.md written again, slowly, with plain dictionaries: what the fast code is held to.

It shares nothing with `scoring`; it uses the model of the tool and the rule of which questions are shown.
"""

from typing import Any

from tool_definitions.tool import Tool
from tool_definitions.visibility import Visibility, visibility

Row = dict[str, str | None]


class PlainScorer:
    """One audit from long rows; `document` is what scores.json should hold."""

    def __init__(self, tool: Tool, rows: list[Row], organisations: dict[str, dict[str, str | None]] | None = None):
        self.tool = tool
        self.returns: dict[str, dict[str, Row]] = {}
        for row in rows:
            self.returns.setdefault(row["return_id"], {})[row["question"]] = row
        self.organisations = organisations
        self.opened = {return_id: OneReturn(self, return_id) for return_id in self.returns}

    def document(self) -> dict[str, Any]:
        returns = [self.opened[return_id].document() for return_id in self.returns]
        return {
            "tool": {"key": self.tool.key, "version": self.tool.version},
            "returns": returns,
            "audit": {
                "returns": len(returns),
                "questions": {key: self.question(key) for key in self.tool.scored_questions},
                "sections": {s.key: self.average([r["sections"][s.key] for r in returns]) for s in self.tool.sections},
                "overall": self.average([r["overall"] for r in returns]),
            },
        }

    def question(self, key: str) -> dict[str, Any]:
        counting = [one for one in self.opened.values() if key in one.counted]
        return {
            "self": self.counts(key, [one.self.get(key) for one in counting]),
            "effective": self.counts(key, [one.effective.get(key) for one in counting]),
            "moderated": self.moves(key, counting),
        }

    def counts(self, key: str, ratings: list[str | None]) -> dict[str, Any]:
        scheme = self.tool.scheme_of(key)
        rated = [rating for rating in ratings if rating in scheme.ranks]
        ordered = sorted(rated, key=lambda rating: scheme.ranks[rating])
        levels = [scheme.level(rating) for rating in rated]
        n = len(rated)

        def share(number: int) -> float | None:
            return number / n if n else None

        return {
            "levels": {level.value: rated.count(level.value) for level in scheme.levels},
            "counted": len(ratings),
            "n": n,
            "not_applicable": ratings.count(scheme.not_applicable.value),
            "unanswered": ratings.count(None),
            "mean": sum(rating_score(self.tool, key, rating) for rating in rated) / n if n else None,
            "median_level": ordered[(n - 1) // 2] if n else None,
            "strength_share": share(sum(level.stance == "strength" for level in levels)),
            "concern_share": share(sum(level.stance == "concern" for level in levels)),
            "meets_share": share(sum(level.meets for level in levels)),
        }

    def moves(self, key: str, counting: list["OneReturn"]) -> dict[str, Any]:
        ranks = self.tool.scheme_of(key).ranks
        moderated = [one for one in counting if one.moderated.get(key)]
        pairs = [(one.self.get(key), one.moderated[key]) for one in moderated]
        pairs = [(before, after) for before, after in pairs if before in ranks and after in ranks]
        shifts = [rating_score(self.tool, key, after) - rating_score(self.tool, key, before) for before, after in pairs]
        return {
            "n": len(moderated),
            "upheld": sum(before == after for before, after in pairs),
            "raised": sum(ranks[after] > ranks[before] for before, after in pairs),
            "lowered": sum(ranks[after] < ranks[before] for before, after in pairs),
            "mean_shift": sum(shifts) / len(shifts) if shifts else None,
        }

    def average(self, scores: list[dict[str, Any]]) -> dict[str, Any]:
        there = [score for score in scores if score["effective"] is not None]
        bands = {band.label: 0 for band in self.tool.scoring.bands}
        for score in there:
            if score["band"] is not None:
                bands[score["band"]] += 1
        mean = sum(score["effective"] for score in there) / len(there) if there else None
        return {"n": len(there), "mean": mean, "bands": bands}


class OneReturn:
    """One return: which questions count, and its ratings of each kind."""

    def __init__(self, audit: PlainScorer, return_id: str):
        self.tool, self.return_id = audit.tool, return_id
        rows = audit.returns[return_id]
        organisation = None if audit.organisations is None else audit.organisations[return_id]
        answers = {key: self.answer(key, row["rating"]) for key, row in rows.items()}
        seen = visibility(self.tool, answers, organisation)
        self.counted = [key for key in self.tool.scored_questions if seen[key] is Visibility.SHOWN]
        self.self = {key: rows[key]["rating"] for key in self.counted if key in rows}
        self.moderated = {key: rows[key].get("moderated_rating") for key in self.counted if key in rows}
        self.effective = {key: self.moderated.get(key) or self.self.get(key) for key in self.counted}

    def answer(self, key: str, text: str | None) -> Any:
        several = self.tool.questions[key].type == "choices"
        return tuple(text.split(";")) if several and text else text

    def document(self) -> dict[str, Any]:
        return {
            "return_id": self.return_id,
            "overall": self.score(None),
            "sections": {section.key: self.score(section.key) for section in self.tool.sections},
        }

    def score(self, section: str | None) -> dict[str, Any]:
        keys = [key for key in self.counted if section in {None, self.tool.section_of[key].key}]
        was_moderated = [key for key in keys if self.moderated.get(key)]
        effective = self.mean(self.effective, keys, section)
        answered = self.weight(key for key in keys if self.effective.get(key) is not None)
        rated = [key for key in keys if self.effective.get(key) in self.tool.scheme_of(key).ranks]
        coverage = answered / self.weight(keys) if self.weight(keys) else None
        share = (
            self.weight(key for key in rated if key in was_moderated) / self.weight(rated)
            if self.weight(rated)
            else None
        )
        capped_by = self.capped_by(rated, section)
        return {
            "self": self.mean(self.self, keys, section),
            "moderated": self.mean(self.moderated, was_moderated, section),
            "self_on_moderated": self.mean(self.self, was_moderated, section),
            "effective": effective,
            "share_moderated": share,
            "coverage": coverage,
            "provisional": coverage is not None and coverage < 1 - 1e-12,
            "band": self.band(effective, capped_by, section),
            "capped_by": capped_by,
        }

    def weight(self, keys: Any) -> float:
        return sum(self.tool.scored_questions[key].weight for key in keys)

    def mean(self, ratings: dict[str, str | None], keys: list[str], section: str | None) -> float | None:
        """The section's weighted mean; for the whole, by the tool's rule."""
        if section is not None or self.tool.scoring.overall == "questions":
            rated = [key for key in keys if ratings.get(key) in self.tool.scheme_of(key).ranks]
            total = self.weight(rated)
            points = sum(self.tool.scored_questions[k].weight * rating_score(self.tool, k, ratings[k]) for k in rated)
            return points / total if total else None
        parts = []
        for part in self.tool.sections:
            inside = [key for key in keys if self.tool.section_of[key].key == part.key]
            score = self.mean(ratings, inside, part.key)
            if score is not None:
                parts.append((part.weight, score))
        total = sum(weight for weight, _ in parts)
        return sum(weight * score for weight, score in parts) / total if total else None

    def capped_by(self, rated: list[str], section: str | None) -> list[str]:
        found = []
        for key in rated:
            limit = self.tool.scored_questions[key].limit
            if limit is None or (limit.overall if section is None else limit.section) is None:
                continue
            ranks = self.tool.scheme_of(key).ranks
            if ranks[self.effective[key]] <= ranks[limit.at_or_below]:
                found.append(key)
        return found

    def band(self, score: float | None, capped_by: list[str], section: str | None) -> str | None:
        labels = [band.label for band in self.tool.scoring.bands]
        reached = [band.label for band in self.tool.scoring.bands if score is not None and band.from_ <= score + 1e-9]
        if not reached:
            return None
        limits = [self.tool.scored_questions[key].limit for key in capped_by]
        caps = [limit.overall if section is None else limit.section for limit in limits]
        return min([reached[-1], *caps], key=labels.index)


def rating_score(tool: Tool, key: str, rating: str | None) -> float:
    """100 * (score - lowest) / (highest - lowest)."""
    scheme = tool.scheme_of(key)
    scores = [level.score for level in scheme.levels]
    return 100 * (scheme.level(rating).score - scores[0]) / (scores[-1] - scores[0])
