"""From outside: nobody with an interest can tell from any page, list, figure or file what happens to the return."""

import re
from collections import deque

import pytest
from flask.testing import FlaskClient

from formsapp.access.routes_command import declared_routes
from formsapp.audits import trail_sight, visibility
from tests.all_words import all_words
from tests.conftest import CheckedClient
from tests.moderation.hidden_return import HiddenReturn

ON_SQLITE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
#: Pages of tools, of the law, and forms about people and the register, which know nothing of returns.
ELSEWHERE = re.compile(
    r"/(static|theme|tools|drafts|references|library|law|sign-|help|register/imp|register/\d+/|people/\d+/)"
)
MOST_PAGES = 400
#: What differs between two answers to the same question: the token of each form, and when a file was made.
_MADE_NEW = re.compile(r'(name="csrf_token"[^>]*value=")[^"]+|\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z?')


class Visitor(CheckedClient):
    """A client that does not check the HTML: other tests do."""

    def open(self, *args, **kwargs):
        return FlaskClient.open(self, *args, **kwargs)


@pytest.fixture
def world(db):
    made = HiddenReturn(db)
    db.commit()
    return made


def addresses(app, world) -> list[str]:
    """Every address of a page that reads, with the ids of this world in it; the hidden return's too."""
    ids = {
        "audit_id": [world.audit.id, world.earlier.id],
        "return_id": [world.hidden.id, world.before.id],
        "organisation_id": [world.school.id],
        "person_id": [world.other.id, world.leads[world.school.id].id],
        "panel_id": [world.panel.id],
        "question": ["leadership.a"],
        "question_key": ["leadership.a"],
        "section_key": ["leadership"],
    }
    found = {"/"}
    for row in declared_routes(app):
        names = [name.rpartition(":")[2] for name in re.findall(r"<([^>]+)>", row["rule"])]
        if row["method"] != "GET" or row["public"] or not set(names) <= {*ids, "challenge_id", "evidence_id"}:
            continue
        for number in range(2):
            pick = {name: ids.get(name, [1])[min(number, len(ids.get(name, [1])) - 1)] for name in names}
            found.add(re.sub(r"<([^>]+)>", lambda one, p=pick: str(p[one.group(1).rpartition(":")[2]]), row["rule"]))
    return sorted(one for one in found if not ELSEWHERE.match(one))


def _same_as_others(world, address: str) -> bool:
    """Whether the page is about a return of which there is another just like it among those that are crawled."""
    about = re.match(r"/returns/(\d+)", address)
    return about is not None and int(about[1]) not in {world.hidden.id, world.before.id, world.visible[0].id}


def crawl(app, world, person, begin, *, follow: bool = True) -> dict[str, str]:
    """What this person is answered at every address, and wherever a link or a form leads from there."""
    client = Visitor(app)
    client.sign_in(person)
    seen, waiting = {}, deque(begin)
    while waiting:
        address = waiting.popleft()
        if address in seen or ELSEWHERE.match(address) or _same_as_others(world, address):
            continue
        assert len(seen) < MOST_PAGES, "a page links to ever new addresses"
        answer = client.get(address)
        assert answer.status_code < 500, address
        words = _MADE_NEW.sub(r"\1", all_words(answer))
        seen[address] = f"{answer.status_code} {answer.headers.get('Location', '')}\n{words}"
        if follow and answer.mimetype == "text/html":
            led = re.findall(r'(?:href|action|formaction)="(/[^"#]*)', words)
            waiting.extend(sorted({one.replace("&amp;", "&") for one in led} - seen.keys()))
    return seen


def told_apart(app, world, people, *, follow: bool = True) -> dict[str, list[str]]:
    """The addresses at which each person could tell that something happened to the return."""
    begin = addresses(app, world)
    before = {one.id: crawl(app, world, one, begin, follow=follow) for one in people}
    assert all(len(seen) >= len(begin) for seen in before.values())
    world.everything_happens()
    world.db.commit()
    return {one.name: _differing(before[one.id], crawl(app, world, one, begin, follow=follow)) for one in people}


def _differing(before: dict[str, str], after: dict[str, str]) -> list[str]:
    return [one for one in sorted({*before, *after}) if before.get(one) != after.get(one)]


@ON_SQLITE
def test_nobody_with_an_interest_can_tell_what_happens_to_the_return(app, world) -> None:
    people = [world.moderator, world.chair, world.officer]
    assert told_apart(app, world, people) == {one.name: [] for one in people}


@ON_SQLITE
def test_the_crawl_catches_a_leak_wherever_an_interest_hides_something(app, world, monkeypatch) -> None:
    """The same where interests hide nothing: the officer can tell on every page, list, figure and file about it."""
    for module in (visibility, trail_sight):
        monkeypatch.setattr(module, "has_interest", lambda _actor: visibility.false())
    found = told_apart(app, world, [world.officer], follow=False)[world.officer.name]
    audit, hidden = f"/audits/{world.audit.id}", f"/returns/{world.hidden.id}"
    of_the_audit = ("", "/moderation", "/results", "/results.csv", "/tracker", "/tracker.csv", "/queries",
                    "/broken-glass", "/sample", "/sample.csv", "/effect", "/agreement", "/letters")  # fmt: skip
    of_the_return = ("/review", "/review/copy.pdf", "/review/copy.docx", "/review/copy.xlsx", "/score", "/send-back")
    everywhere = {"/", "/audits", "/audit-trail", *(audit + one for one in of_the_audit)}
    assert everywhere | {hidden + one for one in of_the_return} <= set(found)
