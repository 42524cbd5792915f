"""The table of changes written out: as plain text, Markdown, rows of a sheet, or plain data."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from tool_definitions.changes.change import KIND_WORDS, Change, Changes, QuestionChanges, Row, SectionChanges
from tool_definitions.changes.word_difference import abridged

HEADINGS = ("Section", "Number", "Question", "Key", "Came from", "Kind of change", "What changed", "Before", "After")


def count_words(changes: Changes) -> str:
    """How many parts changed in which way: reworded 3, split 1; or: nothing changed."""
    parts = [f"{KIND_WORDS[kind].lower()} {number}" for kind, number in changes.counts.items()]
    return ", ".join(parts) or "nothing changed"


def as_rows(changes: Changes) -> list[tuple[str, ...]]:
    """One row a change, under `HEADINGS`."""
    return [_row(row) for row in changes.rows()]


def _row(row: Row) -> tuple[str, ...]:
    change = row.change
    section = "The whole tool" if row.section is None else row.section.title
    if row.question is None:
        key = "" if row.section is None else row.section.key
        place = (section, "" if row.section is None else str(row.section.number), "", key, "")
    else:
        asked = row.question
        place = (section, asked.number, asked.title, asked.key, ", ".join(asked.origins))
    return (*place, KIND_WORDS[change.kind], change.sentence, change.before or "", change.after or "")


def as_data(changes: Changes) -> dict[str, Any]:
    """The changes as plain data, for JSON."""
    return {
        "before": changes.before_version,
        "after": changes.after_version,
        "counts": {str(kind): number for kind, number in changes.counts.items()},
        "unchanged": changes.unchanged,
        "tool": [_change_data(change) for change in changes.tool],
        "sections": [_section_data(section) for section in changes.sections],
    }


def _section_data(section: SectionChanges) -> dict[str, Any]:
    return {
        "key": section.key,
        "title": section.title,
        "status": section.status,
        "changes": [_change_data(change) for change in section.changes],
        "questions": [_question_data(question) for question in section.questions],
    }


def _question_data(question: QuestionChanges) -> dict[str, Any]:
    return {
        "key": question.key,
        "number": question.number,
        "title": question.title,
        "relation": question.relation,
        "origins": list(question.origins),
        "comparable": question.comparable,
        "not_comparable": question.not_comparable,
        "changes": [_change_data(change) for change in question.changes],
    }


def _change_data(change: Change) -> dict[str, Any]:
    data: dict[str, Any] = {
        "kind": str(change.kind),
        "field": change.field,
        "sentence": change.sentence,
        "before": change.before,
        "after": change.after,
    }
    if change.pieces:
        data["words"] = [list(piece) for piece in change.pieces]
    return data


def as_text(changes: Changes) -> str:
    """The changes for a terminal."""
    lines = [f"Version {changes.after_version} against version {changes.before_version}: {count_words(changes)}."]
    for heading, told in _blocks(changes):
        lines += ["", heading]
        for title, each in told:
            lines += [f"  {title}"] if title else []
            lines += [line for change in each for line in _text_lines(change)]
    return "\n".join(lines) + "\n"


def _text_lines(change: Change) -> Iterator[str]:
    yield f"    - {change.sentence}"
    if change.is_text:
        yield f"      {_marked(change, {'kept': ('', ''), 'removed': ('[-', '-]'), 'added': ('{+', '+}')}, str)}"


def _marked(change: Change, marks: Mapping[str, tuple[str, str]], plain: Callable[[str], str]) -> str:
    """Text with what went and what came between marks; on one line."""
    if not change.pieces:
        return plain(_on_one_line(change.after or change.before or ""))
    words = [(marks[piece.what], plain(_on_one_line(piece.text))) for piece in abridged(change.pieces)]
    return " ".join(f"{start}{text}{end}" for (start, end), text in words if text)


def _on_one_line(text: str) -> str:
    return " ".join(text.split())


def as_markdown(changes: Changes) -> str:
    """The changes as Markdown; in reworded text what went is ~~struck out~~ and what came is **strong**."""
    lines = [f"# What changed: version {changes.after_version} against version {changes.before_version}", ""]
    lines += [f"{count_words(changes).capitalize()}."]
    for heading, told in _blocks(changes):
        lines += ["", f"## {_plain(heading)}"]
        for title, each in told:
            lines += ["", f"### {_plain(title)}"] if title else []
            lines.append("")
            lines += [f"- {_plain(change.sentence)}{_quoted(change)}" for change in each]
    return "\n".join(lines) + "\n"


def _quoted(change: Change) -> str:
    marks = {"kept": ("", ""), "removed": ("~~", "~~"), "added": ("**", "**")}
    return f"\n  > {_marked(change, marks, _plain)}" if change.is_text else ""


def _plain(text: str) -> str:
    """Text in which Markdown means nothing."""
    return "".join(f"\\{letter}" if letter in r"\`*_[]<>#~|" else letter for letter in text)


def _blocks(changes: Changes) -> Iterator[tuple[str, list[tuple[str, tuple[Change, ...]]]]]:
    """Headings, each with titles and their changes; a title is empty where the changes are the heading's own."""
    if changes.tool:
        yield "The whole tool", [("", changes.tool)]
    for section in changes.sections:
        own = [("", section.changes)] if section.changes else []
        number = "" if section.status == "dropped" else f"{section.number}. "
        yield f"{number}{section.title}", [*own, *((_title(one), one.changes) for one in section.questions)]


def _title(question: QuestionChanges) -> str:
    number = f"{question.number} (before)" if question.relation == "dropped" else question.number
    return f"{number} {question.title} [{question.key}]"
