"""What may be done with a draft: each rule gives a sentence that refuses, or None."""

from formsapp.tool_drafts.models import ToolDraft


def changing_refusal(draft: ToolDraft) -> str | None:
    """Why a draft cannot be changed."""
    return {
        "proposed": "This draft has been proposed for ratification. Take the proposal back first, then change it.",
        "discarded": "This draft was discarded. Bring it back first, then change it.",
    }.get(draft.state)


def proposing_refusal(draft: ToolDraft, errors: int) -> str | None:
    """Why a draft cannot be proposed."""
    if refusal := changing_refusal(draft):
        return refusal
    if errors:
        number = "1 error" if errors == 1 else f"{errors} errors"
        return f"The checker finds {number}. Mend them, then propose the tool."
    return None
