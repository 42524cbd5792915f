"""The blueprint of the pages of evidence."""

from flask import Blueprint

from formsapp.evidence.uploads import take_post

pages = Blueprint("evidence", "formsapp.evidence", template_folder="templates")
pages.url_value_preprocessor(take_post)
