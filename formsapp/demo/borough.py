"""The borough from nothing: stage after stage, only through commands, and whole or not at all."""

from collections.abc import Callable, Sequence
from datetime import date

from formsapp.database import Database
from formsapp.demo import (
    acting,
    audit_tools,
    case_files,
    last_year,
    last_years_deep_dive,
    law,
    next_years_tool,
    people,
    register,
    section_11,
    showing_evidence,
    this_year,
    together,
)
from formsapp.demo.calendar import Calendar
from formsapp.demo.making import Making
from formsapp.demo.personas import SEED

ALL_SETTINGS = 1000

Stage = Callable[[Making], None]


def this_season(making: Making) -> None:
    """Three audits at once: what happens in them happens in the order of time."""
    calendar = Calendar()
    this_year.plan_this_year(making, calendar)
    section_11.plan_section_11(making, calendar)
    case_files.plan_case_files(making, calendar)
    next_years_tool.plan_next_years_tool(making, calendar)
    showing_evidence.plan_this_years_evidence(making, calendar)
    together.plan_working_together(making, calendar)
    acting.plan_actions(making, calendar)
    calendar.live_through()


STAGES: tuple[tuple[str, Stage], ...] = (
    ("register", register.import_last_years_register),
    ("agencies", register.add_agencies),
    ("people", people.add_personas),
    ("leads", people.add_leads),
    ("law and guidance", law.fill_law),
    ("last year's tool", audit_tools.add_last_years_tool),
    ("last year's returns", last_year.fill_in_last_year),
    ("last year's moderation", last_years_deep_dive.moderate_last_year),
    ("last year's report", last_year.publish_last_year),
    ("last year's actions", acting.act_on_last_years_plan),
    ("this year's tools", audit_tools.add_this_years_tools),
    ("this year's register", register.import_this_years_register),
    ("this season's audits", this_season),
)


def make_borough(
    database: Database,
    *,
    today: date,
    seed: int = SEED,
    most_settings: int = ALL_SETTINGS,
    stages: Sequence[tuple[str, Stage]] = STAGES,
    say: Callable[[str], None] = lambda _: None,
) -> Making:
    """Make the borough in an empty, migrated database.

    `most_settings` asks fewer of them for returns; with fewer `stages` it stops early.
    """
    with database.transaction() as session:
        making = Making(session=session, seed=seed, today=today, most_settings=most_settings)
        for name, stage in stages:
            stage(making)
            say(name)
    return making
