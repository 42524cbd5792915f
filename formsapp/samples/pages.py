"""The pages of the deep-dive sample."""

from flask import Blueprint

pages = Blueprint("samples", __name__, template_folder="templates")
