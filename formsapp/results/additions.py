"""What the results show in returns: beside last year's rating the one that moderation settled, once it is released."""

from collections.abc import Mapping

from markupsafe import Markup
from sqlalchemy.orm import Session

from formsapp.access.actor import current_actor
from formsapp.access.permissions import Permission
from formsapp.access.policy import can
from formsapp.moderation.queries import settled_in_return
from formsapp.results.rules import own_people_see_moderated
from formsapp.returns.additions import Addition
from formsapp.returns.asked_tool import AskedSection
from formsapp.returns.beside import Beside
from formsapp.returns.last_year import LastYear, last_year_of
from formsapp.returns.opened import OpenedReturn

_LINE = Markup(
    '<p class="app-last app-last--moderated"><span><span class="app-last__when">Moderated last year</span> '
    "<strong>{}</strong>{}</span></p>"
)


def _beside(session: Session, opened: OpenedReturn, section: AskedSection) -> Mapping[str, Beside]:
    found = last_year_of(session, opened)
    if found is None or not own_people_see_moderated(found.audit_state):
        return {}
    if not can(current_actor(), Permission.RETURN_VIEW, opened):
        return {}
    settled = settled_in_return(session, found.return_id)
    lines = {asked.key: _line(found, asked.key, settled) for asked in section.questions} if settled else {}
    return {key: Beside(above=line) for key, line in lines.items() if line}


def _line(found: LastYear, key: str, settled: Mapping[str, str]) -> Markup | None:
    """The settled rating of the question that this one continues; none where several became one, or one several."""
    tie = found.crosswalk.tie(key)
    before = tie.origins[0] if tie.relation in {"same", "reworded"} else ""
    if before not in settled or before not in found.answers:
        return None
    is_same = found.answers[before].value == settled[before]
    return _LINE.format(found.tool.questions[before].words(settled[before]), ", the same as yours" if is_same else "")


MODERATED_LAST_YEAR = Addition("moderated_last_year", beside=_beside)
