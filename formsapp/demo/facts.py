"""The facts that invented returns give: numbers, days, choices and small tables."""

import json
from collections.abc import Callable, Iterable
from datetime import date, timedelta
from random import Random

from tool_definitions.question import (
    ChoiceQuestion,
    ChoicesQuestion,
    DateQuestion,
    EvidenceQuestion,
    NumberQuestion,
    Question,
    TableQuestion,
    YesNoQuestion,
)

#: A number for every hundred children on roll: from, to.
_IN_A_HUNDRED = {
    "about.child_protection_plans": (0.1, 1.3),
    "about.child_in_need_plans": (0.3, 2.6),
    "about.looked_after": (0.0, 1.1),
    "concerns.referral_count": (0.4, 4.2),
    "early_help.open_plans": (0.2, 2.4),
}
#: A number, whatever the size: from, to.
_PLAIN = {
    "dsl.deputies": (1, 5),
    "dsl.protected_time": (2, 22),
    "concerns.escalation_count": (0, 4),
    "recruitment.panel_trained": (2, 9),
    "allegations.low_level_count": (0, 24),
    "reflection.minutes": (110, 420),
    "about.staff": (12, 640),
    "recruitment.allegation_count": (0, 6),
    "support.trained_share": (68, 99),
    "closing.hours": (6, 40),
    "about.contacts": (1, 34),
    "overall.hours": (3, 9),
}
_YES = {
    "policies.uses_alternative": 0.3,
    "concerns.hear_back": 0.45,
    "reflection.share": 0.85,
    "reflection.tested": 0.6,
    "about.commissions": 0.6,
    "about.volunteers": 0.6,
    "about.holds": 0.25,
    "about.involved": 0.0,
    "about.risk": 0.06,
}
_LIKELY = {
    "dsl.supervision_giver": (5, 4, 3, 3, 3),
    "reflection.worth": (5, 6, 2),
    "about.involvement": (4, 6, 4, 2, 0),
}
_DOCUMENTS = (
    "Safeguarding improvement plan",
    "Annual report to governors or the board",
    "Report of an outside review",
    "Survey of children and young people",
    "Training matrix",
    "Audit of records",
)
_ACTIONS = (
    ("Check in with the child this month", "Allocated worker", "in two weeks"),
    ("Send our summary to the others", "Team manager", "this week"),
    ("Update the chronology", "Practice lead", "in a month"),
)
_EVENTS = (
    ("First contact", "Read and passed on the same day", "Child seen at home"),
    ("Joint visit", "Carried out by two services", "Child spoke of school"),
    ("Review meeting", "Report sent", "Child's view read out"),
    ("Change of worker", "Handed over in writing", "Nothing recorded"),
)


def number(question: NumberQuestion, on_roll: int, luck: Random) -> str:
    """A believable number."""
    if question.key == "about.on_roll":
        return str(on_roll)
    if question.key in _IN_A_HUNDRED:
        low, high = _IN_A_HUNDRED[question.key]
        return str(round(on_roll * luck.uniform(low, high) / 100))
    low, high = _PLAIN.get(question.key, (question.minimum or 0, min(question.maximum or 10, 10)))
    return str(luck.randint(int(low), int(high)))


def fact(question: Question, on: date, luck: Random) -> str | None:
    """An answer to a question that asks neither for words, nor for a number, nor for a rating."""
    give = _GIVERS.get(type(question))
    return give(question, on, luck) if give else None


def _yes_or_no(question: YesNoQuestion, _on: date, luck: Random) -> str:
    """Yes as often as the question's own likelihood says."""
    return "yes" if luck.random() < _YES.get(question.key, 0.5) else "no"


def _one_of(question: ChoiceQuestion, _on: date, luck: Random) -> str:
    options = [option.value for option in question.options]
    likely = _LIKELY.get(question.key, (1,) * len(options))
    return luck.choices(options, likely[: len(options)])[0]


def _some_of(question: ChoicesQuestion, _on: date, luck: Random) -> str:
    """One to three of the options as a JSON list, in the order of the tool."""
    options = [option.value for option in question.options]
    chosen = set(luck.sample(options, min(len(options), luck.randint(1, 3))))
    return json.dumps([value for value in options if value in chosen])


def _day_before(question: DateQuestion, on: date, luck: Random) -> str:
    """A day in the months before, or in the last weeks where it is the day of the auditor's reading."""
    longest = 14 if question.key == "about.date" else 150
    return (on - timedelta(days=luck.randint(4, longest))).isoformat()


def _documents(_question: EvidenceQuestion, on: date, luck: Random) -> str:
    """Two or three documents described."""
    return _rows(
        {"what": what, "where": "Shared drive", "date": (on - timedelta(days=luck.randint(10, 300))).strftime("%B %Y")}
        for what in luck.sample(_DOCUMENTS, luck.randint(2, 3))
    )


def _table(question: TableQuestion, on: date, luck: Random) -> str | None:
    """A small table, where it is one that is usually filled in."""
    filled = {
        "training.staff_numbers": _staff_numbers,
        "escalation.count": _escalations,
        "overall.case_actions": _case_actions,
        "about.chronology": _chronology,
    }.get(question.key)
    return filled(on, luck) if filled else None


def _staff_numbers(_on: date, luck: Random) -> str:
    people = [luck.randint(low, high) for low, high in ((8, 40), (10, 36), (4, 14), (0, 12), (6, 12))]
    return _rows(
        {"people": str(count), "trained": str(max(0, count - luck.choice((0, 0, 0, 1, 2, 3)))), "note": ""}
        for count in people
    )


def _escalations(_on: date, luck: Random) -> str:
    referrals, raised = luck.randint(4, 160), luck.randint(0, 12)
    numbers = (referrals, raised, luck.randint(0, raised))
    return _rows({"number": str(count), "source": "Case system"} for count in numbers)


def _case_actions(_on: date, luck: Random) -> str:
    chosen = luck.sample(_ACTIONS, luck.randint(1, 2))
    return _rows({"action": what, "owner": who, "due": when, "result": ""} for what, who, when in chosen)


def _chronology(on: date, luck: Random) -> str:
    months = sorted(luck.sample(range(30, 360, 31), 3), reverse=True)
    events = sorted(luck.sample(_EVENTS, 3), key=_EVENTS.index)
    return _rows(
        {"month": (on - timedelta(days=ago)).strftime("%B %Y"), "event": event, "response": response, "child": child}
        for ago, (event, response, child) in zip(months, events, strict=True)
    )


def _rows(rows: Iterable[dict[str, str]]) -> str:
    return json.dumps(list(rows), ensure_ascii=False, separators=(",", ":"))


_GIVERS: dict[type, Callable[..., str | None]] = {
    YesNoQuestion: _yes_or_no,
    ChoiceQuestion: _one_of,
    ChoicesQuestion: _some_of,
    DateQuestion: _day_before,
    EvidenceQuestion: _documents,
    TableQuestion: _table,
}
