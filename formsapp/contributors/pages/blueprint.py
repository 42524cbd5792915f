"""The blueprint of the pages of contributors."""

from flask import Blueprint

pages = Blueprint("contributors", "formsapp.contributors", template_folder="templates")
