"""The action plan of an organisation: the pages."""

from flask import Blueprint

pages = Blueprint("action_plans", "formsapp.action_plans", template_folder="templates")
