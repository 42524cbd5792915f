"""Every table of the application, so that migrations and tests see them all."""

from formsapp.access import models as access
from formsapp.audit_trail import models as audit_trail
from formsapp.audits import models as audits
from formsapp.cases import models as cases
from formsapp.database import Model
from formsapp.findings import models as findings
from formsapp.legal_register import models as legal_register
from formsapp.moderation import models as moderation
from formsapp.organisations import models as organisations
from formsapp.people import models as people
from formsapp.reports import models as reports
from formsapp.returns import models as returns
from formsapp.sign_in import models as sign_in
from formsapp.tool_drafts import models as tool_drafts
from formsapp.tools import models as tools

FEATURES_WITH_TABLES = (
    access,
    audit_trail,
    audits,
    cases,
    findings,
    legal_register,
    moderation,
    organisations,
    people,
    reports,
    returns,
    sign_in,
    tool_drafts,
    tools,
)
METADATA = Model.metadata
