"""Names that browsers take for a way to another page are refused where they are typed, and never in a link."""

import posixpath
import re

import pytest

from formsapp.tool_drafts.commands import start_draft
from tests.builder.editing import SOURCE, source_of, text_of
from tests.builders import as_actor

#: Pages of drafts send no SQL of their own: what does is tested on both engines in tests/tool_drafts.
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

ODD = ["..", ".", "a/../../b", "./a", "a//b"]
PAGES = ["", "/schemes", "/references", "/threads", "/scoring", "/about", "/check"]


def with_odd_names(name):
    """A draft that has errors, and this name for whatever has one; the second of a key is known by its place too."""
    text = SOURCE.replace("key: leadership\n", f'key: "{name}"\n').replace("key: leadership.dsl", f'key: "{name}"')
    return text.replace(
        "sections:\n",
        f'  "{name}": {{title: Odd, levels: [{{value: yes, label: Yes}}]}}\n'
        f'references:\n  "{name}": {{title: Odd, edition: never}}\n'
        f'threads:\n  "{name}": Odd\nwaves: ["{name}"]\nsections:\n',
        1,
    )


@pytest.fixture
def started(db, officer):
    def start(text):
        draft = start_draft(db, source=text, by=as_actor(db, officer))
        db.commit()
        return draft

    return start


@pytest.mark.parametrize("name", ODD)
def test_no_link_leads_a_browser_to_another_page(client, started, name):
    home = f"/tools/drafts/{started(with_odd_names(name)).id}"
    links = set()
    for page in PAGES:
        links |= set(re.findall(r'(?:href|action)="(/[^"?#]*)', text_of(client.get(home + page))))
    assert f"{home}/questions/@0.0" in links
    assert [one for one in links if one != posixpath.normpath(one) and one != "/"] == []


@pytest.mark.parametrize(("page", "page_of_it"), [("references", "reference"), ("schemes", "scheme")])
def test_what_has_such_a_name_is_renamed_first(client, started, db, page, page_of_it):
    draft = started(with_odd_names(".."))
    home = f"/tools/drafts/{draft.id}"
    assert "A page cannot have this name: rename it to change it." in text_of(client.get(f"{home}/{page}"))
    renamed = client.post_form(f"{home}/names/{page_of_it}/rename?name=..", {"name": "plain"})
    assert renamed.status_code == 302
    assert f"{home}/{page}/plain" in text_of(client.get(f"{home}/{page}"))
    assert "plain" in source_of(db, draft)


@pytest.mark.parametrize("name", ODD)
@pytest.mark.parametrize(
    ("url", "field"),
    [
        ("questions/leadership.dsl/key", "key"),
        ("sections/leadership/key", "key"),
        ("names/scheme/rename?name=practice", "name"),
        ("names/reference/rename?name=kcsie", "name"),
        ("names/thread/rename?name=voice", "name"),
    ],
)
def test_such_a_name_is_refused_where_it_is_typed(client, started, db, url, field, name):  # noqa: PLR0917  three of them are fixtures
    names = "references:\n  kcsie: {title: Keeping children safe}\nthreads:\n  voice: The child\nsections:\n"
    draft = started(SOURCE.replace("sections:\n", names, 1))
    before = source_of(db, draft)
    assert client.post_form(f"/tools/drafts/{draft.id}/{url}", {field: name}).status_code == 422
    assert source_of(db, draft) == before
