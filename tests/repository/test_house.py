"""The rules of the house that no other tool holds."""

import re
import subprocess
from pathlib import Path

import pytest
from flask import Flask

ROOT = Path(__file__).parents[2]
PACKAGES = [ROOT / name for name in ("formsapp", "scoring", "tool_definitions")]
DUMPING_GROUNDS = {"utils", "util", "helpers", "helper", "common", "misc", "manager", "managers", "base", "core"}
LONGEST_FILE = 420


def _modules() -> list[Path]:
    return [path for package in PACKAGES for path in package.rglob("*.py") if "versions" not in path.parts]


def _tracked() -> list[Path]:
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return [ROOT / name for name in listed.splitlines() if (ROOT / name).is_file()]


def test_no_module_has_the_name_of_a_dumping_ground() -> None:
    assert [path for path in _modules() if path.stem in DUMPING_GROUNDS] == []


def test_files_stay_short_enough_to_read() -> None:
    long = {str(path.relative_to(ROOT)): len(path.read_text().splitlines()) for path in _modules()}
    assert {name: lines for name, lines in long.items() if lines > LONGEST_FILE} == {}


def test_templates_compile_and_each_page_has_a_title(app: Flask) -> None:
    names = app.jinja_env.list_templates(filter_func=lambda name: name.endswith(".html"))
    assert len(names) > 40
    for name in names:
        source, _, _ = app.jinja_env.loader.get_source(app.jinja_env, name)
        app.jinja_env.compile(source, name)
        if '{% extends "layout.html" %}' in source:
            assert "{% block title %}" in source, f"{name} has no title"


def test_templates_hold_no_style_script_or_handler_of_their_own() -> None:
    for path in (ROOT / "formsapp").rglob("templates/**/*.html"):
        text = path.read_text()
        assert not re.search(r"<script(?![^>]*\ssrc=)|<style|\sstyle=|\son[a-z]+=", text), path


def test_nothing_typed_is_ever_marked_safe() -> None:
    """`| safe` appears nowhere; Markup only where the text is our own or was cleaned, on a line that says so."""
    for path in (ROOT / "formsapp").rglob("*.html"):
        assert not re.search(r"\|\s*safe\b", path.read_text()), path


def test_locks_name_no_registry() -> None:
    for path in ROOT.glob("requirements*.lock"):
        text = path.read_text()
        assert "--hash=sha256:" in text
        assert not re.search(r"https?://|--index-url|--find-links", text), path


def test_the_documents_link_to_files_that_exist() -> None:
    for path in [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *(ROOT / "docs").rglob("*.md")]:
        for target in re.findall(r"\]\(([^)#\s]+)", path.read_text()):
            if "://" not in target:
                assert (path.parent / target).exists(), f"{path.relative_to(ROOT)} links to {target}"


def test_the_readme_names_commands_that_exist() -> None:
    makefile = (ROOT / "Makefile").read_text()
    for command in re.findall(r"make ([a-z-]+)", (ROOT / "README.md").read_text()):
        assert re.search(rf"^{command}:", makefile, re.MULTILINE), command


@pytest.mark.parametrize("words", [r"\b(TODO|FIXME|XXX|NotImplementedError)\b"])
def test_nothing_is_left_unfinished(words: str) -> None:
    for path in _modules():
        assert not re.search(words, path.read_text()), path


def test_no_third_party_asset_is_committed() -> None:
    assert [path for path in _tracked() if "govuk" in path.parts] == []
