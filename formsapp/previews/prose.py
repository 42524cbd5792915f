"""Markdown as plain data, for what is set without HTML: blocks of runs of text."""

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.token import Token

_reader = MarkdownIt("commonmark", {"html": False, "linkify": False})

Block = dict[str, Any]
_LISTS = {"bullet_list_open": "bullets", "ordered_list_open": "numbers"}


@lru_cache(maxsize=4096)
def blocks_of(markdown: str) -> tuple[Block, ...]:
    """The blocks of a text: `{kind: paragraph, runs}`, where a run is `{text, strong, em}`; and
    `{kind: bullets | numbers, items}`, where an item is a list of blocks. A link's address stands after its words.
    """
    return tuple(_blocks(_reader.parse(markdown)))


def _blocks(tokens: Sequence[Token]) -> Iterator[Block]:
    place = 0
    while place < len(tokens):
        token = tokens[place]
        if token.type in _LISTS:
            end = _end_of(tokens, place)
            yield {"kind": _LISTS[token.type], "items": list(_items(tokens[place + 1 : end]))}
            place = end
        elif token.type == "inline":
            heading = place > 0 and tokens[place - 1].type == "heading_open"
            yield {"kind": "paragraph", "runs": list(_runs(token.children or [], strong=heading))}
        elif token.type in {"code_block", "fence"}:
            yield {"kind": "paragraph", "runs": [{"text": token.content.strip(), "strong": False, "em": False}]}
        place += 1


def _items(tokens: Sequence[Token]) -> Iterator[list[Block]]:
    starts = [
        place for place, token in enumerate(tokens) if token.type == "list_item_open" and token.level == tokens[0].level
    ]
    for start, end in pairwise([*starts, len(tokens)]):
        yield list(_blocks(tokens[start + 1 : end]))


def _end_of(tokens: Sequence[Token], start: int) -> int:
    depth = 0
    for place in range(start, len(tokens)):
        depth += tokens[place].nesting
        if depth == 0:
            return place
    return len(tokens)


def _runs(tokens: Sequence[Token], *, strong: bool) -> Iterator[dict[str, Any]]:
    depth, address = {"strong": int(strong), "em": 0}, ""
    for token in tokens:
        if token.tag in depth:
            depth[token.tag] += token.nesting
        marks = {name: number > 0 for name, number in depth.items()}
        if token.type == "link_open":
            address = str(token.attrGet("href") or "")
        elif token.type == "link_close" and address:
            yield {"text": f" ({address})", **marks}
        elif text := {"softbreak": " ", "hardbreak": "\n"}.get(token.type, token.content):
            yield {"text": text, **marks}


def plain_of(markdown: str) -> str:
    """The text without its marks: a line a paragraph, and a dash before each item of a list."""
    return "\n".join(_plain_lines(blocks_of(markdown)))


def _plain_lines(blocks: Iterable[Block]) -> Iterator[str]:
    for block in blocks:
        if block["kind"] == "paragraph":
            yield "".join(run["text"] for run in block["runs"])
            continue
        for number, item in enumerate(block["items"], start=1):
            mark = "– " if block["kind"] == "bullets" else f"{number}. "
            yield mark + "\n  ".join(_plain_lines(item))
