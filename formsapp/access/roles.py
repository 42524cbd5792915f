"""The roles, as data: what each may do, and over what it is given."""

from dataclasses import dataclass
from enum import StrEnum

from formsapp.access.permissions import Permission as P  # noqa: N817  the table below is read by its names


class Over(StrEnum):
    """What a role is given over."""

    PARTNERSHIP = "partnership"
    ORGANISATION = "organisation"
    AUDIT = "audit"
    RETURN = "return"


@dataclass(frozen=True)
class Role:
    """A role: its stable key, the words people see, what it is given over, and what it may do."""

    key: str
    title: str
    over: Over
    does: str
    permissions: frozenset[P]


#: What whoever is signed in may do, with a role or (any more) without one: nobody is sent round in a circle.
WITHOUT_A_ROLE = frozenset({P.HOME_VIEW})
_EVERYBODY = {*WITHOUT_A_ROLE, P.REPORT_VIEW}
_FILLS_IN = _EVERYBODY | {
    P.RETURN_VIEW,
    P.RETURN_FILL,
    P.RETURN_SUBMIT,
    P.RETURN_SHARE,
    P.ACTION_CHANGE,
    P.CHALLENGE_MAKE,
    P.QUERY_REPLY,
}
_MODERATES = _EVERYBODY | {
    P.AUDIT_VIEW,
    P.RETURN_REVIEW,
    P.RATING_MODERATE,
    P.RESULTS_VIEW,
    P.TOOL_VIEW,
    P.CHALLENGE_DECIDE,
    P.GLASS_BREAK,
}
_SETTLES = _MODERATES | {
    P.RATING_SETTLE,
    P.PANEL_RUN,
    P.CHALLENGE_REOPEN,
    P.LETTER_EDIT,
    P.LETTER_RELEASE,
    P.AUDIT_TRACK,
}

_ROLES = [
    Role(
        "administrator",
        "Administrator",
        Over.PARTNERSHIP,
        "Looks after people's accounts. Sees no answers, ratings or findings.",
        frozenset(_EVERYBODY | {P.PEOPLE_VIEW, P.PEOPLE_CHANGE, P.TRAIL_VIEW}),
    ),
    Role(
        "partnership_officer",
        "Partnership officer",
        Over.PARTNERSHIP,
        "Keeps the register and the tools, runs audits, chases and reports.",
        frozenset(
            _EVERYBODY
            | {
                P.AUDIT_CHANGE,
                P.AUDIT_OPEN,
                P.AUDIT_TRACK,
                P.AUDIT_VIEW,
                P.CALIBRATION_CHANGE,
                P.CASE_CHANGE,
                P.FINDINGS_VIEW,
                P.GLASS_BREAK,
                P.LETTER_EDIT,
                P.MODERATORS_ALLOCATE,
                P.PEOPLE_CHANGE,
                P.PEOPLE_VIEW,
                P.REASONS_CHANGE,
                P.REGISTER_CHANGE,
                P.REGISTER_VIEW,
                P.RESULTS_VIEW,
                P.RETURN_REVIEW,
                P.RETURN_SEND_BACK,
                P.SAMPLE_DRAW,
                P.TOOL_CHANGE,
                P.TOOL_RATIFY,
                P.TOOL_VIEW,
                P.TRAIL_VIEW,
            }
        ),
    ),
    Role(
        "learning_hub_member",
        "Learning hub member",
        Over.PARTNERSHIP,
        "Ratifies tools, watches the programme and reads results and reports.",
        frozenset(_EVERYBODY | {P.AUDIT_VIEW, P.FINDINGS_VIEW, P.RESULTS_VIEW, P.TOOL_RATIFY, P.TOOL_VIEW}),
    ),
    Role(
        "chair",
        "Chair of an audit",
        Over.AUDIT,
        "Settles ratings, words the findings and publishes the report.",
        frozenset(
            _SETTLES
            | {
                P.CALIBRATION_CHANGE,
                P.DRIFT_VIEW,
                P.FINDINGS_EDIT,
                P.FINDINGS_VIEW,
                P.MODERATORS_ALLOCATE,
                P.REASONS_CHANGE,
                P.REPORT_PUBLISH,
                P.RETURN_SEND_BACK,
                P.SAMPLE_DRAW,
            }
        ),
    ),
    Role(
        "deputy_chair",
        "Deputy chair of an audit",
        Over.AUDIT,
        "Decides in the chair's place on returns in which the chair has an interest.",
        frozenset(_SETTLES),
    ),
    Role(
        "moderator",
        "Moderator",
        Over.AUDIT,
        "Tests ratings against the evidence, for returns in which they have no interest.",
        frozenset(_MODERATES),
    ),
    Role(
        "designated_safeguarding_lead",
        "Designated safeguarding lead",
        Over.ORGANISATION,
        "Completes and submits the school's or college's return.",
        frozenset(_FILLS_IN),
    ),
    Role(
        "head_teacher",
        "Head teacher or principal",
        Over.ORGANISATION,
        "Reads and signs the return of the school or college, and may submit it.",
        frozenset(
            _EVERYBODY
            | {
                P.RETURN_VIEW,
                P.RETURN_SUBMIT,
                P.RETURN_SHARE,
                P.RETURN_SIGN,
                P.ACTION_CHANGE,
                P.CHALLENGE_MAKE,
                P.QUERY_REPLY,
            }
        ),
    ),
    Role(
        "chair_of_governors",
        "Chair of governors",
        Over.ORGANISATION,
        "Reads and signs the return of the school or college.",
        frozenset(_EVERYBODY | {P.RETURN_VIEW, P.RETURN_SIGN}),
    ),
    Role(
        "agency_lead",
        "Agency lead",
        Over.ORGANISATION,
        "Completes, signs and submits the agency's return.",
        frozenset(_FILLS_IN | {P.RETURN_SIGN}),
    ),
    Role(
        "agency_executive",
        "Agency executive",
        Over.ORGANISATION,
        "Reads and signs the agency's return.",
        frozenset(_EVERYBODY | {P.RETURN_VIEW, P.RETURN_SIGN}),
    ),
    Role(
        "auditor",
        "Auditor",
        Over.ORGANISATION,
        "Audits case files on behalf of an organisation, by case code.",
        frozenset(_FILLS_IN),
    ),
    Role(
        "contributor",
        "Contributor",
        Over.RETURN,
        "Helps with a return, or with some sections of it, and sees nothing else of it.",
        frozenset(_EVERYBODY | {P.RETURN_CONTRIBUTE, P.RETURN_FILL}),
    ),
    Role(
        "practitioner",
        "Practitioner",
        Over.PARTNERSHIP,
        "Reads published reports.",
        frozenset(_EVERYBODY),
    ),
]

ROLES: dict[str, Role] = {role.key: role for role in _ROLES}
