"""The service's navigation: what each person can go to from anywhere."""

from dataclasses import dataclass

from flask import current_app, g, request, url_for

from formsapp.access.permissions import Permission
from formsapp.access.policy import can


@dataclass(frozen=True)
class Place:
    """A place of the navigation: its words, its page, who may go there, and the features that are part of it."""

    text: str
    endpoint: str
    permission: Permission
    features: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Link:
    """A place as the navigation shows it; `current` is what aria-current says, if anything."""

    text: str
    href: str
    current: str | None


PLACES = (
    Place("Home", "home.home", Permission.HOME_VIEW),
    Place(
        "Audits",
        "audits.list_audits",
        Permission.AUDIT_VIEW,
        frozenset(
            {
                *("audits", "cases", "returns", "samples", "calibration", "moderation"),
                *("feedback", "results", "agreement", "findings"),
            }
        ),
    ),
    Place(
        "Tools",
        "tools.list_tools",
        Permission.TOOL_VIEW,
        frozenset({"tools", "tool_drafts", "builder", "library", "references", "previews"}),
    ),
    Place("Register", "organisations.list_organisations", Permission.REGISTER_VIEW, frozenset({"organisations"})),
    Place("People", "people.list_people", Permission.PEOPLE_VIEW, frozenset({"people"})),
    Place("Reports", "reports.list_reports", Permission.REPORT_VIEW, frozenset({"reports"})),
    Place("Audit trail", "audit_trail.show_trail", Permission.TRAIL_VIEW, frozenset({"audit_trail"})),
)


def navigation() -> list[Link]:
    """The links of whoever is signed in, with the one where they are marked."""
    actor = g.get("actor")
    if actor is None:
        return []
    return [
        Link(place.text, url_for(place.endpoint), _current(place))
        for place in PLACES
        if exists(place.endpoint) and can(actor, place.permission)
    ]


def _current(place: Place) -> str | None:
    if request.endpoint == place.endpoint:
        return "page"
    return "true" if request.blueprint in place.features else None


def exists(endpoint: str) -> bool:
    """Whether the application has this page."""
    return endpoint in current_app.view_functions
