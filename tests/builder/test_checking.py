import re
from pathlib import Path

import pytest

from formsapp.builder.mending import by_place, page_for, page_of, problems_of_page
from tests.builder.editing import text_of
from tests.builder.tool_parts import PARTS, WRONG, started
from tool_definitions.checker import check_tool_text
from tool_definitions.document import is_mapping, read_text

DATA = read_text(WRONG, file="tool.yaml").document.data
INVALID = Path(__file__).parents[1] / "tool_definitions" / "invalid"


def found(place, data=DATA):
    there = page_of(place, data)
    return there.page.endpoint.partition(".")[2], dict(there.page.takes), there.anchor


@pytest.mark.parametrize(
    ("place", "page"),
    [
        (("title",), ("edit_about", {}, "title")),
        (("case", "window_months"), ("edit_about", {}, "case-window_months")),
        (("scoring", "bands", 1, "from"), ("edit_scoring", {}, "scoring-bands-1-from")),
        (("summary", "min_returns"), ("edit_scoring", {}, "summary-min_returns")),
        (("sign_off", 0, "role"), ("edit_sign_off", {}, "sign_off-0-role")),
        (("threads", 1), ("edit_threads", {}, "threads")),
        (("rating_schemes",), ("edit_schemes", {}, "")),
        (("rating_schemes", "practice", "use"), ("edit_schemes", {}, "scheme-1")),
        (("rating_schemes", "words"), ("edit_schemes", {}, "scheme-3")),
        (("rating_schemes", "own", "levels", 1, "stance"), ("edit_scheme", {"scheme": "own"}, "levels")),
        (("references",), ("edit_references", {}, "")),
        (("references", "kcsie", "edition"), ("edit_reference", {"reference": "kcsie"}, "edition")),
        (("references", "odd"), ("edit_references", {}, "reference-odd")),
        (("sections",), ("show_tool", {}, "")),
        (("sections", 0, "weight"), ("edit_section", {"section_key": "one"}, "weight")),
        (("sections", 1, "questions"), ("show_tool", {}, "")),
        (("sections", 1, "key"), ("rename_section", {"section_key": "@1"}, "key")),
        (("sections", 2), ("exchange_file", {}, "")),
        (("sections", 0, "questions", 0, "key"), ("rename_question", {"question_key": "@0.0"}, "key")),
        (("sections", 0, "questions", 2, "key"), ("rename_question", {"question_key": "@0.2"}, "key")),
        (("sections", 0, "questions", 3), ("exchange_file", {}, "")),
        (("sections", 0, "questions", 0, "from", "key"), ("confirm_relations", {}, "")),
        (("sections", 0, "questions", 0, "type"), ("change_type", {"question_key": "@0.0"}, "type")),
        (("sections", 0, "questions", 0), ("edit_question", {"question_key": "@0.0"}, "problems-page")),
        (("sections", 0, "questions", 0, "show_if", "all", 0), ("edit_question", {"question_key": "@0.0"}, "show_if")),
        (("surplus",), ("exchange_file", {}, "")),
        ((), ("exchange_file", {}, "")),
    ],
    ids=str,
)
def test_a_problem_is_mended_on_the_page_of_its_place(place, page):
    assert found(place) == page


def test_problems_are_grouped_by_the_page_that_mends_them():
    problems = check_tool_text(WRONG)
    groups = by_place(problems, DATA)
    assert sum(len(group.problems) for group in groups) == len(problems)
    assert len({group.page for group in groups}) == len(groups)
    of_scheme = problems_of_page(problems, DATA, "builder.edit_scheme", scheme="own")
    assert of_scheme
    assert all(one.place[:2] == ("rating_schemes", "own") for one in of_scheme)


@pytest.mark.parametrize("path", sorted(INVALID.rglob("*.yaml")), ids=lambda path: path.stem)
def test_every_problem_of_every_invalid_example_has_a_page(path):
    text = path.read_text(encoding="utf-8", errors="replace")
    document = read_text(text, file="tool.yaml").document
    data = document.data if document and is_mapping(document.data) else {}
    for problem in check_tool_text(text):
        assert page_of(problem.place, data).page.words


def test_check_tool_lists_errors_first_with_their_remedies(client, officer, db):
    draft = started(db, officer, WRONG)
    page = text_of(client.get(f"/tools/drafts/{draft.id}/check"))
    assert "must be mended before the tool can be proposed" in page
    assert page.index('id="to-mend"') < page.index('id="worth-a-look"')
    assert f'href="/tools/drafts/{draft.id}/schemes/own#levels"' in page
    assert 'href="/tools/checks/unknown-value"' in page
    assert "Use one of: concern, adequate, strength" in page


def test_check_tool_says_that_nothing_is_wrong(client, officer, db, monkeypatch):
    from formsapp.tool_drafts import examined

    monkeypatch.setattr(examined, "examine", lambda *_args, **_more: (None, []))
    draft = started(db, officer, PARTS.replace("parts", "flawless"))
    page = text_of(client.get(f"/tools/drafts/{draft.id}/check"))
    assert "finds nothing to mend" in page


def test_every_link_leads_to_a_page_that_has_the_field(client, officer, db):
    draft = started(db, officer, WRONG)
    page = text_of(client.get(f"/tools/drafts/{draft.id}/check"))
    links = set(re.findall(rf'href="(/tools/drafts/{draft.id}[^"]*)#([^"]+)"', page))
    missing = []
    for address, anchor in sorted(links):
        if anchor == "main-content":
            continue
        answer = client.get(address)
        assert answer.status_code == 200, address
        if f'id="{anchor}"' not in text_of(answer):
            missing.append((address, anchor))
    assert missing == []


def _first_of_each_code(db, officer):
    """A draft of an invalid example, and a problem in it, for each code that the examples show."""
    seen = set()
    for path in sorted(INVALID.rglob("*.yaml")):
        text = path.read_text(encoding="utf-8", errors="replace")
        new = [problem for problem in check_tool_text(text) if problem.code not in seen]
        document = read_text(text, file="tool.yaml").document
        if not new or document is None or not is_mapping(document.data):
            continue
        draft = started(db, officer, text)
        for problem in new:
            if problem.code not in seen:
                seen.add(problem.code)
                yield draft, document.data, problem


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)  # where a field is does not depend on the engine
def test_a_problem_of_every_code_leads_to_its_field(client, officer, db, app):
    codes, missing = 0, []
    for draft, data, problem in _first_of_each_code(db, officer):
        place = page_for(problem, data)
        with app.test_request_context():
            address = app.url_for(place.page.endpoint, tool_draft_id=draft.id, **dict(place.page.takes))
        page = client.get(address)
        codes += 1
        if page.status_code != 200 or (place.anchor and f'id="{place.anchor}"' not in text_of(page)):
            missing.append((problem.code, address, place.anchor))
    assert missing == []
    assert codes > 100
