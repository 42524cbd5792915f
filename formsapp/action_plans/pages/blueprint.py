"""The blueprint of the pages of action plans."""

from flask import Blueprint

from formsapp.returns.posted import check_body

pages = Blueprint("action_plans", "formsapp.action_plans", template_folder="templates")
pages.url_value_preprocessor(check_body)
