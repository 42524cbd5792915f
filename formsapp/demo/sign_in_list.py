"""The list on the sign-in page of a demonstration: empty until the borough is there."""

from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from formsapp.access.models import Person
from formsapp.demo.personas import PERSONAS, who_to_sign_in_as
from formsapp.sign_in.demo_people import EXTENSION, DemoPeople


def show_whom_to_sign_in_as(app: Flask) -> None:
    """Leave the list where the sign-in page looks for it."""
    app.extensions[EXTENSION] = _people_who_are_there


def _people_who_are_there(session: Session) -> DemoPeople | None:
    first = select(Person.id).where(Person.email == PERSONAS[0].email)
    return None if session.scalar(first) is None else who_to_sign_in_as()
