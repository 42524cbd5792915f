"""The blueprint that every page of samples is registered on."""

from flask import Blueprint

pages = Blueprint("samples", "formsapp.samples", template_folder="templates")
