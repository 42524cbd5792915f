"""Posted form -> answers, and the line of a form that says which revision of each answer it showed."""

from collections.abc import Iterable, Mapping
from hashlib import blake2b
from typing import Any, NamedTuple

from formsapp.returns.asked_tool import AskedSection
from formsapp.returns.fields.asked import Asked, Faults, FormData
from formsapp.returns.fields.given import NOT_STORED, NOTHING, Given, Stored
from tool_definitions.visibility import Attributes


class Base(NamedTuple):
    """What a form showed of one answer: its revision, and a digest of its text."""

    revision: int
    digest: str


class BadFormError(Exception):
    """The form is not one that a page of ours makes."""


def read_answers(form: FormData, section: AskedSection, before: Mapping[str, Given]) -> dict[str, Given]:
    """What a posted form answers to each question of the section; what it does not hold stays as it is stored."""
    return {asked.key: asked.read(form, before.get(asked.key, NOTHING)) for asked in section.questions}


def settled(answers: Mapping[str, Given], section: AskedSection) -> dict[str, Given]:
    """The answers as they are to be stored."""
    return {key: section.by_key[key].settled(given) for key, given in answers.items()}


def faults_of(
    answers: Mapping[str, Given], asked: Iterable[Asked[Any]], organisation: Attributes | None
) -> dict[str, Faults]:
    """What is wrong with the answers to these questions; empty where all can be stored."""
    found = {one.key: one.faults(answers[one.key], organisation) for one in asked}
    return {key: faults for key, faults in found.items() if faults}


def digest_of(given: Given) -> str:
    """Sixty-four bits of an answer's text: enough to tell whether somebody changed what a form showed them."""
    return blake2b(repr(tuple(given)).encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()


def written_bases(stored: Mapping[str, Stored], questions: Iterable[str]) -> str:
    """The line of a form that says what it showed: `key:revision:digest` of each of its questions."""
    return written({key: base_of(stored.get(key, NOT_STORED)) for key in questions})


def base_of(stored: Stored) -> Base:
    """What a form shows that shows an answer as it is stored."""
    return Base(stored.revision, digest_of(stored.given))


def written(bases: Mapping[str, Base]) -> str:
    """The line of a form that says what it showed."""
    return " ".join(f"{key}:{revision}:{digest}" for key, (revision, digest) in bases.items())


def read_bases(line: str | None, section: AskedSection, stored: Mapping[str, Stored] | None) -> dict[str, Base]:
    """The same, read back. Raises BadFormError where no page of ours wrote it, as far as what is stored can tell."""
    if line is None:
        raise BadFormError
    found = {}
    for part in line.split():
        key, _, rest = part.partition(":")
        revision, _, digest = rest.partition(":")
        is_ours = key in section.by_key and revision.isascii() and revision.isdigit() and len(revision) < 10
        if not is_ours or (stored is not None and int(revision) > stored.get(key, NOT_STORED).revision):
            raise BadFormError
        found[key] = Base(int(revision), digest)
    return found


def changed_by_hand(answers: Mapping[str, Given], bases: Mapping[str, Base]) -> dict[str, Given]:
    """The answers that differ from what the form showed: only these did somebody mean to change."""
    return {key: given for key, given in answers.items() if key not in bases or bases[key].digest != digest_of(given)}


def check_names(form: FormData, section: AskedSection) -> tuple[list[str], list[str]]:
    """The names in a form that belong to no question of the section, and those that came twice without leave."""
    inputs, repeated = section.inputs, section.repeated
    unknown = [name for name in form if name.startswith("q-") and name not in inputs and not _keeps(name, section)]
    twice = [name for name, values in form.lists() if len(values) > 1 and name in inputs and name not in repeated]
    return unknown, twice


def _keeps(name: str, section: AskedSection) -> bool:
    """Whether it is the input in which somebody says why words stay that may identify a child."""
    of, _, keep = name.rpartition(":")
    return keep == "keep" and of.removeprefix("q-").partition(":")[0] in section.by_key
