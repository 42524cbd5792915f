"""Who signs a return, and the words they agree to."""

from collections.abc import Iterator

from tool_definitions.draft import Draft, salvage
from tool_definitions.model_problems import did_you_mean
from tool_definitions.problems import Problem
from tool_definitions.tool import SignOff

#: Roles in an organisation that a return is usually signed in. A tool may name others.
KNOWN_ROLES = (
    "agency_lead",
    "auditor",
    "chair_of_governors",
    "designated_safeguarding_lead",
    "executive",
    "head_teacher",
    "lead",
)


def signatures(draft: Draft) -> Iterator[Problem]:
    """Each who signs has a role of their own and words to agree to."""
    written = draft.data.get("sign_off")
    seen: set[str] = set()
    for place, part in enumerate(written if isinstance(written, list) else ()):
        path = ("sign_off", place)
        signing = salvage(SignOff, part)
        if signing is None:
            continue
        if not signing.statement.strip():
            yield draft.problem("empty-statement", (*path, "statement"), f"'{signing.role}' signs, but to no words")
        if signing.role in seen:
            yield draft.problem("repeated-role", (*path, "role"), f"'{signing.role}' signs twice")
        if signing.role not in KNOWN_ROLES and (remedy := did_you_mean(signing.role, KNOWN_ROLES)):
            yield draft.problem("odd-role", (*path, "role"), f"no role is known as '{signing.role}'", remedy)
        seen.add(signing.role)


def somebody_signs(draft: Draft) -> Iterator[Problem]:
    """Somebody signs a self-assessment."""
    if draft.is_self_assessment and not draft.data.get("sign_off"):
        yield draft.problem("no-sign-off", ("sign_off",))
