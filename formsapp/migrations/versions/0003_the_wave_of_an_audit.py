"""An audit of training impact asks one wave of its tool."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("audits", sa.Column("wave", sa.String(), nullable=True))


def downgrade() -> None:
    op.drop_column("audits", "wave")
