"""Questions made ready to be asked, and forms as a browser would send them."""

from typing import Any

import pytest
from flask import Flask
from werkzeug.datastructures import MultiDict

from formsapp.returns.asked_tool import AskedTool
from formsapp.returns.fields.asked import Asked
from formsapp.ui.templating import set_up_templates
from tests.builders import tool_document
from tests.conftest import settings_for_tests
from tests.returns.fields.browser import Browser
from tool_definitions.tool import Tool


@pytest.fixture
def ask():
    """A question as it is asked, from its data."""

    def made(**question: Any) -> Asked[Any]:
        data = {"key": "s.q", "title": "The question", **question}
        return AskedTool(Tool.model_validate(tool_document({"s": [data]}))).questions["s.q"]

    return made


@pytest.fixture(scope="session")
def templates():
    """An application that can render templates, and nothing else."""
    app = Flask("formsapp", template_folder="ui/templates")
    app.extensions["formsapp_settings"] = settings_for_tests("sqlite:///unused")
    from formsapp.returns.pages import pages

    app.register_blueprint(pages)
    set_up_templates(app)
    with app.test_request_context():
        yield app


@pytest.fixture
def browser(templates) -> Browser:
    return Browser()


@pytest.fixture
def read():
    """The answer that a form gives, on top of an earlier one."""

    def given(asked: Asked[Any], form: Any, before: Any = None):
        from formsapp.returns.fields.given import NOTHING

        return asked.read(MultiDict(form), before or NOTHING)

    return given
