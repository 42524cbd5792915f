"""The blueprint of the pages of returns."""

from flask import Blueprint

from formsapp.returns.posted import check_body

pages = Blueprint("returns", "formsapp.returns", template_folder="templates")
pages.url_value_preprocessor(check_body)
