"""A preview as somebody uses it: every page is a form that is sent on, with whatever it carries."""

import html
import re
from dataclasses import dataclass
from typing import Any

import html5lib
from sqlalchemy import func, inspect, select, table

from formsapp.database import database

XHTML = "{http://www.w3.org/1999/xhtml}"


@dataclass
class Preview:
    """A page of a preview in the client, and how to go on from it."""

    client: Any
    url: str
    page: str = ""
    status: int = 0

    def open(self, query: str = "") -> "Preview":
        answer = self.client.get(self.url + query)
        self.page, self.status = answer.get_data(as_text=True), answer.status_code
        return self

    def form(self) -> dict[str, Any]:
        """What the browser would send of the form as it stands, without a button."""
        tree = html5lib.parse(self.page, treebuilder="etree")
        found: dict[str, Any] = {}
        main = next(node for node in tree.iter(f"{XHTML}main"))
        for node in main.iter():
            name = node.get("name")
            if name is None or node.tag == f"{XHTML}button":
                continue
            if node.tag == f"{XHTML}textarea":
                found[name] = node.text or ""
            elif node.tag == f"{XHTML}select":
                found[name] = next(
                    (one.get("value") for one in node.iter(f"{XHTML}option") if one.get("selected") is not None), ""
                )
            elif node.get("type") not in {"radio", "checkbox"} or node.get("checked") is not None:
                found[name] = node.get("value") or ""
        return found

    def send(self, go: str | None = "next", to: str | None = None, **typed: Any) -> "Preview":
        """Type into the page and press a button."""
        button = {} if go is None else {"go": go}
        answer = self.client.post(to or self.url, data={**self.form(), **typed, **button})
        self.page, self.status = answer.get_data(as_text=True), answer.status_code
        return self

    @property
    def heading(self) -> str:
        found = re.search(r"<h1[^>]*>(.*?)</h1>", self.page, re.DOTALL)
        assert found is not None
        return html.unescape(found.group(1))

    @property
    def words(self) -> str:
        """What the page says, without its tags."""
        return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", self.page)))


def rows_of_every_table(app: Any) -> dict[str, int]:
    """How many rows each table holds."""
    with app.app_context():
        engine = database().engine
    names = inspect(engine).get_table_names()
    with engine.connect() as connection:
        return {
            name: connection.execute(select(func.count()).select_from(table(name))).scalar_one()
            for name in sorted(names)
        }
