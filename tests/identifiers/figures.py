"""How much of what it should find the guard finds, and how much of what it holds it should hold, on made lines.

Run with: python -m tests.identifiers.figures
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from formsapp.identifiers import Kind, find_identifiers
from tests.identifiers.made import Made

HERE = Path(__file__).parent
YEAR = 2026


@dataclass(frozen=True)
class Line:
    """A line, and the kind of identifier in it, if any."""

    text: str
    kind: Kind | None = None

    @property
    def kinds(self) -> set[Kind]:
        return {one.kind for one in find_identifiers(self.text, year=YEAR)}


def _rows(name: str) -> Iterator[list[str]]:
    for row in (HERE / name).read_text(encoding="utf-8").splitlines():
        if row and not row.startswith("#"):
            yield [part.strip() for part in row.split("|")]


def _filled(template: str, made: Made) -> str:
    return re.sub(r"\{(\w+)\}", lambda found: made[found[1]], template)


def positives() -> list[Line]:
    made = Made(1)
    rows = [(Kind(kind), int(times), "|".join(rest)) for kind, times, *rest in _rows("positives.txt")]
    return [Line(_filled(template, made), kind) for kind, times, template in rows for _ in range(times)]


def negatives() -> list[Line]:
    made = Made(2)
    rows = [(int(times), "|".join(rest)) for times, *rest in _rows("negatives.txt")]
    return [Line(_filled(template, made)) for times, template in rows for _ in range(times)]


@dataclass
class Figures:
    """What was found, what was missed, and what was held without need."""

    found: Counter[str] = field(default_factory=Counter)
    missed: list[Line] = field(default_factory=list)
    held: list[tuple[Kind, Line]] = field(default_factory=list)

    def recall(self, kind: str) -> float:
        missed = sum(one.kind == kind for one in self.missed) if kind != "all" else len(self.missed)
        return self.found[kind] / (self.found[kind] + missed)

    def precision(self, kind: str) -> float:
        held = sum(one == kind for one, _ in self.held) if kind != "all" else len(self.held)
        return self.found[kind] / (self.found[kind] + held)


def unseen() -> list[Line]:
    rows = ((kind, "|".join(rest)) for kind, *rest in _rows("unseen.txt"))
    return [Line(text, None if kind == "none" else Kind(kind)) for kind, text in rows]


def figures(lines: list[Line]) -> Figures:
    made = Figures()
    for line in lines:
        kinds = line.kinds
        if line.kind in kinds:
            made.found.update([line.kind, "all"])
        elif line.kind is not None:
            made.missed.append(line)
        made.held += [(kind, line) for kind in kinds if kind is not line.kind]
    return made


def show(title: str, lines: list[Line]) -> None:
    made, holding = figures(lines), sum(one.kind is not None for one in lines)
    print(f"{title}: {holding} lines hold an identifier, {len(lines) - holding} hold none")
    for kind in [*Kind, "all"]:
        print(f"  {kind:22} precision {made.precision(kind):6.1%}  recall {made.recall(kind):6.1%}")
    print("  Missed:", *(f"    {one.kind}: {one.text}" for one in made.missed), sep="\n")
    print("  Held without need:", *(f"    {kind}: {line.text}" for kind, line in made.held), sep="\n")


def main() -> None:
    show("The lines that the finders were made with", positives() + negatives())
    show("Lines they had not seen", unseen())


if __name__ == "__main__":
    main()
