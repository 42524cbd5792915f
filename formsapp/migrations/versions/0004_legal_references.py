"""The register of law and guidance that tools cite, with the editions of each."""

import sqlalchemy as sa
from alembic import op

import formsapp.database

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "legal_instruments",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("publisher", sa.String(), nullable=True),
        sa.Column("url", sa.String(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("added_at", formsapp.database.UtcDateTime(), nullable=False),
        sa.Column("added_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["added_by_id"], ["people.id"], name=op.f("fk_legal_instruments_added_by_id_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_legal_instruments")),
        sa.UniqueConstraint("key", name=op.f("uq_legal_instruments_key")),
    )
    op.create_table(
        "legal_editions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("instrument_id", sa.Integer(), nullable=False),
        sa.Column("edition", sa.Date(), nullable=False),
        sa.Column("title", sa.String(), nullable=True),
        sa.Column("url", sa.String(), nullable=True),
        sa.Column("in_force_from", sa.Date(), nullable=True),
        sa.Column("noted_at", formsapp.database.UtcDateTime(), nullable=False),
        sa.Column("noted_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["instrument_id"], ["legal_instruments.id"], name=op.f("fk_legal_editions_instrument_id_legal_instruments")
        ),
        sa.ForeignKeyConstraint(["noted_by_id"], ["people.id"], name=op.f("fk_legal_editions_noted_by_id_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_legal_editions")),
        sa.UniqueConstraint("instrument_id", "edition", name=op.f("uq_legal_editions_instrument_id")),
    )


def downgrade() -> None:
    raise RuntimeError("going back would lose the register of law and guidance: restore a backup instead")
