"""Private notes to colleagues: the pages."""

from flask import Blueprint

pages = Blueprint("notes", "formsapp.notes", template_folder="templates")
