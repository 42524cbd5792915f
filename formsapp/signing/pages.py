"""Signatures under a return: the pages."""

from flask import Blueprint

pages = Blueprint("signing", "formsapp.signing", template_folder="templates")
