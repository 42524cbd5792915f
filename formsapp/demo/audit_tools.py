"""The tools of the borough: those we ship, and last year's version of the schools' tool, made from this year's."""

import re

from formsapp.demo.making import Making
from formsapp.tools.commands import propose_version, ratify_version
from formsapp.tools.models import ToolVersion
from tool_definitions.loader import shipped_tool_paths

_QUESTION = re.compile(r"^      - key: (\S+)\n", re.MULTILINE)
_QUESTION_BODY = re.compile(r"\A(?: {8}.*\n|\n(?= {8}))*")
_TITLE = re.compile(r"^ {8}title:.*\n(?: {10}.*\n)*", re.MULTILINE)

SCHOOLS, AGENCIES, CASES = "school-safeguarding", "section-11-agency", "multi-agency-case-file"
TRAINING, SAMPLES = "training-impact", "dip-sample"
BEFORE, VERSION = "2025-26", "2026-27"
MEETING = "Learning and improvement hub"

#: Asked for the first time this year, so that nothing can be compared with last year.
NEW_THIS_YEAR = (
    "voice.hidden",
    "voice.lgbtq",
    "online.new_technology",
    "child_on_child.harmful_behaviour",
    "leadership.governor_training",
    "concerns.families",
)
#: What last year's version asked in other words.
LAST_YEARS_WORDS = {
    "dsl.supervision": "The designated safeguarding lead receives supervision",
    "online.filtering": "Filtering is in place on the setting's network and is reviewed",
    "training.local": "Training reflects local priorities",
    "allegations.low_level": "There is a policy on low-level concerns, and staff know about it",
    "voice.absence": "Children missing from education are followed up",
    "recruitment.ongoing": "The setting keeps a culture of vigilance after appointment",
    "exploitation.context": "Leaders understand contextual safeguarding",
    "early_help.leading": "Early help assessments are of good quality",
}


def add_last_years_tool(making: Making) -> None:
    """Last year's version of the schools' tool, ratified before last year's audit."""
    with making.on(405):
        version, _ = propose_version(making.session, source=last_years_source(), by=making.officer)
    with making.on(399, 16):
        _ratify(making, version, 400)
    making.tools[SCHOOLS, BEFORE] = version


def add_this_years_tools(making: Making) -> None:
    """Four of the tools we ship, ratified four months ago."""
    with making.on(130):
        for key in (SCHOOLS, AGENCIES, CASES, TRAINING):
            propose_shipped(making, key)
    with making.on(118, 17):
        for key in (SCHOOLS, AGENCIES, CASES, TRAINING):
            _ratify(making, making.tools[key, VERSION], 119)


def _ratify(making: Making, version: ToolVersion, days_ago: int) -> None:
    ratify_version(
        making.session,
        version=version,
        fingerprint=version.fingerprint,
        meeting=MEETING,
        on=making.day(days_ago),
        by=making.hub,
    )


def propose_shipped(making: Making, key: str) -> None:
    """Propose a tool that comes with us, now."""
    version, _ = propose_version(making.session, source=shipped_source(key), by=making.officer)
    making.tools[key, version.version] = version


def shipped_source(key: str) -> str:
    """The file of a tool that comes with us."""
    return next(path for path in shipped_tool_paths() if path.stem == key).read_text("utf-8")


def last_years_source() -> str:
    """The file of last year's version: this year's without its new questions, and some of the rest in other words."""
    this_year = shipped_source(SCHOOLS)
    head, *questions = _QUESTION.split(this_year)
    keys = questions[0::2]
    blocks = [_as_it_was(key, block) for key, block in zip(keys, questions[1::2], strict=True)]
    return head.replace(f'version: "{VERSION}"', f'version: "{BEFORE}"') + "".join(blocks)


def _as_it_was(key: str, block: str) -> str:
    """A question's lines, with whatever follows the question before the next one."""
    if key in NEW_THIS_YEAR:
        return _QUESTION_BODY.sub("", block)
    if key in LAST_YEARS_WORDS:
        block = _TITLE.sub(f"        title: {LAST_YEARS_WORDS[key]}\n", block, count=1)
    return f"      - key: {key}\n{block}"
