"""Copies of a return to keep: the pages."""

from flask import Blueprint

pages = Blueprint("copies", "formsapp.copies", template_folder="templates")
