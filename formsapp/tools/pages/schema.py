"""The JSON Schema of the tool file."""

from flask import Response

from formsapp.access.permissions import Permission
from formsapp.access.requires import requires
from formsapp.tools.pages.blueprint import pages
from tool_definitions.schema import SCHEMA_FILE


@pages.get("/tools/tool.schema.json")
@requires(Permission.TOOL_VIEW)
def download_schema() -> Response:
    """For editors that complete and check while typing."""
    response = Response(SCHEMA_FILE.read_text(encoding="utf-8"), mimetype="application/schema+json")
    response.headers.set("Content-Disposition", "attachment", filename=SCHEMA_FILE.name)
    return response
