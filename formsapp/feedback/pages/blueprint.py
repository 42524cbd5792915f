"""The blueprint that every page of feedback is registered on."""

from flask import Blueprint

pages = Blueprint("feedback", "formsapp.feedback", template_folder="templates")
