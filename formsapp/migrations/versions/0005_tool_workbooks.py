"""What was read from uploaded workbooks, until it becomes a draft."""

import sqlalchemy as sa
from alembic import op

import formsapp.database

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "tool_workbooks",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("draft_id", sa.Integer(), nullable=True),
        sa.Column("base", sa.Integer(), nullable=False),
        sa.Column("file_name", sa.String(), nullable=False),
        sa.Column("uploaded_at", formsapp.database.UtcDateTime(), nullable=False),
        sa.Column("uploaded_by_id", sa.Integer(), nullable=True),
        sa.Column("sheets", sa.Text(), nullable=False),
        sa.Column("mapping", sa.Text(), nullable=True),
        sa.Column("hidden_too", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["draft_id"], ["tool_drafts.id"], name=op.f("fk_tool_workbooks_draft_id_tool_drafts")),
        sa.ForeignKeyConstraint(
            ["uploaded_by_id"], ["people.id"], name=op.f("fk_tool_workbooks_uploaded_by_id_people")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tool_workbooks")),
    )


def downgrade() -> None:
    op.drop_table("tool_workbooks")
