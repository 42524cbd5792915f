"""What a drafted report holds, before it is a page, a Word file or a PDF. Small groups are already hidden."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from scoring.change import Change
from scoring.charts import Chart, change_since, levels_by_question, section_scores, self_and_moderated
from scoring.distributions import Average, Counts, Distributions
from scoring.score import Scores
from scoring.shown import counted, score_text
from scoring.summary import Finding, Summary
from scoring.summary.small_numbers import Publishable, Shown, publishable
from tool_definitions.tool import Section, Tool

LISTS = (
    ("working_well", "What is working well", "Nothing reached the tool’s threshold for working well."),
    ("concerns", "Emerging concerns", "Nothing reached the tool’s threshold for concern."),
    (
        "recommendations",
        "Recommendations: the most significant areas",
        "There is nothing to recommend from the figures.",
    ),
    ("also_noted", "Also noted", ""),
    ("learning", "What was learnt about the audit itself", "Nothing is known about the audit itself."),
)
#: So many answers to a feedback question are shown, those given most often first.
MOST_QUOTED = 6
#: More groups than this do not fit a page side by side.
MOST_SIDE_BY_SIDE = 6
_OWNERS = {"partnership": "the partnership", "setting": "each setting", "agency": "each agency"}


@dataclass(frozen=True)
class Line:
    """One drafted line and, where it has any, what stands under it in smaller type."""

    text: str
    under: tuple[str, ...] = ()


@dataclass(frozen=True)
class Part:
    """One list of the summary; `empty` is said where it has no lines."""

    key: str
    title: str
    lines: tuple[Line, ...]
    empty: str


@dataclass(frozen=True)
class Table:
    """A table of text."""

    title: str
    headers: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    note: str = ""


@dataclass(frozen=True)
class Content:
    """A drafted report."""

    title: str
    subtitle: str
    facts: tuple[tuple[str, str], ...]
    note: str | None
    parts: tuple[Part, ...]
    charts: tuple[Chart, ...]
    tables: tuple[Table, ...]
    reading: tuple[str, ...]


def build_content(scores: Scores, summary: Summary, found: Distributions, change: Change | None = None) -> Content:
    """The report of one audit, with every group under the tool's `min_group` hidden."""
    tool = scores.tool
    safe = publishable(found, tool.summary.min_group)
    return Content(
        title=tool.title,
        subtitle=f"Drafted summary · tool version {tool.version}",
        facts=tuple(_facts(found, safe)),
        note=summary.note,
        parts=tuple(_parts(summary)),
        charts=tuple(_charts(scores, safe, change)),
        tables=tuple(_tables(tool, safe)),
        reading=tuple(_reading(tool)),
    )


def _facts(found: Distributions, safe: Publishable) -> Iterator[tuple[str, str]]:
    audit = found.audit
    yield "Returns scored", str(audit.returns)
    overall = safe.audit.overall if safe.audit is not None else None
    if overall is None:
        yield "Average overall score", f"hidden: {safe.fewer} returns"
        return
    yield "Average overall score", f"{score_text(overall.mean)} out of 100"
    for label, count in overall.bands.items():
        yield label, counted(count, "return")


def _parts(summary: Summary) -> Iterator[Part]:
    for key, title, empty in LISTS:
        findings: tuple[Finding, ...] = getattr(summary, key)
        if findings or empty:
            yield Part(key, title, tuple(Line(finding.text, _under(finding)) for finding in findings), empty)


def _under(finding: Finding) -> tuple[str, ...]:
    owners = dict.fromkeys(_OWNERS[reason["owner"]] for reason in finding.reasons if reason.get("owner"))
    said = [_quoted(answer, times) for reason in finding.reasons for answer, times in reason.get("said", {}).items()]
    return (*(f"For {owner} to take forward." for owner in owners), *said[:MOST_QUOTED])


def _quoted(answer: str, times: int) -> str:
    return f"“{answer}”" if times == 1 else f"“{answer}” ({times} returns)"


def _charts(scores: Scores, safe: Publishable, change: Change | None) -> Iterator[Chart]:
    tool = scores.tool
    if safe.audit is None:
        return
    sections = {key: part for key, part in safe.audit.sections.items() if part is not None and part.n}
    if sections:
        yield section_scores(tool, sections)
    moderated = self_and_moderated(scores, least_moderated=tool.summary.min_group)
    if moderated.rows:
        yield moderated
    if change is not None and any(part.matched >= tool.summary.min_group for part in change.questions.values()):
        yield change_since(tool, change, least_matched=tool.summary.min_group)
    for section in tool.sections:
        yield from _levels_charts(tool, section.title, _rated(safe.audit, [q.key for q in section.questions]))


def _rated(audit: Shown, keys: Sequence[str]) -> dict[str, Counts]:
    found = {key: audit.questions.get(key) for key in keys}
    return {key: question.effective for key, question in found.items() if question and question.effective.n}


def _levels_charts(tool: Tool, title: str, counts: dict[str, Counts]) -> Iterator[Chart]:
    by_scheme: dict[str | None, dict[str, Counts]] = {}
    for key, found in counts.items():
        by_scheme.setdefault(tool.scored_questions[key].scheme, {})[key] = found
    for alike in by_scheme.values():
        yield levels_by_question(tool, alike, f"{title}: how each question was rated")


def _tables(tool: Tool, safe: Publishable) -> Iterator[Table]:
    """Groups side by side where they fit the page; else one below the other, without the sections."""
    if safe.by is None or safe.audit is None:
        return
    title = f"Average scores by {safe.by.replace('_', ' ')}"
    note = f"Groups of {safe.fewer} are hidden, and where one could be worked out, the next smallest too."
    names = tuple(name or "not stated" for name in safe.groups)
    columns = [_group_column(tool, safe, name) for name in safe.groups]
    labels = ("Returns", "Overall", *(section.title for section in _scored_sections(tool)))
    if len(names) <= MOST_SIDE_BY_SIDE:
        yield Table(title, ("", *names), tuple(zip(labels, *columns, strict=True)), note)
    else:
        rows = tuple((name, *column[:2]) for name, column in zip(names, columns, strict=True))
        yield Table(title, ("Group", *labels[:2]), rows, note)


def _scored_sections(tool: Tool) -> list[Section]:
    scored = {tool.section_of[key].key for key in tool.scored_questions}
    return [section for section in tool.sections if section.key in scored]


def _group_column(tool: Tool, safe: Publishable, name: str) -> tuple[str, ...]:
    group = safe.groups[name]
    sections = _scored_sections(tool)
    if group is None:
        return (safe.hidden_as(name), *("hidden" for _ in range(len(sections) + 1)))
    averages = (_average(group.sections.get(section.key)) for section in sections)
    return (str(group.returns), _average(group.overall), *averages)


def _average(part: Average | None) -> str:
    return "hidden" if part is None else score_text(part.mean)


def _reading(tool: Tool) -> Iterator[str]:
    yield "Scores run from 0 to 100 and are shown to one decimal. Shares leave out not applicable and unanswered."
    used = {tool.scheme_of(key).key: tool.scheme_of(key) for key in tool.scored_questions}
    for scheme in used.values():
        yield f"{scheme.title}: {scheme.best_end}."
    yield "Every sentence is a draft made from the figures, for the chair to edit."
