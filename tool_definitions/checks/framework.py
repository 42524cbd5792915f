"""What section 12 of the quality assurance framework asks of every tool. All of these are warnings."""

from collections.abc import Iterator

from tool_definitions.document import is_mapping
from tool_definitions.draft import Draft
from tool_definitions.problems import Problem
from tool_definitions.question import TableQuestion, TextQuestion

MOST_RATINGS = 120
_ASKED_FOR = {"reflection": "no-reflection", "factors": "no-factors", "outcomes": "no-outcomes"}
_NOT_AUDITS = frozenset({"referral"})
_IN_WORDS = frozenset({"report", "referral"})
_LIVED_EXPERIENCE = ("lived experience", "lived-experience", "lived_experience", "voice of")


def _kind(draft: Draft) -> str:
    return str(draft.data.get("kind"))


def asks_for(draft: Draft) -> Iterator[Problem]:
    """The tool asks for reflection, for the factors that affected practice, and about outcomes."""
    asked = {question.question.asks_for for question in draft.questions if question.question}
    for what, code in _ASKED_FOR.items():
        if what not in asked and _kind(draft) not in _NOT_AUDITS:
            yield draft.problem(code, ("sections",))


def lived_experience(draft: Draft) -> Iterator[Problem]:
    """Some question follows the lived experience of children."""
    threads = draft.data.get("threads")
    labels = threads.items() if is_mapping(threads) else ()
    lived = {key for key, label in labels if any(words in f"{key} {label}".lower() for words in _LIVED_EXPERIENCE)}
    carried = {thread for question in draft.questions if question.question for thread in question.question.threads}
    if not lived & carried and _kind(draft) not in _NOT_AUDITS:
        yield draft.problem("no-lived-experience", ("threads",))


def words_and_ratings(draft: Draft) -> Iterator[Problem]:
    """The tool asks for both ratings and words."""
    is_rated = any(True for _ in draft.scored())
    has_words = any(isinstance(question.question, TextQuestion | TableQuestion) for question in draft.questions)
    if is_rated and not has_words:
        yield draft.problem("ratings-only", ("sections",))
    if has_words and not is_rated and _kind(draft) not in _IN_WORDS:
        yield draft.problem("words-only", ("sections",))


def size(draft: Draft) -> Iterator[Problem]:
    """The tool is no longer than people can answer with care."""
    rated = sum(1 for _ in draft.scored())
    if rated > MOST_RATINGS:
        message = f"the tool has {rated} rated questions; over {MOST_RATINGS} are seldom answered with care"
        yield draft.problem("too-many-ratings", ("sections",), message)
