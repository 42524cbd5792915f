"""Colleagues asked to help with a return: the pages."""

from flask import Blueprint

pages = Blueprint("contributors", "formsapp.contributors", template_folder="templates")
