"""Days of birth, named so or beside the name of somebody young enough; and names with a child's age."""

import re
from collections.abc import Iterator
from pathlib import Path

from formsapp.identifiers.found import Found, Kind

_MONTHS = frozenset({"jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"})
_MONTH = r"(?P<{}>[JFMASONDjfmasond][A-Za-z]{{2,8}})\.?"
_DATE = re.compile(
    r"(?<![\w/.-])(?:"
    r"\d{1,2} ?([/.-]) ?\d{1,2} ?\1 ?(?P<short>\d{4}|\d{2})"
    r"|(?P<iso>\d{4})-\d{2}-\d{2}"
    rf"|\d{{1,2}}(?:st|nd|rd|th)?(?: of)?[ -]{_MONTH.format('month')},?[ -](?P<words>\d{{4}}|'?\d{{2}})"
    rf"|{_MONTH.format('first')} (?:\d{{1,2}}(?:st|nd|rd|th)?,? )?(?P<american>\d{{4}})"
    r")(?![\w/]|[.-]\d)",
    re.ASCII,
)
_BIRTH = re.compile(
    r"(?:(?:\bd\.? ?o\.? ?b\b\.?|\bdate of birth\b|\bbirth ?(?:date|day)\b|\(b\.|\bb\. )(?P<between>[^\n;]{0,24})"
    r"|\bborn\b(?:[ :,(-]|\b(?:on|in|the)\b){1,6})$",
    re.IGNORECASE,
)
#: "Born before 1 September 2019" is a group of children; a policy or a project is no child.
_GROUP = re.compile(r"\b(?:before|after|between|since|from|until|up to|earlier|later|by|out of)\b", re.IGNORECASE)
_NOT_ONE_CHILD = re.compile(
    r"\b(?:children|pupils|babies|those|all|anyone|students|cohort|policy|partnership|project|idea|service|scheme|network"
    r"|initiative|trust)(?: who)?(?: (?:are|is|was|were))?\W*$",
    re.IGNORECASE,
)

_PART = r"(?:Mc|Mac|O'|D')?[A-Z][a-z]+"
_NAME = (
    rf"(?<![\w'-])(?P<first>{_PART}(?:['-]{_PART})?|[A-Z]{{3,}}) "
    rf"(?P<last>{_PART}(?:['-]{_PART})*|[A-Z]{{3,}}|[A-Z]\b\.?)"
)
_NAME_BEFORE = re.compile(_NAME + r"(?:[,:;]? ?[(\[]|[,:;]| -)? ?$")
_NAME_AFTER = re.compile(r"(?:\)? ?[,:;-]? ?|\)? is )" + _NAME)
_AGE = r"(?P<age>1?\d)"
_AGE_WORDS = re.compile(r"\bage|years? old|\d ?y/?o\b", re.IGNORECASE)
_NAMES_AND_AGES = (
    re.compile(_NAME + r",? ?\(?aged? " + _AGE + r"(?!\d|[-/%]| ?to \d| and \d| ?-)"),
    re.compile(_NAME + r"(?:,? \(?| is | was |, who is )" + _AGE + r"(?: years? old| ?y/?o)\b"),
    re.compile(r"\b[Aa]ged? " + _AGE + r", " + _NAME),
)
#: Before what looks like a name: "St Thomas More", "Operation Clear Water".
_NAME_OF_A_THING = re.compile(
    r"\b(?:St|Saint|Sts|SS|Operation|Project|The|Our|Blessed|King|Queen|Prince|Princess)\.? $"
)
#: What is written with capitals and is no child: documents, meetings, places, posts, months.
_NOT_NAMES = frozenset(Path(__file__).with_name("not_names.txt").read_text(encoding="ascii").split())
#: Words that say what else the day is: when somebody was trained, appointed, checked.
_OTHER_DAY = re.compile(
    r"\b(?:train\w*|appoint\w*|certific\w*|dbs|renew\w*|attend\w*|complet\w*|qualif\w*|sign\w*|approv\w*|review\w*"
    r"|minut\w*|meeting|since|start\w*|joined|left|expir\w*|refresh\w*|level|course|dated|governor|chair|teacher|lead"
    r"|dsl|ddsl|senco|head|deputy|inspect\w*|visit\w*|updated|version|issued|published|employ\w*|induct\w*|check\w*"
    r"|met|supervis\w*|on|by|until|due|role|author|presented|delivered|led|ran|policy|plan|report|audit)\b",
    re.IGNORECASE,
)
#: The youngest in a school's nursery are two; days of this year and last are mostly those of meetings.
OLDEST, YOUNGEST = 19, 2


def find_birth_dates(text: str, year: int) -> Iterator[Found]:
    """Days of birth, and names beside a child's day of birth or age. `year` is the present one."""
    for match in _dates(text):
        line = max(text.rfind("\n", 0, match.start()) + 1, match.start() - 80)
        before = text[line : match.start()]
        named = _birth_words(before)
        if named is not None:
            yield Found(Kind.NAME_AND_BIRTH_DATE, _with_name(text, line, line + named), match.end())
        elif _is_of_a_child(match, year):
            yield from _beside_a_name(text, line, match)
    for pattern in _NAMES_AND_AGES if _AGE_WORDS.search(text) else ():
        for match in pattern.finditer(text):
            if _is_name(match) and int(match["age"]) < OLDEST:
                yield Found(Kind.NAME_AND_BIRTH_DATE, *match.span())


def _dates(text: str) -> Iterator[re.Match[str]]:
    for match in _DATE.finditer(text):
        month = match["month"] or match["first"]
        if month is None or month[:3].lower() in _MONTHS:
            yield match


def _birth_words(before: str) -> int | None:
    """Where the words stand that call the day after them a day of birth; None where there are none."""
    found = _BIRTH.search(before) if "b" in before or "B" in before else None
    if found is None:
        return None
    between = found["between"] or ""
    if _GROUP.search(between) or any(_dates(between)) or _NOT_ONE_CHILD.search(before[: found.start()]):
        return None
    return found.start()


def _with_name(text: str, line: int, start: int) -> int:
    name = _NAME_BEFORE.search(text[line:start])
    return line + name.start() if name and _is_name(name) else start


def _beside_a_name(text: str, line: int, date: re.Match[str]) -> Iterator[Found]:
    before = text[line : date.start()]
    name_before = _NAME_BEFORE.search(before)
    if name_before and _is_name(name_before):
        start, end = line + name_before.start(), date.end()
    else:
        name_after = _NAME_AFTER.match(text, date.end())
        if name_after is None or not _is_name(name_after):
            return
        start, end = date.start(), name_after.end()
    after = text[date.end() : date.end() + 40].partition("\n")[0]
    if _OTHER_DAY.search(before + after) is None:
        yield Found(Kind.NAME_AND_BIRTH_DATE, start, end)


def _is_of_a_child(date: re.Match[str], year: int) -> bool:
    typed = (date["short"] or date["iso"] or date["words"] or date["american"]).lstrip("'")
    born = int(typed) + (2000 if len(typed) == 2 else 0)
    return year - OLDEST <= born <= year - YOUNGEST


def _is_name(match: re.Match[str]) -> bool:
    parts = f"{match['first']} {match['last']}".lower().replace("-", " ").split()
    before = match.string[max(0, match.start("first") - 12) : match.start("first")]
    return _NOT_NAMES.isdisjoint(parts) and _NAME_OF_A_THING.search(before) is None
