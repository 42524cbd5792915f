"""The blueprint that every page of moderation is registered on."""

from flask import Blueprint

pages = Blueprint("moderation", "formsapp.moderation", template_folder="templates")
