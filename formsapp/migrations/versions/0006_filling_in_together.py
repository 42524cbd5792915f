"""Filling in together: contributors, actions in full, evidence, notes, signatures, reasons section by section."""

import sqlalchemy as sa
from alembic import op

import formsapp.database

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "evidence_files",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("media_type", sa.String(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("scan", sa.String(), nullable=False),
        sa.Column("scanned_at", formsapp.database.UtcDateTime(), nullable=True),
        sa.Column("scan_words", sa.String(), nullable=False),
        sa.Column("received_at", formsapp.database.UtcDateTime(), nullable=False),
        sa.Column("received_from_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["received_from_id"], ["people.id"], name=op.f("fk_evidence_files_received_from_id_people")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evidence_files")),
    )
    op.create_table(
        "evidence_contents",
        sa.Column("file_id", sa.Integer(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["file_id"], ["evidence_files.id"], name=op.f("fk_evidence_contents_file_id_evidence_files")
        ),
        sa.PrimaryKeyConstraint("file_id", name=op.f("pk_evidence_contents")),
    )
    op.create_table(
        "evidence_items",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("where_kept", sa.Text(), nullable=False),
        sa.Column("link", sa.Text(), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=True),
        sa.Column("dated_on", sa.Date(), nullable=True),
        sa.Column("review_on", sa.Date(), nullable=True),
        sa.Column("owner", sa.String(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("added_at", formsapp.database.UtcDateTime(), nullable=False),
        sa.Column("added_by_id", sa.Integer(), nullable=True),
        sa.Column("removed_at", formsapp.database.UtcDateTime(), nullable=True),
        sa.Column("removed_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["added_by_id"], ["people.id"], name=op.f("fk_evidence_items_added_by_id_people")),
        sa.ForeignKeyConstraint(
            ["file_id"], ["evidence_files.id"], name=op.f("fk_evidence_items_file_id_evidence_files")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_evidence_items_organisation_id_organisations")
        ),
        sa.ForeignKeyConstraint(["removed_by_id"], ["people.id"], name=op.f("fk_evidence_items_removed_by_id_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evidence_items")),
    )
    op.create_index(op.f("ix_evidence_items_organisation_id"), "evidence_items", ["organisation_id"], unique=False)
    op.create_table(
        "action_progress",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("return_id", sa.Integer(), nullable=False),
        sa.Column("action", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("difference", sa.Text(), nullable=False),
        sa.Column("at", formsapp.database.UtcDateTime(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["by_id"], ["people.id"], name=op.f("fk_action_progress_by_id_people")),
        sa.ForeignKeyConstraint(["return_id"], ["returns.id"], name=op.f("fk_action_progress_return_id_returns")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_action_progress")),
    )
    op.create_index("ix_action_progress_return", "action_progress", ["return_id", "action"], unique=False)
    op.create_table(
        "evidence_uses",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("return_id", sa.Integer(), nullable=False),
        sa.Column("question", sa.String(), nullable=False),
        sa.Column("at", formsapp.database.UtcDateTime(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("ended_at", formsapp.database.UtcDateTime(), nullable=True),
        sa.Column("ended_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["by_id"], ["people.id"], name=op.f("fk_evidence_uses_by_id_people")),
        sa.ForeignKeyConstraint(["ended_by_id"], ["people.id"], name=op.f("fk_evidence_uses_ended_by_id_people")),
        sa.ForeignKeyConstraint(
            ["item_id"], ["evidence_items.id"], name=op.f("fk_evidence_uses_item_id_evidence_items")
        ),
        sa.ForeignKeyConstraint(["return_id"], ["returns.id"], name=op.f("fk_evidence_uses_return_id_returns")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evidence_uses")),
    )
    op.create_index(op.f("ix_evidence_uses_item_id"), "evidence_uses", ["item_id"], unique=False)
    op.create_index("ix_evidence_uses_return", "evidence_uses", ["return_id", "question"], unique=False)
    op.create_table(
        "further_actions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("return_id", sa.Integer(), nullable=False),
        sa.Column("question", sa.String(), nullable=True),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("by_when", sa.Date(), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("added_at", formsapp.database.UtcDateTime(), nullable=False),
        sa.Column("added_by_id", sa.Integer(), nullable=True),
        sa.Column("removed_at", formsapp.database.UtcDateTime(), nullable=True),
        sa.Column("carried_from_return_id", sa.Integer(), nullable=True),
        sa.Column("carried_from_action", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["added_by_id"], ["people.id"], name=op.f("fk_further_actions_added_by_id_people")),
        sa.ForeignKeyConstraint(
            ["carried_from_return_id"], ["returns.id"], name=op.f("fk_further_actions_carried_from_return_id_returns")
        ),
        sa.ForeignKeyConstraint(["return_id"], ["returns.id"], name=op.f("fk_further_actions_return_id_returns")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_further_actions")),
    )
    op.create_index(op.f("ix_further_actions_return_id"), "further_actions", ["return_id"], unique=False)
    op.create_table(
        "kept_words",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("return_id", sa.Integer(), nullable=False),
        sa.Column("question", sa.String(), nullable=False),
        sa.Column("part", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("at", formsapp.database.UtcDateTime(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["by_id"], ["people.id"], name=op.f("fk_kept_words_by_id_people")),
        sa.ForeignKeyConstraint(["return_id"], ["returns.id"], name=op.f("fk_kept_words_return_id_returns")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kept_words")),
    )
    op.create_index(op.f("ix_kept_words_return_id"), "kept_words", ["return_id"], unique=False)
    op.create_table(
        "presence",
        sa.Column("return_id", sa.Integer(), nullable=False),
        sa.Column("section", sa.String(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("seen_at", formsapp.database.UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_presence_person_id_people")),
        sa.ForeignKeyConstraint(["return_id"], ["returns.id"], name=op.f("fk_presence_return_id_returns")),
        sa.PrimaryKeyConstraint("return_id", "section", "person_id", name=op.f("pk_presence")),
    )
    op.create_table(
        "private_notes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("return_id", sa.Integer(), nullable=False),
        sa.Column("section", sa.String(), nullable=True),
        sa.Column("question", sa.String(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("at", formsapp.database.UtcDateTime(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("is_to_do", sa.Boolean(), nullable=False),
        sa.Column("done_at", formsapp.database.UtcDateTime(), nullable=True),
        sa.Column("done_by_id", sa.Integer(), nullable=True),
        sa.Column("removed_at", formsapp.database.UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["by_id"], ["people.id"], name=op.f("fk_private_notes_by_id_people")),
        sa.ForeignKeyConstraint(["done_by_id"], ["people.id"], name=op.f("fk_private_notes_done_by_id_people")),
        sa.ForeignKeyConstraint(["return_id"], ["returns.id"], name=op.f("fk_private_notes_return_id_returns")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_private_notes")),
    )
    op.create_index("ix_private_notes_return", "private_notes", ["return_id", "question"], unique=False)
    op.create_table(
        "return_workbooks",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("return_id", sa.Integer(), nullable=False),
        sa.Column("file_name", sa.String(), nullable=False),
        sa.Column("read", sa.Text(), nullable=False),
        sa.Column("uploaded_at", formsapp.database.UtcDateTime(), nullable=False),
        sa.Column("uploaded_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["return_id"], ["returns.id"], name=op.f("fk_return_workbooks_return_id_returns")),
        sa.ForeignKeyConstraint(
            ["uploaded_by_id"], ["people.id"], name=op.f("fk_return_workbooks_uploaded_by_id_people")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_return_workbooks")),
    )
    op.create_index(op.f("ix_return_workbooks_return_id"), "return_workbooks", ["return_id"], unique=False)
    op.create_table(
        "signature_requests",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("return_id", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("token_hash", sa.String(), nullable=False),
        sa.Column("asked_at", formsapp.database.UtcDateTime(), nullable=False),
        sa.Column("asked_by_id", sa.Integer(), nullable=True),
        sa.Column("expires_at", formsapp.database.UtcDateTime(), nullable=False),
        sa.Column("revoked_at", formsapp.database.UtcDateTime(), nullable=True),
        sa.Column("opened_at", formsapp.database.UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["asked_by_id"], ["people.id"], name=op.f("fk_signature_requests_asked_by_id_people")),
        sa.ForeignKeyConstraint(["return_id"], ["returns.id"], name=op.f("fk_signature_requests_return_id_returns")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_signature_requests")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_signature_requests_token_hash")),
    )
    op.create_index(op.f("ix_signature_requests_return_id"), "signature_requests", ["return_id"], unique=False)
    op.create_table(
        "send_back_points",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("section", sa.String(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["event_id"], ["return_events.id"], name=op.f("fk_send_back_points_event_id_return_events")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_send_back_points")),
    )
    op.create_index(op.f("ix_send_back_points_event_id"), "send_back_points", ["event_id"], unique=False)
    op.create_table(
        "signatures",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("return_id", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("statement", sa.Text(), nullable=False),
        sa.Column("answers_digest", sa.String(), nullable=False),
        sa.Column("signed_at", formsapp.database.UtcDateTime(), nullable=False),
        sa.Column("request_id", sa.Integer(), nullable=True),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_signatures_person_id_people")),
        sa.ForeignKeyConstraint(
            ["request_id"], ["signature_requests.id"], name=op.f("fk_signatures_request_id_signature_requests")
        ),
        sa.ForeignKeyConstraint(["return_id"], ["returns.id"], name=op.f("fk_signatures_return_id_returns")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_signatures")),
    )
    op.create_index(op.f("ix_signatures_return_id"), "signatures", ["return_id"], unique=False)
    op.create_table(
        "contributions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("return_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("sections", sa.Text(), nullable=True),
        sa.Column("message", sa.Text(), nullable=False),
        sa.Column("token_hash", sa.String(), nullable=False),
        sa.Column("was_mailed", sa.Boolean(), nullable=False),
        sa.Column("asked_at", formsapp.database.UtcDateTime(), nullable=False),
        sa.Column("asked_by_id", sa.Integer(), nullable=True),
        sa.Column("sent_at", formsapp.database.UtcDateTime(), nullable=False),
        sa.Column("expires_at", formsapp.database.UtcDateTime(), nullable=False),
        sa.Column("accepted_at", formsapp.database.UtcDateTime(), nullable=True),
        sa.Column("role_id", sa.Integer(), nullable=True),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("finished_at", formsapp.database.UtcDateTime(), nullable=True),
        sa.Column("ended_at", formsapp.database.UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["asked_by_id"], ["people.id"], name=op.f("fk_contributions_asked_by_id_people")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_contributions_person_id_people")),
        sa.ForeignKeyConstraint(["return_id"], ["returns.id"], name=op.f("fk_contributions_return_id_returns")),
        sa.ForeignKeyConstraint(["role_id"], ["roles_given.id"], name=op.f("fk_contributions_role_id_roles_given")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contributions")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_contributions_token_hash")),
    )
    for column in ("return_id", "asked_by_id", "person_id"):
        op.create_index(op.f(f"ix_contributions_{column}"), "contributions", [column], unique=False)
    # Plain additions: on SQLite a table that others refer to is never made anew.
    for column in ("action_who", "action_by"):
        op.add_column("answers", sa.Column(column, sa.Text(), nullable=False, server_default=""))
    op.add_column("answers", sa.Column("saved_from", sa.String(), nullable=True))
    op.add_column("answers", sa.Column("save_number", sa.Integer(), nullable=True))
    op.execute(
        "ALTER TABLE roles_given ADD COLUMN return_id INTEGER "
        "CONSTRAINT fk_roles_given_return_id_returns REFERENCES returns (id)"
    )
    op.add_column("roles_given", sa.Column("sections", sa.Text(), nullable=True))
    op.create_index("ix_roles_given_return_id", "roles_given", ["return_id"])


def downgrade() -> None:
    op.drop_index("ix_roles_given_return_id", "roles_given")
    with op.batch_alter_table("roles_given") as roles:
        roles.drop_column("sections")
        roles.drop_column("return_id")
    for column in ("save_number", "saved_from", "action_by", "action_who"):
        op.drop_column("answers", column)
    for table in (
        "contributions",
        "signatures",
        "send_back_points",
        "signature_requests",
        "return_workbooks",
        "private_notes",
        "presence",
        "kept_words",
        "further_actions",
        "evidence_uses",
        "action_progress",
        "evidence_items",
        "evidence_contents",
        "evidence_files",
    ):
        op.drop_table(table)
