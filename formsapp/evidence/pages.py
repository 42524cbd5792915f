"""The evidence of an organisation: the pages."""

from flask import Blueprint

pages = Blueprint("evidence", "formsapp.evidence", template_folder="templates")
