"""The pages of calibration."""

from flask import Blueprint

pages = Blueprint("calibration", __name__, template_folder="templates")
