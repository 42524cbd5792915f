"""Weighted kappa, AC2 and alpha against other people's libraries, which live in an environment of their own.

1,000 random tables of two raters: quadratic weighted kappa against scikit-learn and statsmodels. 300 random sets of two
to five raters with gaps: AC2 and its interval against irrCAC, alpha (all four metrics) against krippendorff.
Agreement is to 1e-12, for irrCAC to 1e-8, because the older SciPy that it needs has Student's t to eight places only.
Prints the largest difference, and exits 1 if any is larger or anything has a value on one side only.
Run with: python tests/bench/agreement_against_libraries.py PYTHON
where PYTHON is that of an environment with scikit-learn, statsmodels, irrCAC and krippendorff (README.md).
"""

import json
import subprocess
import sys
import warnings
from typing import Any

import numpy as np

TABLES, SETS, SEED = 1_000, 300, 20261122
CLOSE = {"irrCAC": 1e-8}
METRICS = ("nominal", "ordinal", "interval", "ratio")


def random_table(random: np.random.Generator) -> list[list[int]]:
    """A table of 2 to 7 levels and 2 to 200 units: even, skewed to the top, nearly all alike, some levels unused."""
    levels, units = int(random.integers(2, 8)), int(random.integers(2, 201))
    use = random.dirichlet(np.full(levels, random.choice([0.1, 0.5, 1, 5])))
    first = random.choice(levels, units, p=use)
    other = random.choice(levels, units, p=use)
    second = np.where(random.random(units) < random.random(), first, other)
    table = np.zeros((levels, levels), dtype=int)
    np.add.at(table, (first, second), 1)
    return table.tolist()


def random_set(random: np.random.Generator) -> dict[str, Any]:
    """Ratings of 2 to 5 raters (units x raters, -1 for none) on 2 to 6 levels, at least three units rated twice."""
    levels, raters, units = int(random.integers(2, 7)), int(random.integers(2, 6)), int(random.integers(6, 60))
    use = random.dirichlet(np.full(levels, random.choice([0.3, 1, 5])))
    true = random.choice(levels, units, p=use)
    seen = np.where(random.random((units, raters)) < 0.7, true[:, None], random.choice(levels, (units, raters), p=use))
    seen[3:][random.random((units - 3, raters)) < 0.25] = -1
    return {"levels": levels, "ratings": seen[(seen >= 0).any(axis=1)].tolist()}


def there(given: dict[str, Any]) -> dict[str, Any]:
    """What the libraries say: run in their environment."""
    import irrCAC.raw
    import krippendorff
    import pandas as pd
    from sklearn.metrics import cohen_kappa_score
    from statsmodels.stats.inter_rater import cohens_kappa

    warnings.simplefilter("ignore")
    found: dict[str, Any] = {"scikit-learn": [], "statsmodels": [], "irrCAC": [], "krippendorff": []}
    for table in given["tables"]:
        cells = [(i, j) for i, row in enumerate(table) for j, n in enumerate(row) for _ in range(n)]
        first, second = zip(*cells, strict=True)
        labels = list(range(len(table)))
        found["scikit-learn"].append(float(cohen_kappa_score(first, second, labels=labels, weights="quadratic")))
        found["statsmodels"].append(float(cohens_kappa(np.array(table), wt="quadratic", return_results=False)))
    for one in given["sets"]:
        rated = pd.DataFrame(one["ratings"]).astype(float).replace(-1, np.nan)
        categories = [float(level) for level in range(one["levels"])]
        said = irrCAC.raw.CAC(rated, weights="quadratic", categories=categories, digits=14).gwet()["est"]
        found["irrCAC"].append([float(said["coefficient_value"]), *map(float, said["confidence_interval"])])
        matrix = rated.to_numpy().T + 1
        domain = [level + 1 for level in categories]
        found["krippendorff"].append(
            [
                float(krippendorff.alpha(matrix, level_of_measurement=metric, value_domain=domain))
                if len(set(_paired(one["ratings"]))) > 1
                else float("nan")
                for metric in METRICS
            ]
        )
    return found


def _paired(ratings: list[list[int]]) -> list[int]:
    kept = [[code for code in row if code >= 0] for row in ratings]
    return [code for row in kept if len(row) > 1 for code in row]


def here(given: dict[str, Any]) -> dict[str, Any]:
    """What scoring.moderation says, NaN for None."""
    from scoring.moderation import gwet_ac2, krippendorff_alpha, weighted_kappa

    kappas = []
    for table in given["tables"]:
        cells = [(i, j) for i, row in enumerate(table) for j, n in enumerate(row) for _ in range(n)]
        units = {str(n): {"a": i, "b": j} for n, (i, j) in enumerate(cells)}
        kappas.append(_number(weighted_kappa(units, levels=len(table)).value))
    ac2s, alphas = [], []
    for one in given["sets"]:
        units = {str(n): {str(rater): code for rater, code in enumerate(row)} for n, row in enumerate(one["ratings"])}
        ac2 = gwet_ac2(units, levels=one["levels"])
        ac2s.append([_number(ac2.value), _number(ac2.low), _number(ac2.high)])
        found = [krippendorff_alpha(units, levels=one["levels"], metric=metric) for metric in METRICS]
        alphas.append([_number(alpha.value) for alpha in found])
    return {"scikit-learn": kappas, "statsmodels": kappas, "irrCAC": ac2s, "krippendorff": alphas}


def _number(value: float | None) -> float:
    return float("nan") if value is None else value


def main() -> int:
    random = np.random.default_rng(SEED)
    given = {
        "tables": [random_table(random) for _ in range(TABLES)],
        "sets": [random_set(random) for _ in range(SETS)],
    }
    done = subprocess.run(
        [sys.argv[1], __file__, "--there"], input=json.dumps(given), capture_output=True, text=True, check=True
    )
    libraries, ours = json.loads(done.stdout), here(given)
    missed = False
    for name, figures in libraries.items():
        theirs, mine = np.array(figures), np.array(ours[name])
        one_sided = int((np.isnan(theirs) != np.isnan(mine)).sum())
        largest = float(np.nanmax(np.abs(theirs - mine)))
        wrong = one_sided > 0 or largest > CLOSE.get(name, 1e-12)
        missed |= wrong
        none = int(np.isnan(mine).sum())
        print(
            f"{name}: {theirs.size} figures, {none} without a value, {one_sided} on one side only, "
            f"largest difference {largest:.1e}{' MISSED' if wrong else ''}"
        )
    return int(missed)


if __name__ == "__main__":
    if sys.argv[1:] == ["--there"]:
        print(json.dumps(there(json.load(sys.stdin))))
        sys.exit(0)
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    sys.exit(main())
