"""The blueprint of the pages of copies."""

from flask import Blueprint

pages = Blueprint("copies", "formsapp.copies", template_folder="templates")
