"""What a return says back: the pages."""

from flask import Blueprint

pages = Blueprint("profiles", "formsapp.profiles", template_folder="templates")
