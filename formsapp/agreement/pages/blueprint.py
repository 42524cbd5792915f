"""The blueprint that every page of effect and agreement is registered on."""

from flask import Blueprint

from formsapp.agreement.wording import between, figure, interval, signed

pages = Blueprint("agreement", "formsapp.agreement", template_folder="templates")
for shown_as in (between, figure, interval, signed):
    pages.add_app_template_filter(shown_as)
