"""The blueprint of the pages of returns."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint

from formsapp.access.actor import current_actor
from formsapp.database import current_session
from formsapp.returns.opened import OpenedReturn
from formsapp.returns.other_settings import SettingsReturn, settings_of
from formsapp.returns.posted import check_body

pages = Blueprint("returns", "formsapp.returns", template_folder="templates")
pages.url_value_preprocessor(check_body)


@pages.context_processor
def _for_every_page() -> dict[str, Callable[..., Any]]:
    """What every page of a return may show: read only where it does."""

    def settings_with_returns(opened: OpenedReturn) -> list[SettingsReturn]:
        return settings_of(current_session(), opened, current_actor())

    return {"settings_with_returns": settings_with_returns}
