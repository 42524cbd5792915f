"""Last year's answer beside each question while it is answered, and the button that takes it over."""

from collections.abc import Mapping
from typing import Any

from flask import current_app, url_for
from sqlalchemy.orm import Session

from formsapp.access.actor import current_actor
from formsapp.access.permissions import Permission
from formsapp.access.policy import can
from formsapp.database import current_session
from formsapp.returns.additions import Addition
from formsapp.returns.asked_tool import AskedSection
from formsapp.returns.beside import Beside
from formsapp.returns.carrying_over import Carried
from formsapp.returns.fields.asked import Asked, FormData
from formsapp.returns.fields.given import NOT_STORED, Given, Stored
from formsapp.returns.fields.judged import Judged
from formsapp.returns.fields.text import Text
from formsapp.returns.fields.wording import is_blank
from formsapp.returns.last_year import last_year_of
from formsapp.returns.opened import OpenedReturn

#: The names of the two buttons: to say that last year's answer is still true, and to put its words in place of others.
KEEP, INSTEAD = "keep", "instead"
#: Under which name `SectionPage` notes the answers that are stored.
ANSWERS = "answers"


def _beside(session: Session, opened: OpenedReturn, section: AskedSection) -> Mapping[str, Beside]:
    found = last_year_of(session, opened)
    if found is None:
        return {}
    stored: Mapping[str, Stored] = opened.read.get(ANSWERS, {})
    template: Any = current_app.jinja_env.get_template("returns/beside_last_year.html").module
    opens_all = can(current_actor(), Permission.RETURN_VIEW, opened)
    changes = url_for("returns.show_changes", return_id=opened.id) if opens_all else ""
    blocks = {}
    for asked in section.questions_for(opened.attributes, opened.wave):
        carried, now = found.carried(asked), stored.get(asked.key, NOT_STORED).given
        blocks[asked.key] = Beside(above=template.block(carried, now, _is_filled_by_script(carried), changes))
    return blocks


def _is_filled_by_script(carried: Carried) -> bool:
    """Whether a script can fill the boxes; other answers are taken over by sending the form."""
    return len(carried.earlier) == 1 and isinstance(carried.asked, Judged | Text)


LAST_YEAR = Addition("last_year", beside=_beside)


def pressed(form: FormData) -> str | None:
    """The question whose button of last year's answer sent the form."""
    return form.get(KEEP) or form.get(INSTEAD)


def taken_over(
    opened: OpenedReturn, section: AskedSection, form: FormData, answers: Mapping[str, Given]
) -> dict[str, Given]:
    """The answers of a form with last year's in its place, where the button for it was pressed."""
    key = pressed(form)
    if key is None or key not in answers or form.get(f"keep-{key}") == "theirs":
        return dict(answers)
    asked, found = section.by_key[key], last_year_of(current_session(), opened)
    offered = found.carried(asked).offered if found is not None else None
    if offered is None:
        return dict(answers)
    join = _filled_up if form.get(KEEP) else _replaced
    return {**answers, key: join(asked, answers[key], offered)}


def _filled_up(asked: Asked[Any], typed: Given, last: Given) -> Given:
    """Last year's answer, with what was typed this year kept in its boxes."""
    words = [now if not is_blank(now) else then for now, then in zip(typed[1:], last[1:], strict=True)]
    value = last.value if isinstance(asked, Judged) or is_blank(typed.value) else typed.value
    return _with_its_reason(asked, Given(typed.value if value is None else value, *words))


def _replaced(asked: Asked[Any], typed: Given, last: Given) -> Given:
    """Last year's words in place of those of this year; a rating of this year's stays."""
    if not isinstance(asked, Judged):
        return last
    words = [then if not is_blank(then) else now for now, then in zip(typed[1:], last[1:], strict=True)]
    return _with_its_reason(asked, Given(typed.value or last.value, *words))


def _with_its_reason(asked: Asked[Any], given: Given) -> Given:
    is_kept = not isinstance(asked, Judged) or asked.is_not_applicable(given)
    return given if is_kept else given._replace(not_applicable_reason="")
