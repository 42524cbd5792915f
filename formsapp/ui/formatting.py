"""How dates, numbers and text appear on every page."""

from collections.abc import Callable
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from typing import Any

import nh3
from markdown_it import MarkdownIt
from markupsafe import Markup

from formsapp.clock import in_london

_ALLOWED_TAGS = {"p", "ul", "ol", "li", "strong", "em", "a", "br", "h2", "h3", "h4", "blockquote", "code", "hr"}
_CLASSES = {
    "p": "govuk-body", "ul": "govuk-list govuk-list--bullet", "ol": "govuk-list govuk-list--number",
    "a": "govuk-link", "h2": "govuk-heading-m", "h3": "govuk-heading-s", "h4": "govuk-heading-s",
}  # fmt: skip
_markdown = MarkdownIt("commonmark", {"html": False, "linkify": False})


def day(value: date | datetime | None) -> str:
    """16 September 2026; a moment is shown as the day it was in London."""
    if value is None:
        return ""
    shown = in_london(value).date() if isinstance(value, datetime) else value
    return f"{shown.day} {shown:%B %Y}"


def moment(value: datetime | None) -> str:
    """16 September 2026 at 2:05pm, London time."""
    if value is None:
        return ""
    local = in_london(value)
    hour = local.hour % 12 or 12
    return f"{day(value)} at {hour}:{local:%M}{'am' if local.hour < 12 else 'pm'}"


def time_of_day(value: datetime) -> str:
    """14:05, London time."""
    return f"{in_london(value):%H:%M}"


def score(value: float | None) -> str:
    """One decimal, half up; a dash where there is no score."""
    return "–" if value is None else str(_half_up(value, "0.1"))


def share(value: float | None) -> str:
    """A share between 0 and 1 as a whole percentage, half up; a dash where there is none."""
    return "–" if value is None else f"{_half_up(value * 100, '1')}%"


def _half_up(value: float, step: str) -> Decimal:
    return Decimal(str(round(value, 9))).quantize(Decimal(step), ROUND_HALF_UP)


def count(number: int, one: str, many: str | None = None) -> str:
    """1 return, 2 returns, 0 returns."""
    return f"{number} {one if number == 1 else many or one + 's'}"


@lru_cache(maxsize=4096)
def markdown(text: str) -> Markup:
    """Markdown without raw HTML, as safe HTML in the design system's classes."""
    tokens = _markdown.parse(text)
    inner = [child for token in tokens for child in token.children or []]
    for token in [*tokens, *inner]:
        if token.nesting == 1 and token.tag in _CLASSES:
            token.attrSet("class", _CLASSES[token.tag])
    html = _markdown.renderer.render(tokens, _markdown.options, {})
    allowed = {tag: {"class"} for tag in _CLASSES} | {"a": {"class", "href"}}
    clean = nh3.clean(html, tags=_ALLOWED_TAGS, attributes=allowed, url_schemes={"http", "https", "mailto"})
    return Markup(clean)  # noqa: S704  cleaned on the line above


def paragraphs(text: str) -> list[str]:
    """What someone typed, split at blank lines."""
    return [part.strip() for part in text.replace("\r\n", "\n").split("\n\n") if part.strip()]


def lower_first(text: str) -> str:
    """A label inside a sentence: its first letter small, unless it opens an abbreviation such as DSL."""
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]


def upper_first(text: str) -> str:
    """The text as it starts a sentence: its first letter large, unless it opens a name such as superseded_by."""
    return text if "_" in text.partition(" ")[0] else text[:1].upper() + text[1:]


FILTERS: dict[str, Callable[..., Any]] = {
    "day": day,
    "moment": moment,
    "time_of_day": time_of_day,
    "score": score,
    "share": share,
    "count": count,
    "markdown": markdown,
    "paragraphs": paragraphs,
    "lower_first": lower_first,
    "upper_first": upper_first,
}
