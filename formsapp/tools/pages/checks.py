"""The rules of the checker: what each looks for, why it matters, and how to put it right."""

import re

from flask import abort, render_template

from formsapp.access.permissions import Permission
from formsapp.access.requires import requires
from formsapp.tools.pages.blueprint import pages
from tool_definitions.rules import FAMILIES, RULES


@pages.get("/tools/checks")
@requires(Permission.TOOL_VIEW)
def list_checks() -> str:
    """Every rule, family by family."""
    mistakes = sum(not rule.is_warning for rule in RULES.values())
    return render_template("tools/list_checks.html", families=FAMILIES, mistakes=mistakes, advice=len(RULES) - mistakes)


@pages.get("/tools/checks/<code>")
@requires(Permission.TOOL_VIEW)
def explain_check(code: str) -> str:
    """One rule."""
    if code not in RULES:
        abort(404)
    family = next(family for family in FAMILIES if code in family.rules)
    return render_template("tools/explain_check.html", code=code, rule=RULES[code], family=family)


@pages.app_template_filter("family_anchor")
def _family_anchor(title: str) -> str:
    """What the heading of a family is linked to by."""
    return re.sub(r"[^a-z]+", "-", title.lower()).strip("-")
