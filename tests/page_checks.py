"""What every page must be: valid HTML, one h1, a title of its own, no id twice, labelled errors."""

import re
from collections import Counter
from html.parser import HTMLParser

import html5lib


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.tags: Counter[str] = Counter()
        self.links: list[str] = []
        self.labels_for: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = dict(attrs)
        self.tags[tag] += 1
        if named.get("id"):
            self.ids.append(named["id"] or "")
        if tag == "a" and named.get("href"):
            self.links.append(named["href"] or "")
        if tag == "label" and named.get("for"):
            self.labels_for.append(named["for"] or "")
        if any(name in {"onclick", "onload", "style"} for name in named):
            raise AssertionError(f"<{tag}> has an attribute that the content security policy refuses: {named}")


def check_page(html: str, where: str) -> None:
    """Raise AssertionError where the page is not what every page must be."""
    parser = html5lib.HTMLParser(strict=True)
    try:
        parser.parse(html)
    except html5lib.html5parser.ParseError as error:
        line, column = parser.errors[-1][0] if parser.errors else (0, 0)
        shown = html.splitlines()[max(line - 2, 0) : line + 1]
        raise AssertionError(
            f"{where}: not valid HTML near line {line}, column {column}: {error}\n" + "\n".join(shown)
        ) from None
    reader = _Reader()
    reader.feed(html)
    repeated = [name for name, times in Counter(reader.ids).items() if times > 1]
    assert not repeated, f"{where}: ids used twice: {repeated}"
    assert reader.tags["h1"] == 1, f"{where}: {reader.tags['h1']} h1 headings"
    title = re.search(r"<title>(.*?)</title>", html, re.DOTALL)
    assert title is not None, f"{where}: no title"
    assert len(title.group(1).strip(" –")) > 5, f"{where}: an empty title"
    missing = [name for name in reader.labels_for if name not in reader.ids]
    assert not missing, f"{where}: labels for nothing: {missing}"
    targets = [link[1:] for link in reader.links if link.startswith("#") and len(link) > 1]
    assert set(targets) <= set(reader.ids), f"{where}: links to missing ids {set(targets) - set(reader.ids)}"
