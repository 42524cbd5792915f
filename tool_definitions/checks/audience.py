"""Who is asked: the audience, sections, questions and *not applicable* taken together."""

from collections.abc import Iterator, Mapping, Sequence

from tool_definitions.checks.attributes import KNOWN_VALUES
from tool_definitions.document import is_mapping
from tool_definitions.draft import Draft, DraftQuestion
from tool_definitions.model_problems import did_you_mean
from tool_definitions.problems import DocumentPath, Problem
from tool_definitions.question import OnlyFor
from tool_definitions.tool import Audience, Kind
from tool_definitions.values import AppliesTo

FEWEST_TO_FIT = 20
_YES_NO = ("yes", "no")
_FITTED = frozenset({Kind.SELF_ASSESSMENT, Kind.CASE_FILE})


def values_known(draft: Draft) -> Iterator[Problem]:
    """The values named are those of the register, as far as it lists them."""
    for path, values in _named(draft):
        known = KNOWN_VALUES.get(str(path[-1]), ())
        for place, value in enumerate(values):
            if value in known or not known:
                continue
            remedy = did_you_mean(value, known)
            if remedy or known == _YES_NO:
                message = f"no organisation has {path[-1]} '{value}'"
                yield draft.problem("odd-attribute-value", (*path, place), message, remedy or "write yes or no")


def not_every_value(draft: Draft) -> Iterator[Problem]:
    """Nobody is left out because an attribute is blank, when everybody was meant."""
    for path, values in _named(draft):
        known = KNOWN_VALUES.get(str(path[-1]), ())
        if known and set(known) <= set(values) and "applies_to" in path:
            message = f"every {path[-1]} is listed, which leaves out only organisations where it is blank"
            yield draft.problem("lists-every-value", path, message)


def _named(draft: Draft) -> Iterator[tuple[DocumentPath, list[str]]]:
    for path, part in (found for field in ("applies_to", "only_for") for found in draft.fields.get(field, ())):
        for name, values in part.items() if is_mapping(part) else ():
            if isinstance(values, list) and all(isinstance(value, str) for value in values):
                yield (*path, name), [str(value) for value in values]


def within_audience(draft: Draft) -> Iterator[Problem]:
    """Nobody is named who never receives the tool or never sees the section."""
    audience = draft.part(Audience, "audience")
    types = audience.organisation_types if audience else ()
    for section in draft.sections:
        yield from _outside(draft, (*section.path, "applies_to"), section.applies_to, {"type": types}, "audience")
    for question in draft.questions:
        own = question.question.applies_to if question.question else {}
        path = (*question.path, "applies_to")
        yield from _outside(draft, path, own, {"type": types}, "audience")
        yield from _outside(draft, path, own, question.section.applies_to, "section")


def _outside(
    draft: Draft, path: DocumentPath, own: AppliesTo, around: Mapping[str, Sequence[str]], what: str
) -> Iterator[Problem]:
    for attribute, values in own.items():
        allowed = around.get(attribute, ())
        outside = [value for value in values if allowed and value not in allowed]
        # Where all are outside nobody sees the question, which `never-shown` says.
        for value in outside if len(outside) < len(values) else ():
            place = (*path, attribute, values.index(value))
            yield draft.problem(f"outside-{what}", place, f"'{value}' is not in the {attribute} of the {what}")


def only_for_somebody(draft: Draft) -> Iterator[Problem]:
    """Where only some may choose *not applicable*, some of those are asked."""
    for question in draft.questions:
        policy = question.judged.not_applicable if question.judged else None
        if not isinstance(policy, OnlyFor):
            continue
        asked = _asked(question)
        shut_out = [name for name, values in policy.only_for.items() if not values or _none_of(values, asked.get(name))]
        if shut_out or not policy.only_for:
            yield draft.problem("only-for-nobody", (*question.path, "not_applicable", "only_for"))


def _asked(question: DraftQuestion) -> AppliesTo:
    return {**question.section.applies_to, **(question.question.applies_to if question.question else {})}


def _none_of(values: Sequence[str], asked: Sequence[str] | None) -> bool:
    return asked is not None and not set(values) & set(asked)


def reasons_asked(draft: Draft) -> Iterator[Problem]:
    """*Not applicable* comes with a reason where the answer would have been scored."""
    for question, judged in draft.scored():
        if judged.not_applicable == "allowed":
            message = f"'{question.key}' may be left out without a reason"
            yield draft.problem("not-applicable-unexplained", (*question.path, "not_applicable"), message)


def fitted(draft: Draft) -> Iterator[Problem]:
    """A long tool for many asks some of them something of their own."""
    audience = draft.part(Audience, "audience")
    types = audience.organisation_types if audience else ()
    is_for_many = len(types) != 1 or types[0] == "agency"
    if draft.kind not in _FITTED or not is_for_many or len(draft.questions) < FEWEST_TO_FIT:
        return
    if not {"applies_to", "show_if", "only_for"} & draft.fields.keys():
        yield draft.problem("not-fitted", ("sections",))
