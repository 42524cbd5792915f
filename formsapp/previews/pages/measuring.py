"""How long a tool is for each kind of organisation, and how that is estimated."""

from flask import render_template

from formsapp.access.permissions import Permission
from formsapp.access.requires import requires
from formsapp.previews.pages.blueprint import pages
from formsapp.previews.previewed import Previewed, previewed_draft, previewed_version
from formsapp.previews.seen_as import audience_words
from tool_definitions import length as lengths


@pages.get("/tools/<int:tool_version_id>/length")
@requires(Permission.TOOL_VIEW, load=previewed_version)
def length_version(previewed: Previewed) -> str:
    """How long a version is."""
    return _length(previewed)


@pages.get("/tools/drafts/<int:tool_draft_id>/length")
@requires(Permission.TOOL_CHANGE, load=previewed_draft)
def length_draft(previewed: Previewed) -> str:
    """How long a draft is."""
    return _length(previewed)


def _length(previewed: Previewed) -> str:
    if previewed.asked is None:
        return render_template("previews/not_yet.html", previewed=previewed)
    tool = previewed.asked.tool
    lines = [(audience_words(one), lengths.length(tool, one)) for one in lengths.audiences(tool)]
    return render_template("previews/length.html", previewed=previewed, lines=lines, by=lengths)
