"""Editions of law and guidance: which are in force, and what the words say about them."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date

from tool_definitions.document import is_mapping
from tool_definitions.draft import Draft, salvage
from tool_definitions.model_problems import did_you_mean, shorten
from tool_definitions.problems import Problem
from tool_definitions.tool import Reference
from tool_definitions.values import look_alike

#: An Act or a set of regulations often comes into force the year after the year in its name.
_MADE_BEFORE_IN_FORCE = re.compile(r"\b(act|regulations|order|rules|convention|charter)\b", re.IGNORECASE)
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_LAW = re.compile(
    r"keeping children safe in education|\bKCSIE\b|working together to safeguard|working together 20\d\d"
    r"|\b(children|education|equality|care|domestic abuse|data protection) act (19|20)\d\d|\bprevent duty\b"
    r"|early years foundation stage|\bEYFS\b",
    re.IGNORECASE,
)
#: No such name is without one of these, and they are found much faster.
_SIGNS_OF_LAW = ("keeping children safe", "kcsie", "working together", " act ", "prevent duty", "early years", "eyfs")
LONGEST_PLACE = 80
#: A line of editions longer than this is not followed to its end.
LONGEST_LINE_OF_EDITIONS = 100


def in_force(draft: Draft, editions: Mapping[str, date]) -> Iterator[Problem]:
    """Questions refer to editions in force: as the tool says, and as the register of instruments says."""
    references = _references(draft)
    for question in draft.questions:
        for place, cited in enumerate(question.question.references if question.question else ()):
            reference = references.get(cited.source)
            path = (*question.path, "references", place, "source")
            if reference is None:
                continue
            latest = editions.get(reference.instrument or look_alike(reference.title))
            if reference.superseded_by:
                message = f"'{cited.source}' is superseded by '{reference.superseded_by}'"
                yield draft.problem("superseded-reference", path, message)
            elif latest and latest > reference.edition:
                message = f"'{cited.source}' is the edition of {reference.edition}, and that of {latest} is in force"
                yield draft.problem("superseded-reference", path, message)


def superseding(draft: Draft) -> Iterator[Problem]:
    """What supersedes an edition is a newer one in the tool, and the last in line is in force."""
    references = _references(draft)
    for name, reference in references.items():
        newer, path = reference.superseded_by, ("references", name, "superseded_by")
        if newer is None:
            continue
        if newer not in draft.names("references"):
            remedy = did_you_mean(newer, tuple(references))
            yield draft.problem("superseded-by-unknown", path, f"no reference is called '{newer}'", remedy)
        elif _comes_back(references, name):
            yield draft.problem("superseded-in-a-circle", path, f"'{name}' is superseded, in the end, by itself")
        elif newer in references and references[newer].edition < reference.edition:
            message = f"'{newer}' is the edition of {references[newer].edition}, before {reference.edition}"
            yield draft.problem("superseded-by-older", path, message)


def _comes_back(references: Mapping[str, Reference], start: str) -> bool:
    here, passed = start, set[str]()
    while here in references and here not in passed and len(passed) < LONGEST_LINE_OF_EDITIONS:
        passed.add(here)
        here = references[here].superseded_by or ""
    return here == start


def one_edition(draft: Draft) -> Iterator[Problem]:
    """Each edition is listed once, and of each instrument only one is in force."""
    listed: dict[tuple[str, date], str] = {}
    in_force_now: dict[str, str] = {}
    for name, reference in _references(draft).items():
        instrument = _instrument(reference)
        other = listed.setdefault((instrument, reference.edition), name)
        if other != name:
            message = f"'{name}' and '{other}' are the same edition of the same thing"
            yield draft.problem("duplicate-reference", ("references", name), message)
        elif not reference.superseded_by:
            before = in_force_now.setdefault(instrument, name)
            if before != name:
                message = f"'{before}' and '{name}' are two editions of the same thing, and neither is superseded"
                yield draft.problem("two-editions-in-force", ("references", name), message)


def _instrument(reference: Reference) -> str:
    """What it is an edition of: two Acts of different years are two things."""
    title = look_alike(reference.title)
    return reference.instrument or (title if _MADE_BEFORE_IN_FORCE.search(title) else _YEAR.sub("", title).strip())


def years_agree(draft: Draft) -> Iterator[Problem]:
    """The year in a reference's words is that of its edition, which is not long after the tool's version."""
    version_years = [int(year) for year in _YEAR.findall(str(draft.data.get("version", "")))]
    for name, reference in _references(draft).items():
        year, path = reference.edition.year, ("references", name, "edition")
        earliest = year - 1 if _MADE_BEFORE_IN_FORCE.search(reference.title) else year
        named = {int(found) for found in _YEAR.findall(f"{reference.title} {name}")}
        wrong = sorted(each for each in named if not earliest <= each <= year)
        if wrong:
            message = f"the words say {wrong[0]}, the edition is of {reference.edition}"
            yield draft.problem("edition-against-title", path, message)
        if version_years and year > max(version_years) + 1:
            message = f"the edition is of {reference.edition}, the tool's version is '{draft.data.get('version')}'"
            yield draft.problem("edition-after-version", path, message)


def secure_links(draft: Draft) -> Iterator[Problem]:
    """Links of references start with https://."""
    for name, reference in _references(draft).items():
        if (reference.url or "").lower().startswith("http://"):
            yield draft.problem("insecure-link", ("references", name, "url"))


def places(draft: Draft) -> Iterator[Problem]:
    """A place in a reference is a paragraph, part or section, not a sentence."""
    for question in draft.questions:
        for number, cited in enumerate(question.question.references if question.question else ()):
            at = cited.at or ""
            if len(at) > LONGEST_PLACE or at.endswith("."):
                path = (*question.path, "references", number, "at")
                yield draft.problem("place-is-a-sentence", path, f"'{shorten(at)}' is not a place in a text")


def law_is_referenced(draft: Draft) -> Iterator[Problem]:
    """A question that names a law or guidance refers to it."""
    for question in draft.questions:
        words = question.question.title if question.question else ""
        found = _LAW.search(words) if any(sign in words.lower() for sign in _SIGNS_OF_LAW) else None
        if found and question.question and not question.question.references:
            message = f"the title names '{found.group()}', and the question has no reference"
            yield draft.problem("law-not-referenced", (*question.path, "title"), message)


def crosswalks(draft: Draft) -> Iterator[Problem]:
    """Another framework has the same name throughout."""
    named = [(question, name) for question in draft.questions for name in _crosswalk(question.question)]
    counts = Counter(name for _, name in named)
    for question, name in named:
        often = tuple(other for other in counts if other != name and counts[other] > 2)
        if counts[name] == 1 and (remedy := did_you_mean(name, often)):
            path = (*question.path, "crosswalk", name)
            yield draft.problem("odd-crosswalk", path, f"'{name}' is named in this question only", remedy)


def _crosswalk(question: object) -> tuple[str, ...]:
    return tuple(getattr(question, "crosswalk", ()))


def something_cited(draft: Draft) -> Iterator[Problem]:
    """A self-assessment says which law or guidance it rests on."""
    if draft.is_self_assessment and not draft.data.get("references"):
        yield draft.problem("no-references", ("references",))


def _references(draft: Draft) -> dict[str, Reference]:
    if draft.tool:
        return dict(draft.tool.references)
    written = draft.data.get("references")
    read = {name: salvage(Reference, part) for name, part in written.items()} if is_mapping(written) else {}
    return {name: reference for name, reference in read.items() if reference}
