"""Every question that was ever asked here, or could be: of versions, of drafts, and of the tools that come with us."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from sqlalchemy import select
from sqlalchemy.orm import Session, undefer

from formsapp.tool_drafts.examined import examined
from formsapp.tool_drafts.models import ToolDraft
from formsapp.tools.models import ToolVersion
from formsapp.tools.versions import tool_of
from tool_definitions.loader import shipped_tools
from tool_definitions.question import QuestionBase, RatingQuestion
from tool_definitions.tool import Tool

MOST_FOUND = 50


@dataclass(frozen=True)
class Origin:
    """A tool in which questions stand: a version (`v12`), a draft (`d3`) or one that comes with us (`s-dip-sample`)."""

    name: str
    tool: Tool
    state: str

    @property
    def words(self) -> str:
        """What people call it."""
        return f"{self.tool.title}, version {self.tool.version}"


@dataclass(frozen=True)
class Found:
    """One wording, and every place where it stands."""

    question: QuestionBase
    places: tuple[tuple[Origin, str], ...]

    @cached_property
    def words(self) -> str:
        """What a search looks through: the title, the guidance and what each level looks like."""
        levels = " ".join(self.question.levels.values()) if isinstance(self.question, RatingQuestion) else ""
        return f"{self.question.title} {self.question.guidance} {levels} {self.places[0][1]}".casefold()


def origins(session: Session) -> list[Origin]:
    """Every tool with questions: drafts last changed first, then versions last first, then those that come with us."""
    return [*_drafts(session), *_versions(session), *_shipped()]


def origin_named(session: Session, name: str) -> Origin | None:
    """The tool of this name; None where there is none."""
    kind, number = name[:1], name[1:]
    if kind == "s":
        tool = shipped_tools().get(number.removeprefix("-"))
        return Origin(name, tool, "shipped") if tool else None
    if not (number.isascii() and number.isdecimal() and len(number) < 10):
        return None
    if kind == "v":
        version = session.get(ToolVersion, int(number))
        return _of_version(version) if version and version.state != "withdrawn" else None
    draft = session.get(ToolDraft, int(number)) if kind == "d" else None
    return _of_draft(session, draft) if draft else None


def search(session: Session, wanted: str, *, kind: str = "") -> tuple[list[Found], int]:
    """The wordings that hold every word wanted, those with the words in the title first; and how many there are."""
    words = wanted.casefold().split()
    asked = [origin for origin in origins(session) if not kind or origin.tool.kind == kind]
    found = [one for one in _wordings(asked) if all(word in one.words for word in words)] if words else []
    found.sort(key=lambda one: -sum(word in one.question.title.casefold() for word in words))
    return found[:MOST_FOUND], len(found)


def _wordings(asked: Iterable[Origin]) -> list[Found]:
    """Each wording once, with every place where it stands."""
    places: dict[tuple[str, ...], list[tuple[Origin, str]]] = {}
    questions: dict[tuple[str, ...], QuestionBase] = {}
    for origin in asked:
        for key, question in origin.tool.questions.items():
            name = _wording(question)
            questions.setdefault(name, question)
            places.setdefault(name, []).append((origin, key))
    return [Found(question, tuple(places[name])) for name, question in questions.items()]


def _wording(question: QuestionBase) -> tuple[str, ...]:
    levels = tuple(question.levels.values()) if isinstance(question, RatingQuestion) else ()
    return (question.title.casefold(), question.guidance, *levels)


def _versions(session: Session) -> Iterator[Origin]:
    standing = select(ToolVersion).where(ToolVersion.withdrawn_at.is_(None)).options(undefer(ToolVersion.document))
    for version in session.scalars(standing.order_by(ToolVersion.id.desc())):
        yield _of_version(version)


def _of_version(version: ToolVersion) -> Origin:
    return Origin(f"v{version.id}", tool_of(version), version.state)


def _drafts(session: Session) -> Iterator[Origin]:
    open_ = select(ToolDraft).where(ToolDraft.discarded_at.is_(None), ToolDraft.proposed_id.is_(None))
    for draft in session.scalars(open_.options(undefer(ToolDraft.source)).order_by(ToolDraft.changed_at.desc())):
        if origin := _of_draft(session, draft):
            yield origin


def _of_draft(session: Session, draft: ToolDraft) -> Origin | None:
    """A draft as far as it has no errors: with errors it has no questions that could be copied."""
    tool = examined(session, draft).tool
    return Origin(f"d{draft.id}", tool, "draft") if tool else None


def _shipped() -> Sequence[Origin]:
    return [Origin(f"s-{key}", tool, "shipped") for key, tool in shipped_tools().items()]
