"""What a person may do. Names are `subject:action`, in order of the alphabet."""

from enum import StrEnum


class Permission(StrEnum):
    """Every permission of the application."""

    ACTION_CHANGE = "action:change"
    AUDIT_CHANGE = "audit:change"
    AUDIT_OPEN = "audit:open"
    AUDIT_TRACK = "audit:track"
    AUDIT_VIEW = "audit:view"
    CALIBRATION_CHANGE = "calibration:change"
    CASE_CHANGE = "case:change"
    CHALLENGE_DECIDE = "challenge:decide"
    CHALLENGE_MAKE = "challenge:make"
    CHALLENGE_REOPEN = "challenge:reopen"
    DRIFT_VIEW = "drift:view"
    FINDINGS_EDIT = "findings:edit"
    FINDINGS_VIEW = "findings:view"
    GLASS_BREAK = "glass:break"
    HOME_VIEW = "home:view"
    LETTER_EDIT = "letter:edit"
    LETTER_RELEASE = "letter:release"
    MODERATORS_ALLOCATE = "moderators:allocate"
    PANEL_RUN = "panel:run"
    PEOPLE_CHANGE = "people:change"
    PEOPLE_VIEW = "people:view"
    QUERY_REPLY = "query:reply"
    RATING_MODERATE = "rating:moderate"
    RATING_SETTLE = "rating:settle"
    REASONS_CHANGE = "reasons:change"
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
    SAMPLE_DRAW = "sample:draw"
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
    Permission.CALIBRATION_CHANGE: "Write the worked examples that moderators rate before they start",
    Permission.CASE_CHANGE: "Add the cases of a case-file audit",
    Permission.CHALLENGE_DECIDE: "Decide a challenge that was handed to them",
    Permission.CHALLENGE_MAKE: "Acknowledge feedback and challenge a moderated rating",
    Permission.CHALLENGE_REOPEN: "Re-open a challenged rating and say who decides it",
    Permission.DRIFT_VIEW: "See how far each moderator's ratings lie from the self ratings",
    Permission.FINDINGS_EDIT: "Word the findings of an audit",
    Permission.FINDINGS_VIEW: "Read the findings while they are being worded",
    Permission.GLASS_BREAK: "Open a return in spite of an interest, with a reason that the chair is told",
    Permission.HOME_VIEW: "See what needs them today",
    Permission.LETTER_EDIT: "Word the feedback letters of an audit",
    Permission.LETTER_RELEASE: "Release feedback to settings",
    Permission.MODERATORS_ALLOCATE: "Ask moderators to moderate returns",
    Permission.PANEL_RUN: "Hold the moderation panel",
    Permission.PEOPLE_CHANGE: "Invite people, give and take back roles",
    Permission.PEOPLE_VIEW: "See who has which role",
    Permission.QUERY_REPLY: "Reply to a moderator's query",
    Permission.RATING_MODERATE: "Moderate ratings",
    Permission.RATING_SETTLE: "Settle a moderated rating",
    Permission.REASONS_CHANGE: "Keep the reasons that moderators can start from",
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
    Permission.SAMPLE_DRAW: "Draw the deep-dive sample",
    Permission.TOOL_CHANGE: "Add a version of an audit tool",
    Permission.TOOL_RATIFY: "Record that a tool version was ratified",
    Permission.TOOL_VIEW: "See audit tools",
    Permission.TRAIL_VIEW: "Read the audit trail",
}
