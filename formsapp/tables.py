"""Every table of the application, so that migrations and tests see them all."""

from formsapp.access import models as access
from formsapp.action_plans import models as action_plans
from formsapp.audit_trail import models as audit_trail
from formsapp.audits import models as audits
from formsapp.calibration import models as calibration
from formsapp.cases import models as cases
from formsapp.contributors import models as contributors
from formsapp.database import Model
from formsapp.evidence import models as evidence
from formsapp.feedback import models as feedback
from formsapp.findings import models as findings
from formsapp.legal_register import models as legal_register
from formsapp.moderation import models as moderation
from formsapp.notes import models as notes
from formsapp.offline import models as offline
from formsapp.organisations import models as organisations
from formsapp.people import models as people
from formsapp.reports import models as reports
from formsapp.returns import models as returns
from formsapp.samples import models as samples
from formsapp.sign_in import models as sign_in
from formsapp.signing import models as signing
from formsapp.tool_drafts import models as tool_drafts
from formsapp.tools import models as tools

FEATURES_WITH_TABLES = (
    access,
    action_plans,
    audit_trail,
    audits,
    calibration,
    cases,
    contributors,
    evidence,
    feedback,
    findings,
    legal_register,
    moderation,
    notes,
    offline,
    organisations,
    people,
    reports,
    returns,
    samples,
    sign_in,
    signing,
    tool_drafts,
    tools,
)
METADATA = Model.metadata
