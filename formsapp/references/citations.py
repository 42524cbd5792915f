"""Which questions of drafts and of versions cite which edition of an instrument."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from sqlalchemy import select
from sqlalchemy.orm import Session, undefer

from formsapp.access.actor import Actor
from formsapp.access.permissions import Permission
from formsapp.access.policy import can
from formsapp.legal_register.models import LegalInstrument
from formsapp.references.cited import Citation, Cited, citations_of_data, citations_of_tool
from formsapp.tool_drafts.models import ToolDraft
from formsapp.tools.models import ToolVersion
from formsapp.tools.versions import tool_of
from tool_definitions.document import is_mapping, read_text
from tool_definitions.values import look_alike

#: More drafts than people work on at a time.
_KEPT = 32


@dataclass(frozen=True)
class CitingQuestion:
    """A question, and the places that it cites."""

    key: str
    title: str
    places: tuple[str, ...]


@dataclass(frozen=True)
class CitingTool:
    """A draft or a version, with what its questions cite. `version` is None for a draft."""

    title: str
    name: str
    state: str
    draft: ToolDraft | None
    version: ToolVersion | None
    citations: tuple[Citation, ...]

    @property
    def questions(self) -> list[CitingQuestion]:
        """Each question once, with every place that it cites, in the order of the tool."""
        places: dict[tuple[str, str], list[str]] = {}
        for one in self.citations:
            places.setdefault((one.question, one.title), []).extend([one.at] if one.at else [])
        return [CitingQuestion(key, title, tuple(dict.fromkeys(at))) for (key, title), at in places.items()]


@dataclass(frozen=True)
class EditionCited:
    """An edition as tools cite it: `is_old` where the register has a later one, `is_known` where it has this one."""

    edition: date | None
    is_old: bool
    is_known: bool
    tools: tuple[CitingTool, ...]

    @property
    def questions(self) -> int:
        """How many questions cite it."""
        return sum(len(tool.questions) for tool in self.tools)


def tools_in_use(session: Session, by: Actor) -> list[CitingTool]:
    """The open drafts (for whoever may change them) and the versions proposed or ratified, with all they cite."""
    drafts = _open_drafts(session) if can(by, Permission.TOOL_CHANGE) else ()
    return [*map(_citing_draft, drafts), *map(_citing_version, _standing_versions(session))]


def editions_cited(instrument: LegalInstrument, tools: Iterable[CitingTool]) -> list[EditionCited]:
    """Each edition of an instrument that is cited, the old ones first, with who cites it."""
    names = frozenset(map(look_alike, instrument.names))
    citing = [(tool, _of_instrument(tool.citations, instrument.key, names)) for tool in tools]
    dates = {one.cited.edition for _tool, citations in citing for one in citations}
    latest, known = instrument.latest, {one.edition for one in instrument.editions}
    cited = [
        EditionCited(
            edition,
            is_old=bool(latest and edition and edition < latest.edition),
            is_known=edition in known,
            tools=tuple(_narrowed(citing, edition)),
        )
        for edition in dates
    ]
    return sorted(cited, key=lambda one: (not one.is_old, one.edition or date.min))


def is_of(cited: Cited, key: str, names: frozenset[str]) -> bool:
    """Whether a reference is to the instrument with this key and these names (as readers tell them apart)."""
    return cited.instrument == key if cited.instrument else look_alike(cited.title) in names


def _of_instrument(citations: Iterable[Citation], key: str, names: frozenset[str]) -> list[Citation]:
    return [one for one in citations if is_of(one.cited, key, names)]


def _narrowed(citing: Iterable[tuple[CitingTool, list[Citation]]], edition: date | None) -> Iterator[CitingTool]:
    for tool, citations in citing:
        if of_edition := tuple(one for one in citations if one.cited.edition == edition):
            yield CitingTool(tool.title, tool.name, tool.state, tool.draft, tool.version, of_edition)


def _open_drafts(session: Session) -> Sequence[ToolDraft]:
    is_open = ToolDraft.discarded_at.is_(None), ToolDraft.proposed_id.is_(None)
    drafts = select(ToolDraft).where(*is_open).options(undefer(ToolDraft.source))
    return session.scalars(drafts.order_by(ToolDraft.title, ToolDraft.id)).all()


def _standing_versions(session: Session) -> Sequence[ToolVersion]:
    stands = ToolVersion.withdrawn_at.is_(None), ToolVersion.retired_at.is_(None)
    versions = select(ToolVersion).where(*stands).options(undefer(ToolVersion.document))
    return session.scalars(versions.order_by(ToolVersion.title, ToolVersion.id.desc())).all()


def _citing_draft(draft: ToolDraft) -> CitingTool:
    return CitingTool(draft.title or "A tool without a title", "draft", "draft", draft, None, _read(draft.source))


def _citing_version(version: ToolVersion) -> CitingTool:
    citations = tuple(citations_of_tool(tool_of(version)))
    return CitingTool(version.title, f"version {version.version}", version.state, None, version, citations)


@lru_cache(maxsize=_KEPT)
def _read(source: str) -> tuple[Citation, ...]:
    """What a draft's text cites, read once for each text."""
    document = read_text(source, file="draft").document
    return tuple(citations_of_data(document.data)) if document and is_mapping(document.data) else ()
