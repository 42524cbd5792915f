"""The blueprint that every page of the builder belongs to."""

from flask import Blueprint

pages = Blueprint("builder", __name__, template_folder="../templates")
