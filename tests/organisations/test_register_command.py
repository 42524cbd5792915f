"""The command that imports the register, with its exit codes."""

from click.testing import CliRunner
from flask.cli import ScriptInfo
from sqlalchemy import select
from sqlalchemy.exc import OperationalError

from formsapp.organisations.models import Organisation, RegisterImport
from formsapp.organisations.register_command import register
from tests.organisations.register_files import register_csv, school_row


def run(app, path, *arguments, db=None):
    if db is not None:
        db.rollback()  # on SQLite only one transaction writes
    return CliRunner().invoke(register, ["import", str(path), *arguments], obj=ScriptInfo(create_app=lambda: app))


def file_of(tmp_path, rows):
    path = tmp_path / "register.csv"
    path.write_bytes(register_csv(rows))
    return path


def test_a_file_is_imported_and_a_second_time_there_are_no_changes(app, db, tmp_path) -> None:
    path = file_of(tmp_path, [school_row(), school_row(URN="110001", EstablishmentName="Fierté School")])
    result = run(app, path)
    assert result.exit_code == 0, result.output
    assert "Windows-1252" in result.output
    assert sorted(db.scalars(select(Organisation.name))) == ["Alder Primary School", "Fierté School"]
    assert "0 changes" in run(app, path, db=db).output


def test_a_dry_run_changes_nothing(app, db, tmp_path) -> None:
    result = run(app, file_of(tmp_path, [school_row()]), "--dry-run")
    assert result.exit_code == 0
    assert "1 added" in result.output
    assert db.scalars(select(Organisation)).all() == []
    assert db.scalars(select(RegisterImport)).all() == []


def test_a_bad_row_is_named_with_row_and_column_and_nothing_is_imported(app, db, tmp_path) -> None:
    path = file_of(tmp_path, [school_row(), school_row(URN="1e5")])
    result = run(app, path)
    assert result.exit_code == 1
    assert f"{path}:3: URN should be a number of 5 to 7 digits, not “1e5”" in result.output
    assert db.scalars(select(Organisation)).all() == []


def test_many_closures_exit_3_until_their_number_is_given(app, db, tmp_path) -> None:
    run(app, file_of(tmp_path, [school_row(), school_row(URN="110001")]))
    closing = file_of(tmp_path, [school_row(), school_row(URN="110001", **{"EstablishmentStatus (name)": "Closed"})])
    result = run(app, closing)
    assert result.exit_code == 3
    assert "--confirm-closures 1" in result.output
    assert set(db.scalars(select(Organisation.status))) == {"open"}
    assert run(app, closing, "--confirm-closures", "1", db=db).exit_code == 0


def test_a_local_authority_is_chosen_by_its_code(app, db, tmp_path) -> None:
    path = file_of(tmp_path, [school_row(), school_row(URN="110001", **{"LA (code)": "353"})])
    assert run(app, path, "--local-authority", "353").exit_code == 0
    assert db.scalars(select(Organisation.urn)).all() == ["110001"]
    assert run(app, path, "--local-authority", "Oldham", db=db).exit_code == 2


def test_while_something_else_writes_the_import_says_that_it_is_busy(app, tmp_path, monkeypatch) -> None:
    def locked(_session):
        raise OperationalError("BEGIN IMMEDIATE", {}, Exception("database is locked"))

    monkeypatch.setattr("formsapp.organisations.register_command.one_import_at_a_time", locked)
    result = run(app, file_of(tmp_path, [school_row()]))
    assert result.exit_code == 4
    assert "Try again" in result.output
