"""Answers a section page as a person does: reads what each question asks for, and answers it by its labels."""

from typing import Any

from playwright.sync_api import Locator, expect

from tests.journeys.visitor import Visitor

WORDS = "Looked at in September with two governors; minutes of 3 October, in the office."
ACTION = "The deputy lead will mend this by the end of February."
BESIDE = {"Comment": WORDS, "Evidence": WORDS, "What you will do": ACTION}
USUAL = ("Met", "Yes")
DATE = (("Day", "3"), ("Month", "10"), ("Year", "2026"))

# What a person sees of each question, read at once: a question at a time takes longer than filling it in.
WHAT_IS_ASKED = """questions => questions.map(question => {
    const label = box => box.labels[0].innerText.trim();
    const hint = box => (box.getAttribute("aria-describedby") || "").split(" ").filter(Boolean)
        .map(id => document.getElementById(id).innerText).join(" ");
    const boxes = [...question.querySelectorAll("textarea, input[type=text]")];
    return {
        radios: [...question.querySelectorAll("input[type=radio]")].map(label),
        ticks: [...question.querySelectorAll("input[type=checkbox]")].map(label),
        boxes: boxes.map(box => ({label: label(box), hint: hint(box), figures: Boolean(box.inputMode)})),
        rows: question.querySelectorAll("tbody tr").length,
        id: question.id,
    };
})"""


def answer_all(visitor: Visitor) -> int:
    """Answer every question of the page, those too that come to be asked meanwhile; how many there were."""
    questions, done = visitor.page.locator(".app-question:not([hidden])"), set()
    while new := [one for one in questions.evaluate_all(WHAT_IS_ASKED) if one["id"] not in done]:
        for one in new:
            _answer(visitor.page.locator(f'[id="{one["id"]}"]'), one)
        done |= {one["id"] for one in new}
        expect(visitor.page.locator("[data-saving]")).not_to_contain_text("Saving")
    return len(done)


def answer(question: Locator) -> None:
    """Answer one question, whatever its type."""
    _answer(question, question.evaluate_all(WHAT_IS_ASKED)[0])


def choose_and_support(question: Locator, option: str) -> None:
    """Choose an option, and write what the question says it needs with that option."""
    _choose(question, question.evaluate_all(WHAT_IS_ASKED)[0], option)


def _answer(question: Locator, asked: dict[str, Any]) -> None:
    if asked["radios"]:
        _choose(question, asked, next((one for one in USUAL if one in asked["radios"]), asked["radios"][0]))
    elif asked["ticks"]:
        for label in asked["ticks"][:2]:
            question.get_by_role("checkbox", name=label, exact=True).check()
    elif asked["rows"]:
        _fill_first_row(question)
    elif [box["label"] for box in asked["boxes"]] == [part for part, _ in DATE]:
        for part, figures in DATE:
            question.get_by_label(part, exact=True).fill(figures)
    else:
        question.get_by_role("textbox").fill("12" if asked["boxes"][0]["figures"] else WORDS)


def _choose(question: Locator, asked: dict[str, Any], option: str) -> None:
    question.get_by_role("radio", name=option, exact=True).check()
    for box in asked["boxes"]:
        words = next((text for label, text in BESIDE.items() if box["label"].startswith(label)), None)
        if words and ("Needed." in box["hint"] or option in box["hint"]):
            question.get_by_label(box["label"]).fill(words)
            if words is ACTION:
                question.get_by_label("Who will do it").fill("The deputy lead")
                question.get_by_label("By when").fill("28 2 2027")


def _fill_first_row(question: Locator) -> None:
    for box in question.get_by_role("row").nth(1).get_by_role("textbox").all():
        box.fill("12" if box.get_attribute("inputmode") else "Attendance plan")
