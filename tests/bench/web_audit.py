"""An audit to measure with: one tool of ten sections of twenty ratings, and as many returns as asked for."""

import json
import secrets
from datetime import timedelta
from pathlib import Path

import numpy as np
from alembic import command
from sqlalchemy import insert
from sqlalchemy.orm import Session

from formsapp.access.models import Person, RoleGiven
from formsapp.audits.models import Audit, AuditMove, Return, ReturnEvent
from formsapp.clock import now, today
from formsapp.database import Database
from formsapp.migrations.alembic_config import config_for
from formsapp.organisations.models import Organisation
from formsapp.returns.models import Answer, Submission
from formsapp.sign_in.models import SignedIn
from formsapp.sign_in.sessions import hashed
from formsapp.tools.models import ToolVersion
from scoring.packed import pack
from tool_definitions.tool import Tool

SECTIONS, QUESTIONS = 10, 20
LEVELS = ("not_met", "partly_met", "met", "embedded")
WORDS = (
    "Every new member of staff, volunteer and supply teacher meets the designated lead in the first week, reads the "
    "policy and the first part of the guidance, and is asked a month later what they would do."
)


def bench_tool() -> Tool:
    """Two hundred ratings, every level described, each with a comment and evidence: sixty fields a section."""
    stances = ("concern", "concern", "adequate", "strength")
    levels = [
        {"value": value, "label": value.replace("_", " ").capitalize(), "score": place, "stance": stance}
        for place, (value, stance) in enumerate(zip(LEVELS, stances, strict=True))
    ]
    sections = [
        {
            "key": f"s{section}",
            "title": f"Section {section} of the bench",
            "guidance": WORDS,
            "questions": [_question(section, place) for place in range(QUESTIONS)],
        }
        for section in range(SECTIONS)
    ]
    return Tool.model_validate(
        {
            "key": "bench",
            "version": "1",
            "title": "A tool to measure with",
            "kind": "self_assessment",
            "rating_schemes": {"practice": {"key": "practice", "title": "Practice", "levels": levels}},
            "sections": sections,
        }
    )


def _question(section: int, place: int) -> dict[str, object]:
    return {
        "key": f"s{section}.q{place:02}",
        "type": "rating",
        "scheme": "practice",
        "not_applicable": "never",
        "title": f"Statement {place} of section {section}: staff know what to do and do it without being asked",
        "guidance": f"Look at what happened {place} weeks ago and ask two people about it.",
        "levels": dict.fromkeys(LEVELS, f"For statement {place}, this is what it looks like. {WORDS[:110]}"),
    }


def make_audit(path: Path, returns: int) -> str:
    """A database with this audit and one designated lead; the token of her session."""
    url = f"sqlite:///{path}"
    _migrate(url)
    database = Database(url)
    token = secrets.token_urlsafe(32)
    with database.transaction() as session:
        tool = bench_tool()
        version = _version(session, tool)
        audit = Audit(
            title="The bench audit",
            tool_version=version,
            opens_on=today(),
            closes_on=today() + timedelta(days=30),
            created_at=now(),
        )
        session.add(audit)
        session.flush()
        session.add(AuditMove(audit_id=audit.id, to_state="open", at=now()))
        _many(session, audit.id, returns, list(tool.questions))
        _people(session, token)
    database.engine.dispose()
    return token


def _migrate(url: str) -> None:
    engine = Database(url).engine
    with engine.connect() as connection:
        command.upgrade(config_for(connection), "head")
        connection.commit()
    engine.dispose()


def _version(session: Session, tool: Tool) -> ToolVersion:
    version = ToolVersion(
        key=tool.key,
        version=tool.version,
        title=tool.title,
        kind=tool.kind,
        source="",
        document=json.dumps(tool.as_document()),
        fingerprint=tool.fingerprint,
        proposed_at=now(),
        ratified_at=now(),
    )
    session.add(version)
    session.flush()
    return version


def _people(session: Session, token: str) -> None:
    lead = Person(name="Rowan Lead", email="lead@bench.example", job_title="", created_at=now())
    officer = Person(name="Olive Officer", email="officer@bench.example", job_title="", created_at=now())
    session.add_all([lead, officer])
    session.flush()
    session.add_all(
        [
            RoleGiven(person_id=lead.id, role="designated_safeguarding_lead", organisation_id=1, given_at=now()),
            RoleGiven(person_id=officer.id, role="partnership_officer", given_at=now()),
            SignedIn(token_hash=hashed(token), person_id=lead.id, started_at=now(), seen_at=now()),
        ]
    )


def _many(session: Session, audit_id: int, returns: int, questions: list[str]) -> None:
    """Organisations with a return each: the first one open, the others submitted, twenty of their answers as rows."""
    moment, ids = now(), range(1, returns + 1)
    same = {"type": "school", "phase": "primary", "sector": "maintained", "status": "open"}
    session.execute(
        insert(Organisation),
        [{"id": one, "name": f"School {one}", **same, "added_at": moment, "changed_at": moment} for one in ids],
    )
    session.execute(
        insert(Return), [{"id": one, "audit_id": audit_id, "organisation_id": one, "created_at": moment} for one in ids]
    )
    session.execute(
        insert(ReturnEvent),
        [{"return_id": one, "kind": "started" if one == 1 else "submitted", "at": moment, "reason": ""} for one in ids],
    )
    random = np.random.default_rng(1)
    chosen = random.integers(0, len(LEVELS), (returns, len(questions)), dtype=np.int8)
    for start in range(0, returns, 1000):
        _answers(session, list(ids)[start : start + 1000], chosen, questions, moment)
        _submissions(session, list(ids)[start : start + 1000], chosen, moment)


def _answers(session: Session, ids: list[int], chosen: np.ndarray, questions: list[str], moment: object) -> None:
    given = {"not_applicable_reason": "", "comment": WORDS, "evidence": "", "action": "", "revision": 1}
    rows = [
        {
            "return_id": one,
            "question": key,
            "value": LEVELS[chosen[one - 1, place]],
            **given,
            "saved_at": moment,
            "saved_by_id": None,
        }
        for one in ids
        for place, key in enumerate(questions[:QUESTIONS])
    ]
    session.execute(insert(Answer.__table__), rows)


def _submissions(session: Session, ids: list[int], chosen: np.ndarray, moment: object) -> None:
    given = {"number": 1, "submitted_at": moment, "declaration": "I agree", "document": "{}", "fingerprint": "0"}
    rows = [
        {"return_id": one, **given, "ratings": pack(chosen[one - 1]), "receipt": f"BENCH-{one}"}
        for one in ids
        if one != 1
    ]
    session.execute(insert(Submission.__table__), rows)
