import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from ruamel.yaml import YAML

from formsapp.cli import main
from tests.tool_definitions.changes.versions import document


@pytest.fixture
def versions(tmp_path: Path) -> tuple[str, str]:
    later = document(version="2026")
    later["sections"][0]["questions"][1] |= {"title": "The lead has time and *authority*", "weight": 2}
    later["sections"][1]["questions"].pop()
    paths = tmp_path / "before.yaml", tmp_path / "after.yaml"
    for path, data in zip(paths, (document(), later), strict=True):
        YAML(typ="safe").dump(data, path)
    return str(paths[0]), str(paths[1])


def run(*arguments: str):
    return CliRunner().invoke(main, ["tools", "changes", *arguments])


def test_in_words(versions):
    said = run(*versions)
    assert said.exit_code == 0
    assert said.output == (
        "Version 2026 against version 2025: removed 1, reworded 1, weight or limit 1.\n"
        "\n1. Leading\n"
        "  1.2 The lead has time and *authority* [lead]\n"
        "    - Question reworded.\n"
        "      The lead has time [-for the role-] {+and *authority*+}\n"
        "    - The weight went from 1 to 2.\n"
        "\n2. Learning\n"
        "  2.2 (before) How many were trained? [trained]\n"
        "    - No longer asked.\n"
    )


def test_as_markdown_in_which_nothing_typed_is_markdown(versions):
    said = run(*versions, "--format", "markdown").output
    assert said.startswith("# What changed: version 2026 against version 2025\n\nRemoved 1, reworded 1")
    assert "  > The lead has time ~~for the role~~ **and \\*authority\\***\n" in said


def test_as_json(versions):
    said = json.loads(run(*versions, "--format", "json").output)
    assert said["counts"] == {"dropped": 1, "reworded": 1, "weight": 1}
    lead = said["sections"][0]["questions"][0]
    assert (lead["key"], lead["relation"], lead["comparable"]) == ("lead", "same", True)
    assert lead["changes"][0]["words"][1] == ["removed", " for the role"]


def test_nothing_changed(versions):
    assert run(versions[0], versions[0]).output == "Version 2025 against version 2025: nothing changed.\n"


def test_a_file_with_errors_is_refused_with_every_error(versions, tmp_path):
    broken = tmp_path / "broken.yaml"
    broken.write_text("key: a\ntitel: b\n")
    said = run(versions[0], str(broken))
    assert said.exit_code == 1
    assert "cannot be compared; it has errors" in said.output
    assert "unknown-field" in said.output
