"""What a person may do. Names are `subject:action`, in order of the alphabet."""

from enum import StrEnum


class Permission(StrEnum):
    """Every permission of the application."""

    ACTION_CHANGE = "action:change"
    AUDIT_CHANGE = "audit:change"
    AUDIT_OPEN = "audit:open"
    AUDIT_TRACK = "audit:track"
    AUDIT_VIEW = "audit:view"
    CASE_CHANGE = "case:change"
    FINDINGS_EDIT = "findings:edit"
    FINDINGS_VIEW = "findings:view"
    HOME_VIEW = "home:view"
    MODERATORS_ALLOCATE = "moderators:allocate"
    PEOPLE_CHANGE = "people:change"
    PEOPLE_VIEW = "people:view"
    RATING_MODERATE = "rating:moderate"
    RATING_SETTLE = "rating:settle"
    REGISTER_CHANGE = "register:change"
    REGISTER_VIEW = "register:view"
    REPORT_PUBLISH = "report:publish"
    REPORT_VIEW = "report:view"
    RESULTS_VIEW = "results:view"
    RETURN_CONTRIBUTE = "return:contribute"
    RETURN_FILL = "return:fill"
    RETURN_REVIEW = "return:review"
    RETURN_SEND_BACK = "return:send-back"
    RETURN_SHARE = "return:share"
    RETURN_SIGN = "return:sign"
    RETURN_SUBMIT = "return:submit"
    RETURN_VIEW = "return:view"
    TOOL_CHANGE = "tool:change"
    TOOL_RATIFY = "tool:ratify"
    TOOL_VIEW = "tool:view"
    TRAIL_VIEW = "trail:view"

    @property
    def words(self) -> str:
        """The permission as a sentence on the help page of roles."""
        return _WORDS[self]


_WORDS = {
    Permission.ACTION_CHANGE: "Keep the action plan of their organisation",
    Permission.AUDIT_CHANGE: "Change an audit: its dates, scope, moderators and chair",
    Permission.AUDIT_OPEN: "Set up and open an audit",
    Permission.AUDIT_TRACK: "Follow who has started and submitted",
    Permission.AUDIT_VIEW: "See an audit, its tool and its terms",
    Permission.CASE_CHANGE: "Add the cases of a case-file audit",
    Permission.FINDINGS_EDIT: "Word the findings of an audit",
    Permission.FINDINGS_VIEW: "Read the findings while they are being worded",
    Permission.HOME_VIEW: "See what needs them today",
    Permission.MODERATORS_ALLOCATE: "Ask moderators to moderate returns",
    Permission.PEOPLE_CHANGE: "Invite people, give and take back roles",
    Permission.PEOPLE_VIEW: "See who has which role",
    Permission.RATING_MODERATE: "Moderate ratings",
    Permission.RATING_SETTLE: "Settle a moderated rating",
    Permission.REGISTER_CHANGE: "Import and change the register of organisations",
    Permission.REGISTER_VIEW: "See the register of organisations",
    Permission.REPORT_PUBLISH: "Publish the report of an audit",
    Permission.REPORT_VIEW: "Read published reports",
    Permission.RESULTS_VIEW: "See the results of an audit",
    Permission.RETURN_CONTRIBUTE: "Open the sections of a return that they were asked to help with",
    Permission.RETURN_FILL: "Answer the questions of a return",
    Permission.RETURN_REVIEW: "Read the submitted returns of an audit",
    Permission.RETURN_SEND_BACK: "Send a return back with a reason",
    Permission.RETURN_SHARE: "Ask colleagues to help with a return, and others to sign it",
    Permission.RETURN_SIGN: "Sign a return",
    Permission.RETURN_SUBMIT: "Submit a return",
    Permission.RETURN_VIEW: "Read their own organisation's returns",
    Permission.TOOL_CHANGE: "Add a version of an audit tool",
    Permission.TOOL_RATIFY: "Record that a tool version was ratified",
    Permission.TOOL_VIEW: "See audit tools",
    Permission.TRAIL_VIEW: "Read the audit trail",
}
