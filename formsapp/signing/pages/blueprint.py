"""The blueprint of signatures."""

from flask import Blueprint

pages = Blueprint("signing", "formsapp.signing", template_folder="templates")
