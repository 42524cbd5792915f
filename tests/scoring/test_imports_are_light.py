"""What scores in a web worker loads neither pandas nor matplotlib nor scipy."""

import subprocess
import sys

SCRIPT = """
import sys
from scoring import Ratings, Scores, codes_of, compare, distributions, explain, internal_checks, oddities, pack
from scoring import summarise
from scoring.documents import scores_document
from scoring.moderation import agreement, estimate_population, moderation_effect
from scoring.summary.small_numbers import publishable
from tool_definitions.tool import Tool

stances = {"no": "concern", "yes": "strength"}
levels = [{"value": v, "label": v, "score": n, "stance": s} for n, (v, s) in enumerate(stances.items())]
question = {"key": "q", "title": "Q", "type": "rating", "scheme": "s"}
tool = Tool.model_validate({
    "key": "t", "version": "1", "title": "T", "kind": "self_assessment",
    "rating_schemes": {"s": {"key": "s", "title": "S", "levels": levels}},
    "sections": [{"key": "a", "title": "A", "questions": [question]}],
})
rows = [pack(codes_of(tool, {"q": "yes"})) for _ in range(6)]
ids = [str(n) for n in range(6)]
ratings = Ratings.from_packed(tool, ids, ids, rows, attributes={"phase": ["primary"] * 6})
scores = Scores(tool, ratings)
scores_document(scores)
found = distributions(scores, "phase")
publishable(found)
assert summarise(tool, scores, previous=scores).working_well
explain(tool, ratings, "1")
internal_checks(scores), oddities(scores, scores), compare(scores, scores)
loaded = {"pandas", "matplotlib", "scipy", "flask", "sqlalchemy"} & set(sys.modules)
assert not loaded, loaded
"""


def test_scoring_from_packed_rows_loads_no_heavy_package():
    done = subprocess.run([sys.executable, "-c", SCRIPT], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
