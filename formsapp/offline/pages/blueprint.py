"""The blueprint of the pages of working offline."""

from flask import Blueprint

pages = Blueprint("offline", "formsapp.offline", template_folder="templates")
