"""What may be done with a draft: each rule gives a sentence that refuses, or None."""

from formsapp.tool_drafts.models import ToolDraft


def changing_refusal(draft: ToolDraft) -> str | None:
    """Why a draft cannot be changed."""
    return {
        "proposed": "This draft has been proposed for ratification. Take the proposal back first, then change it.",
        "ratified": "This draft was proposed and ratified, and never changes. Start the next version from it.",
        "discarded": "This draft was discarded. Bring it back first, then change it.",
    }.get(draft.state)


def walking_refusal(draft: ToolDraft, seen: int | None) -> str | None:
    """Why a step cannot be undone or done again by somebody who saw the draft at another step."""
    if seen is None or seen == draft.step:
        return None
    return "The draft was changed since you opened that page. Nothing was undone: look at what would be undone now."


def proposing_refusal(draft: ToolDraft, errors: int) -> str | None:
    """Why a draft cannot be proposed."""
    if refusal := changing_refusal(draft):
        return refusal
    if errors:
        number = "1 error" if errors == 1 else f"{errors} errors"
        return f"The checker finds {number}. Mend them, then propose the tool."
    return None
