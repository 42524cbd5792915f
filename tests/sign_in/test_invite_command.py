"""The command that invites the first administrator."""

from click.testing import CliRunner
from flask.cli import ScriptInfo
from sqlalchemy import select

from formsapp.access.models import Person, RoleGiven
from formsapp.people.invite_command import invite


def run(app, *arguments):
    return CliRunner().invoke(invite, arguments, obj=ScriptInfo(create_app=lambda: app))


def test_the_first_administrator_is_invited_with_a_link(app, db) -> None:
    result = run(app, "Ada@Wexbridge.example", "--name", "Ada Quill", "--role", "administrator")
    assert result.exit_code == 0, result.output
    assert result.output.startswith("http://localhost/invitation/")
    person = db.scalars(select(Person)).one()
    assert (person.name, person.email) == ("Ada Quill", "ada@wexbridge.example")
    assert db.scalars(select(RoleGiven.role)).all() == ["administrator"]


def test_inviting_again_adds_nobody(app, db) -> None:
    run(app, "ada@wexbridge.example", "--name", "Ada Quill", "--role", "administrator")
    result = run(app, "ada@wexbridge.example")
    assert result.exit_code == 0, result.output
    assert len(db.scalars(select(Person)).all()) == 1


def test_somebody_new_needs_a_name_and_an_organisation_role_is_not_for_here(app, db) -> None:
    assert run(app, "ada@wexbridge.example").exit_code == 1
    assert run(app, "ada@wexbridge.example", "--name", "Ada", "--role", "head_teacher").exit_code == 2
    assert db.scalars(select(Person)).all() == []
