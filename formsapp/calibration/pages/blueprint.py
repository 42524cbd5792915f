"""The blueprint that every page of worked examples is registered on."""

from flask import Blueprint

pages = Blueprint("calibration", "formsapp.calibration", template_folder="templates")
