"""The pages of previews."""

from flask import Blueprint

from formsapp.previews.wording import duration
from formsapp.returns.posted import check_body

pages = Blueprint("previews", __name__, template_folder="../templates")
pages.url_value_preprocessor(check_body)
pages.add_app_template_filter(duration)
