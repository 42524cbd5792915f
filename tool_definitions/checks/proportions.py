"""The proportions of a good tool: purpose, guidance, length, and asking for what works."""

import re
from collections import Counter
from collections.abc import Iterator

from tool_definitions.checks.gathered import each_or_together
from tool_definitions.draft import Draft
from tool_definitions.problems import Problem
from tool_definitions.question import EvidenceQuestion, RatingQuestion
from tool_definitions.tool import Kind

LONGEST_SECTION = 25
FEWEST_SECTIONS = 4
_NOT_AUDITS = frozenset({Kind.REFERRAL, Kind.REPORT})
_ABOUT_PRACTICE = frozenset({Kind.SELF_ASSESSMENT, Kind.CASE_FILE, Kind.SINGLE_AGENCY})
_EQUALITY = re.compile(
    r"equalit|equity|diversity|inclusi|protected characteristic|disabilit|ethnic|racis|discriminat", re.IGNORECASE
)
_GOOD_PRACTICE = re.compile(
    r"good practice|\bproud|work(s|ed|ing) well|went well|do(es|ing)? well|strengths?\b|did well|best\b|helped|success",
    re.IGNORECASE,
)


def purpose_said(draft: Draft) -> Iterator[Problem]:
    """The tool says what it is for."""
    purpose = draft.data.get("purpose")
    if purpose is None or (isinstance(purpose, str) and not purpose.strip()):
        yield draft.problem("no-purpose", ("purpose",))


def feedback_asked(draft: Draft) -> Iterator[Problem]:
    """The tool asks what people thought of it."""
    asked = {question.question.asks_for for question in draft.questions if question.question}
    if draft.kind not in _NOT_AUDITS and "feedback" not in asked:
        yield draft.problem("no-feedback", ("sections",))


def equality_seen(draft: Draft) -> Iterator[Problem]:
    """Equality, diversity and inclusion have a place in the tool."""
    if draft.kind not in _NOT_AUDITS and not _EQUALITY.search(draft.all_words):
        yield draft.problem("no-equality", ("threads",))


def good_practice_asked(draft: Draft) -> Iterator[Problem]:
    """Somewhere people are asked for what works well."""
    written = (question.question for question in draft.questions if not isinstance(question.question, RatingQuestion))
    words = " ".join(f"{each.title} {each.guidance}" for each in written if each)
    if draft.kind in _ABOUT_PRACTICE and not _GOOD_PRACTICE.search(words):
        yield draft.problem("no-good-practice", ("sections",))


def evidence_asked(draft: Draft) -> Iterator[Problem]:
    """A self-assessment asks for evidence somewhere."""
    asks = any(judged.evidence.when.startswith("required") for _, judged, _ in draft.rated)
    asks = asks or any(isinstance(question.question, EvidenceQuestion) for question in draft.questions)
    if draft.is_self_assessment and draft.rated and not asks:
        yield draft.problem("no-evidence-asked", ("sections",))


def guidance_given(draft: Draft) -> Iterator[Problem]:
    """Rated questions and sections say what to look at."""
    is_practice = draft.kind != Kind.TRAINING_IMPACT
    rated = [question for question, judged, _ in draft.rated if is_practice and isinstance(judged, RatingQuestion)]
    bare = [each for each in rated if each.question and not each.question.guidance.strip()]
    found = [((*each.path, "guidance"), f"'{each.key}' does not say what to look at") for each in bare]
    yield from each_or_together(draft, "no-guidance", found, len(rated), "rated questions have no guidance")
    sections = [each for each in draft.sections if each.section and not each.section.guidance.strip()]
    lacking = [((*each.path, "guidance"), f"the section '{each.key}' has no guidance") for each in sections]
    what = "sections have no guidance"
    yield from each_or_together(draft, "section-without-guidance", lacking, len(draft.sections), what)


def section_sizes(draft: Draft) -> Iterator[Problem]:
    """Sections are neither too long nor a single rating."""
    everyone = [question for question in draft.questions if question.question and not question.question.show_if]
    sizes = Counter(question.section.path for question in everyone)
    rated = {question.section.path for question, _ in draft.scored()}
    for section in draft.sections:
        if sizes[section.path] > LONGEST_SECTION:
            message = f"the section '{section.key}' has {sizes[section.path]} questions"
            yield draft.problem("long-section", (*section.path, "questions"), message)
        if sizes[section.path] == 1 and section.path in rated and len(draft.sections) >= FEWEST_SECTIONS:
            message = f"the section '{section.key}' has one rated question and no other"
            yield draft.problem("one-question-section", (*section.path, "questions"), message)
