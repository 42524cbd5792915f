"""`formsapp invite EMAIL`: invite the first administrator or officer, before anybody can sign in to do it."""

import click
from flask import current_app
from flask.cli import with_appcontext
from sqlalchemy import select
from sqlalchemy.orm import Session

from formsapp.access.actor import SYSTEM
from formsapp.access.models import Person
from formsapp.access.roles import ROLES, Over
from formsapp.database import database
from formsapp.people.commands import add_person, give_role
from formsapp.refusals import Refused
from formsapp.sign_in.commands import invite as make_invitation
from formsapp.sign_in.emails import invitation_link

_FOR_THE_PARTNERSHIP = [role.key for role in ROLES.values() if role.over is Over.PARTNERSHIP]


@click.command()
@click.argument("email")
@click.option("--name", default="", help="The person's name; needed where they are not known yet.")
@click.option("--role", type=click.Choice(_FOR_THE_PARTNERSHIP), help="A role over the partnership to give them.")
@with_appcontext
def invite(email: str, name: str, role: str | None) -> None:
    """Print a link with which the person chooses a password. Earlier links of theirs stop working."""
    try:
        with database().transaction() as session:
            person = _person(session, email.strip().lower(), name)
            if role is not None:
                give_role(session, person=person, role=role, by=SYSTEM)
            token = make_invitation(session, person=person, by=SYSTEM)
    except Refused as error:
        raise click.ClickException(error.sentence) from error
    click.echo(invitation_link(current_app.extensions["formsapp_settings"], token))


def _person(session: Session, email: str, name: str) -> Person:
    known = session.scalar(select(Person).where(Person.email == email))
    return known or add_person(session, name=name, email=email, by=SYSTEM)
