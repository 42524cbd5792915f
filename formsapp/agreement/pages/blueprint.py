"""The blueprint that every page of effect and agreement is registered on."""

from flask import Blueprint

from formsapp.agreement.wording import between, figure, interval, signed
from scoring.shown import careful_percent

pages = Blueprint("agreement", "formsapp.agreement", template_folder="templates")
for shown_as in (between, careful_percent, figure, interval, signed):
    pages.add_app_template_filter(shown_as)
