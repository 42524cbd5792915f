"""Filling in a return in a workbook: the pages."""

from flask import Blueprint

pages = Blueprint("offline", "formsapp.offline", template_folder="templates")
