"""The pages of what moderation changed and how well moderators agree."""

from flask import Blueprint

pages = Blueprint("agreement", __name__, template_folder="templates")
