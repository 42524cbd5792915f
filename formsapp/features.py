"""The features of the application, in order: its table of contents. Only this file imports their pages."""

from flask import Blueprint, Flask

from formsapp.action_plans.additions import ADDITION as ACTION_PLANS_IN_RETURNS
from formsapp.action_plans.pages import pages as action_plans
from formsapp.agreement.pages import pages as agreement
from formsapp.audit_trail.pages import pages as audit_trail
from formsapp.audit_trail.queries import SIGHTS
from formsapp.audits.pages import pages as audits
from formsapp.audits.trail_sight import events_in_sight
from formsapp.builder.pages import pages as builder
from formsapp.calibration.pages import pages as calibration
from formsapp.cases.pages import pages as cases
from formsapp.contributors.additions import ADDITION as CONTRIBUTORS_IN_RETURNS
from formsapp.contributors.pages import pages as contributors
from formsapp.copies.pages import pages as copies
from formsapp.evidence.additions import ADDITION as EVIDENCE_IN_RETURNS
from formsapp.evidence.pages import pages as evidence
from formsapp.feedback.additions import ADDITION as FEEDBACK_IN_RETURNS
from formsapp.feedback.pages import pages as feedback
from formsapp.feedback.steps import challenges_status, letters_status
from formsapp.findings.pages import pages as findings
from formsapp.home.pages import pages as home
from formsapp.library.pages import pages as library
from formsapp.moderation.additions import ADDITION as QUERIES_IN_RETURNS
from formsapp.moderation.pages import pages as moderation
from formsapp.moderation.stepping_out import step_out
from formsapp.moderation.steps import STATUSES, examples_status, panel_status
from formsapp.notes.additions import ADDITION as NOTES_IN_RETURNS
from formsapp.notes.pages import pages as notes
from formsapp.offline.pages import pages as offline
from formsapp.organisations.pages import pages as organisations
from formsapp.people.commands import STEPS_OUT
from formsapp.people.pages import pages as people
from formsapp.previews.pages import pages as previews
from formsapp.profiles.benchmark import PUBLISHED
from formsapp.profiles.pages import pages as profiles
from formsapp.references.pages import pages as references
from formsapp.reports.benchmark import published_scores
from formsapp.reports.pages import pages as reports
from formsapp.results.additions import MODERATED_LAST_YEAR
from formsapp.results.pages import pages as results
from formsapp.returns.additions import ADDITIONS
from formsapp.returns.beside_last_year import LAST_YEAR
from formsapp.returns.kept_shown import ADDITION as KEPT_WORDS
from formsapp.returns.pages import pages as returns
from formsapp.samples.additions import ADDITION as SAMPLES_IN_RETURNS
from formsapp.samples.pages import pages as samples
from formsapp.sign_in.pages import pages as sign_in
from formsapp.signing.additions import ADDITION as SIGNING_IN_RETURNS
from formsapp.signing.pages import pages as signing
from formsapp.tool_drafts.pages import pages as tool_drafts
from formsapp.tools.pages import pages as tools
from formsapp.ui.pages import pages as ui

FEATURES: list[Blueprint] = [
    ui,
    sign_in,
    home,
    people,
    organisations,
    tools,
    tool_drafts,
    references,
    builder,
    library,
    audits,
    cases,
    returns,
    contributors,
    notes,
    evidence,
    action_plans,
    samples,
    calibration,
    moderation,
    results,
    agreement,
    previews,
    profiles,
    copies,
    offline,
    signing,
    feedback,
    findings,
    reports,
    audit_trail,
]


#: What features show in returns, beside those of returns itself: in the order in which they are shown.
ADDITIONS.extend(
    [
        LAST_YEAR,
        KEPT_WORDS,
        MODERATED_LAST_YEAR,
        EVIDENCE_IN_RETURNS,
        ACTION_PLANS_IN_RETURNS,
        CONTRIBUTORS_IN_RETURNS,
        NOTES_IN_RETURNS,
        QUERIES_IN_RETURNS,
        SIGNING_IN_RETURNS,
        FEEDBACK_IN_RETURNS,
        SAMPLES_IN_RETURNS,
    ]
)

#: What of the audit trail is kept from somebody who has an interest.
SIGHTS.append(events_in_sight)

#: How far the steps of moderation are.
STATUSES.update(
    {
        "calibration.list_examples": examples_status,
        "moderation.list_panels": panel_status,
        "feedback.list_letters": letters_status,
        "feedback.list_challenges": challenges_status,
    }
)

#: What happens to somebody who comes to have an interest.
STEPS_OUT.append(step_out)

#: What a return is set beside in its profile, once the report of its audit is published.
PUBLISHED.append(published_scores)


def add_features(app: Flask) -> None:
    """Give the application every feature's pages."""
    for feature in FEATURES:
        app.register_blueprint(feature)
