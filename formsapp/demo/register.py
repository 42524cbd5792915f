"""The register of the borough: schools and colleges imported as an officer would, agencies added by hand."""

import hashlib
from io import BytesIO

from sqlalchemy import select

from formsapp.access.actor import SYSTEM
from formsapp.demo.agencies import AGENCIES
from formsapp.demo.making import Making
from formsapp.demo.places import BOROUGH, LOCAL_AUTHORITY_CODE
from formsapp.demo.settings_register import register_csv
from formsapp.organisations.commands import add_organisation, apply_register, preview_register
from formsapp.organisations.models import Organisation
from formsapp.organisations.register_file import read_register


def import_last_years_register(making: Making) -> None:
    """The first import, before anybody was invited."""
    with making.on(430):
        _import(making, last_year=True)
    making.settings = _settings(making)


def import_this_years_register(making: Making) -> None:
    """This year's import: two schools have closed since, and one is proposed to close."""
    with making.on(95, 9, 20):
        _import(making, last_year=False)


def add_agencies(making: Making) -> None:
    """The agencies, which no register lists."""
    with making.on(429, 11):
        for agency in AGENCIES:
            making.agencies[agency.name] = add_organisation(
                making.session,
                name=agency.name,
                type="agency",
                sector=agency.sector,
                duty=agency.duty,
                local_authority=BOROUGH,
                town=BOROUGH,
                by=SYSTEM,
            )


def _import(making: Making, *, last_year: bool) -> None:
    content = register_csv(making.seed, today=making.today, last_year=last_year)
    kept = preview_register(
        making.session,
        file=read_register(BytesIO(content), local_authorities=(LOCAL_AUTHORITY_CODE,)),
        file_name=f"edubasealldata{making.day(431 if last_year else 96):%Y%m%d}.csv",
        fingerprint=hashlib.sha256(content).hexdigest(),
        by=making.officer if making.people else SYSTEM,
    )
    apply_register(making.session, preview=kept, by=making.officer if making.people else SYSTEM)


def _settings(making: Making) -> list[Organisation]:
    schools = select(Organisation).where(Organisation.urn.is_not(None)).order_by(Organisation.urn)
    return list(making.session.scalars(schools))
