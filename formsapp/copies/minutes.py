"""The minutes of a panel as a file: what a copy of a return is made with, given minutes instead."""

from formsapp.copies.copied import CopiedQuestion, CopiedSection, Copy
from formsapp.moderation.minutes import WHAT_NEXT, MinutedItem, Minutes


def minutes_copy(minutes: Minutes) -> Copy:
    """The minutes in the parts of a copy: who was there, what was decided, what was left open."""
    state = f"Held on {minutes.when}"
    left_open = [(f"{WHAT_NEXT}", minutes.left_open)] if minutes.left_open else []
    parts = [("Decided", minutes.settled)] if minutes.settled else []
    facts = [("Who was there", "; ".join(minutes.present))]
    facts += [("Decided", "Nothing was decided.")] if not minutes.settled else []
    facts += [("Left open", text) for text, _ in left_open] or [("Left open", "Nothing was left open.")]
    parts += [("Left open", items) for _, items in left_open]
    return Copy(
        title="Minutes of the moderation panel",
        audit=minutes.audit,
        state=state if minutes.ended_at else f"{state} The meeting has not ended: these are its minutes so far.",
        facts=tuple(facts),
        sections=tuple(
            CopiedSection(number, title, tuple(_item(one) for one in items))
            for number, (title, items) in enumerate(parts, start=1)
        ),
        name=f"panel-{minutes.held_on.isoformat()}-minutes",
    )


def _item(one: MinutedItem) -> CopiedQuestion:
    return CopiedQuestion(
        key=str(one.number),
        number=f"{one.number}.",
        title=f"{one.organisation}: {one.question}",
        answer=one.outcome,
        is_answered=True,
        is_chosen=True,
        also=tuple((name, text) for name, text in _also(one) if text),
    )


def _also(one: MinutedItem) -> list[tuple[str, str]]:
    if not one.was_reached:
        return [("Reason", one.reason)]
    judged = [
        (
            f"{each.name}, moderator",
            "\n".join(
                filter(
                    None, [f"{each.words}{' (of the answer before it changed)' * each.is_of_old_answer}", each.reason]
                )
            ),
        )
        for each in one.judged
    ]
    minority = f"Minority view of {one.minority_of}" if one.minority_of else "Minority view"
    return [
        ("Reason", one.reason),
        ("Their own rating", one.self_words),
        *judged,
        ("Between moderators", one.apart),
        (minority, one.minority),
        ("Stepped out, having an interest", ", ".join(one.stepped_out)),
    ]
