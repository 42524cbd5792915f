"""Drafts of tools with their steps; versions are proposed, taken back and retired; a ratified one cannot change."""

import sqlalchemy as sa
from alembic import op

import formsapp.database

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

#: As they stood when this migration was written.
_FROZEN = (
    "id", "key", "version", "title", "kind", "source", "document", "fingerprint", "warnings", "based_on_id",
    "proposed_at", "proposed_by_id", "withdrawn_at", "ratified_at", "ratified_by_id", "ratified_at_meeting", "ratified_on",
)  # fmt: skip
_SAID = "a ratified version of a tool never changes"


def upgrade() -> None:
    _change_versions()
    _add_drafts()
    _guard_ratified()


def _change_versions() -> None:
    """In plain SQL: the table is referred to, so it must not be made anew, as SQLite's batch changes would."""
    for old, new in (("added_at", "proposed_at"), ("added_by_id", "proposed_by_id")):
        op.execute(f"ALTER TABLE tool_versions RENAME COLUMN {old} TO {new}")
    moment = "TIMESTAMP" if op.get_bind().dialect.name == "postgresql" else "DATETIME"
    for column in (
        "based_on_id INTEGER CONSTRAINT fk_tool_versions_based_on_id_tool_versions REFERENCES tool_versions (id)",
        f"withdrawn_at {moment}",
        "retired_by_id INTEGER CONSTRAINT fk_tool_versions_retired_by_id_people REFERENCES people (id)",
        "retired_because TEXT",
    ):
        op.execute(f"ALTER TABLE tool_versions ADD COLUMN {column}")


def _add_drafts() -> None:
    op.create_table(
        "tool_drafts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("version", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("step", sa.Integer(), nullable=False),
        sa.Column("based_on_id", sa.Integer(), nullable=True),
        sa.Column("started_at", formsapp.database.UtcDateTime(), nullable=False),
        sa.Column("started_by_id", sa.Integer(), nullable=True),
        sa.Column("changed_at", formsapp.database.UtcDateTime(), nullable=False),
        sa.Column("changed_by_id", sa.Integer(), nullable=True),
        sa.Column("proposed_id", sa.Integer(), nullable=True),
        sa.Column("discarded_at", formsapp.database.UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["based_on_id"], ["tool_versions.id"], name=op.f("fk_tool_drafts_based_on_id_tool_versions")
        ),
        sa.ForeignKeyConstraint(["started_by_id"], ["people.id"], name=op.f("fk_tool_drafts_started_by_id_people")),
        sa.ForeignKeyConstraint(["changed_by_id"], ["people.id"], name=op.f("fk_tool_drafts_changed_by_id_people")),
        sa.ForeignKeyConstraint(
            ["proposed_id"], ["tool_versions.id"], name=op.f("fk_tool_drafts_proposed_id_tool_versions")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tool_drafts")),
    )
    op.create_table(
        "tool_draft_steps",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("draft_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("after", sa.Integer(), nullable=False),
        sa.Column("at", formsapp.database.UtcDateTime(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("part", sa.String(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("removed", sa.Text(), nullable=False),
        sa.Column("added", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["draft_id"], ["tool_drafts.id"], name=op.f("fk_tool_draft_steps_draft_id_tool_drafts")
        ),
        sa.ForeignKeyConstraint(["by_id"], ["people.id"], name=op.f("fk_tool_draft_steps_by_id_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tool_draft_steps")),
        sa.UniqueConstraint("draft_id", "number", name=op.f("uq_tool_draft_steps_draft_id")),
    )
    op.create_index("ix_tool_draft_steps_part", "tool_draft_steps", ["draft_id", "part"], unique=False)


def _guard_ratified() -> None:
    if op.get_bind().dialect.name == "postgresql":
        _guard_in_postgresql()
    else:
        _guard_in_sqlite()


def _guard_in_sqlite() -> None:
    changed = " OR ".join(f"NEW.{column} IS NOT OLD.{column}" for column in _FROZEN)
    op.execute(
        "CREATE TRIGGER keep_ratified_tool_versions BEFORE UPDATE ON tool_versions "
        f"WHEN OLD.ratified_at IS NOT NULL AND ({changed}) BEGIN SELECT RAISE(ABORT, '{_SAID}'); END"
    )
    op.execute(
        "CREATE TRIGGER never_delete_ratified_tool_versions BEFORE DELETE ON tool_versions "
        f"WHEN OLD.ratified_at IS NOT NULL BEGIN SELECT RAISE(ABORT, '{_SAID}'); END"
    )


def _guard_in_postgresql() -> None:
    changed = " OR ".join(f"NEW.{column} IS DISTINCT FROM OLD.{column}" for column in _FROZEN)
    op.execute(
        "CREATE FUNCTION keep_ratified_tool_versions() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"IF TG_OP = 'DELETE' THEN RAISE EXCEPTION '{_SAID}'; END IF; "
        f"IF {changed} THEN RAISE EXCEPTION '{_SAID}'; END IF; RETURN NEW; END $$"
    )
    for name, event in (("keep_ratified_tool_versions", "UPDATE"), ("never_delete_ratified_tool_versions", "DELETE")):
        op.execute(
            f"CREATE TRIGGER {name} BEFORE {event} ON tool_versions FOR EACH ROW "
            "WHEN (OLD.ratified_at IS NOT NULL) EXECUTE FUNCTION keep_ratified_tool_versions()"
        )


def downgrade() -> None:
    raise RuntimeError("going back would lose drafts and the history of proposals: restore a backup instead")
