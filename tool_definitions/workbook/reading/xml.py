"""Reading XML as a stream: no document types, no entities, nothing fetched, never the whole part in memory."""

from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple, NoReturn
from xml.parsers import expat

from tool_definitions.workbook.reading.refusals import Refused, damaged, too_large

Attributes = dict[str, str]
LARGEST_TAG = 1024 * 1024


class Element(NamedTuple):
    """An element of a small part: its name without its namespace, and its attributes without theirs."""

    name: str
    attributes: Attributes


def local(name: str) -> str:
    """A name without its namespace."""
    return name.rpartition(" ")[2]


def stream_parser() -> expat.XMLParserType:
    """A parser that refuses document types and entities; element names come as `namespace name`."""
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _refuse_document_type
    parser.EntityDeclHandler = _refuse_document_type
    parser.ExternalEntityRefHandler = _refuse_document_type
    return parser


def feed(parser: expat.XMLParserType, pieces: Iterable[bytes]) -> None:
    """Give a part to a parser piece by piece. Raises Refused."""
    fed = 0
    try:
        for piece in pieces:
            parser.Parse(piece, False)
            fed += len(piece)
            if fed - parser.CurrentByteIndex > LARGEST_TAG:
                # Each further piece would be read together with all before it.
                raise too_large("it holds a tag without end")
        parser.Parse(b"", True)
    except (expat.ExpatError, LookupError) as fault:
        raise damaged("part of it is not XML") from fault


def parse(
    pieces: Iterable[bytes],
    start: Callable[[str, Attributes], None],
    end: Callable[[str], None] | None = None,
    text: Callable[[str], None] | None = None,
) -> None:
    """Hand the elements of a part to these functions. Raises Refused."""
    parser = stream_parser()
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = text
    feed(parser, pieces)


def elements(pieces: Iterable[bytes]) -> Iterator[Element]:
    """The elements of a small part in the order in which they start."""
    found: list[Element] = []
    parse(
        pieces,
        lambda name, attributes: found.append(
            Element(local(name), {local(key): value for key, value in attributes.items()})
        ),
    )
    yield from found


def _refuse_document_type(*_details: object) -> NoReturn:
    message = "the workbook holds an XML document type or entity, which no spreadsheet program writes"
    raise Refused("xml-entity", message, "copy the sheets into a new workbook")
