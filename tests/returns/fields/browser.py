"""What a browser would send of a question's HTML, without JavaScript."""

from typing import Any

import html5lib
from werkzeug.datastructures import MultiDict

from formsapp.returns.fields.asked import Asked
from formsapp.returns.fields.given import Given
from formsapp.returns.question_html import QuestionHtml

XHTML = "{http://www.w3.org/1999/xhtml}"


class Browser:
    """Shows one question and sends its form."""

    def html(self, asked: Asked[Any], given: Given, *, offers: bool = True) -> str:
        return QuestionHtml(asked, offers_not_applicable=offers).asking(given)

    def rendered(self, asked: Asked[Any], given: Given, faults: dict[str, str] | None = None) -> str:
        return QuestionHtml(asked, offers_not_applicable=True).rendered(given, faults or {})

    def form(self, html: str) -> MultiDict[str, str]:
        """The form as it would be sent: chosen options, boxes, and line ends as browsers send them."""
        tree = html5lib.parse(html, treebuilder="etree")
        sent: list[tuple[str, str]] = []
        for node in tree.iter():
            name = node.get("name")
            if name is None:
                continue
            if node.tag == f"{XHTML}textarea":
                sent.append((name, (node.text or "").replace("\n", "\r\n")))
            elif node.get("type") in {"radio", "checkbox"}:
                if node.get("checked") is not None:
                    sent.append((name, node.get("value") or ""))
            else:
                sent.append((name, node.get("value") or ""))
        return MultiDict(sent)
