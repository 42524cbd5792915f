"""The first tables."""

import sqlalchemy as sa
from alembic import op

import formsapp.database

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "failed_attempts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("email_hash", sa.String(), nullable=False),
        sa.Column("at", formsapp.database.UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_failed_attempts")),
    )
    with op.batch_alter_table("failed_attempts", schema=None) as batch_op:
        batch_op.create_index("ix_failed_attempts_email_at", ["email_hash", "at"], unique=False)

    op.create_table(
        "organisations",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("urn", sa.String(), nullable=True),
        sa.Column("dfe_number", sa.String(), nullable=True),
        sa.Column("type", sa.String(), nullable=False),
        sa.Column("phase", sa.String(), nullable=True),
        sa.Column("sector", sa.String(), nullable=True),
        sa.Column("provision", sa.String(), nullable=True),
        sa.Column("trust", sa.String(), nullable=True),
        sa.Column("has_nursery", sa.String(), nullable=True),
        sa.Column("has_sixth_form", sa.String(), nullable=True),
        sa.Column("boarding", sa.String(), nullable=True),
        sa.Column("establishment_type", sa.String(), nullable=True),
        sa.Column("local_authority", sa.String(), nullable=True),
        sa.Column("duty", sa.String(), nullable=True),
        sa.Column("town", sa.String(), nullable=True),
        sa.Column("postcode", sa.String(), nullable=True),
        sa.Column("telephone", sa.String(), nullable=True),
        sa.Column("website", sa.String(), nullable=True),
        sa.Column("opened_on", sa.Date(), nullable=True),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("added_at", formsapp.database.UtcDateTime(), nullable=False),
        sa.Column("changed_at", formsapp.database.UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisations")),
        sa.UniqueConstraint("urn", name=op.f("uq_organisations_urn")),
    )
    with op.batch_alter_table("organisations", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_organisations_name"), ["name"], unique=False)

    op.create_table(
        "people",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("job_title", sa.String(), nullable=False),
        sa.Column("password_hash", sa.String(), nullable=True),
        sa.Column("created_at", formsapp.database.UtcDateTime(), nullable=False),
        sa.Column("disabled_at", formsapp.database.UtcDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_people")),
        sa.UniqueConstraint("email", name=op.f("uq_people_email")),
    )
    op.create_table(
        "interests",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("declared_at", formsapp.database.UtcDateTime(), nullable=False),
        sa.Column("ended_at", formsapp.database.UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_interests_organisation_id_organisations")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_interests_person_id_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_interests")),
    )
    with op.batch_alter_table("interests", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_interests_organisation_id"), ["organisation_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_interests_person_id"), ["person_id"], unique=False)

    op.create_table(
        "invitations",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.String(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("invited_at", formsapp.database.UtcDateTime(), nullable=False),
        sa.Column("invited_by_id", sa.Integer(), nullable=True),
        sa.Column("expires_at", formsapp.database.UtcDateTime(), nullable=False),
        sa.Column("used_at", formsapp.database.UtcDateTime(), nullable=True),
        sa.Column("revoked_at", formsapp.database.UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["invited_by_id"], ["people.id"], name=op.f("fk_invitations_invited_by_id_people")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_invitations_person_id_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitations")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_invitations_token_hash")),
    )
    with op.batch_alter_table("invitations", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_invitations_person_id"), ["person_id"], unique=False)

    op.create_table(
        "register_imports",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("file_name", sa.String(), nullable=False),
        sa.Column("fingerprint", sa.String(), nullable=False),
        sa.Column("preview", sa.Text(), nullable=False),
        sa.Column("previewed_at", formsapp.database.UtcDateTime(), nullable=False),
        sa.Column("previewed_by_id", sa.Integer(), nullable=True),
        sa.Column("applied_at", formsapp.database.UtcDateTime(), nullable=True),
        sa.Column("applied_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["applied_by_id"], ["people.id"], name=op.f("fk_register_imports_applied_by_id_people")
        ),
        sa.ForeignKeyConstraint(
            ["previewed_by_id"], ["people.id"], name=op.f("fk_register_imports_previewed_by_id_people")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_register_imports")),
    )
    op.create_table(
        "signed_in",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.String(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("started_at", formsapp.database.UtcDateTime(), nullable=False),
        sa.Column("seen_at", formsapp.database.UtcDateTime(), nullable=False),
        sa.Column("ended_at", formsapp.database.UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_signed_in_person_id_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_signed_in")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_signed_in_token_hash")),
    )
    with op.batch_alter_table("signed_in", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_signed_in_person_id"), ["person_id"], unique=False)

    op.create_table(
        "tool_versions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("version", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("fingerprint", sa.String(), nullable=False),
        sa.Column("warnings", sa.Text(), nullable=False),
        sa.Column("added_at", formsapp.database.UtcDateTime(), nullable=False),
        sa.Column("added_by_id", sa.Integer(), nullable=True),
        sa.Column("ratified_at", formsapp.database.UtcDateTime(), nullable=True),
        sa.Column("ratified_by_id", sa.Integer(), nullable=True),
        sa.Column("ratified_at_meeting", sa.String(), nullable=True),
        sa.Column("ratified_on", sa.Date(), nullable=True),
        sa.Column("retired_at", formsapp.database.UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["added_by_id"], ["people.id"], name=op.f("fk_tool_versions_added_by_id_people")),
        sa.ForeignKeyConstraint(["ratified_by_id"], ["people.id"], name=op.f("fk_tool_versions_ratified_by_id_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tool_versions")),
        sa.UniqueConstraint("key", "version", name=op.f("uq_tool_versions_key")),
    )
    op.create_table(
        "trail_events",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", formsapp.database.UtcDateTime(), nullable=False),
        sa.Column("event", sa.String(), nullable=False),
        sa.Column("subject_kind", sa.String(), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("audit_id", sa.Integer(), nullable=True),
        sa.Column("details", sa.Text(), nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["people.id"], name=op.f("fk_trail_events_by_id_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_trail_events")),
    )
    with op.batch_alter_table("trail_events", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_trail_events_audit_id"), ["audit_id"], unique=False)
        batch_op.create_index("ix_trail_events_subject", ["subject_kind", "subject_id"], unique=False)

    op.create_table(
        "audits",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("tool_version_id", sa.Integer(), nullable=False),
        sa.Column("previous_id", sa.Integer(), nullable=True),
        sa.Column("terms", sa.Text(), nullable=False),
        sa.Column("method", sa.String(), nullable=False),
        sa.Column("opens_on", sa.Date(), nullable=False),
        sa.Column("closes_on", sa.Date(), nullable=False),
        sa.Column("blind", sa.Boolean(), nullable=False),
        sa.Column("created_at", formsapp.database.UtcDateTime(), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["created_by_id"], ["people.id"], name=op.f("fk_audits_created_by_id_people")),
        sa.ForeignKeyConstraint(["previous_id"], ["audits.id"], name=op.f("fk_audits_previous_id_audits")),
        sa.ForeignKeyConstraint(
            ["tool_version_id"], ["tool_versions.id"], name=op.f("fk_audits_tool_version_id_tool_versions")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audits")),
    )
    with op.batch_alter_table("audits", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_audits_tool_version_id"), ["tool_version_id"], unique=False)

    op.create_table(
        "audit_moves",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("audit_id", sa.Integer(), nullable=False),
        sa.Column("to_state", sa.String(), nullable=False),
        sa.Column("at", formsapp.database.UtcDateTime(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["audit_id"], ["audits.id"], name=op.f("fk_audit_moves_audit_id_audits")),
        sa.ForeignKeyConstraint(["by_id"], ["people.id"], name=op.f("fk_audit_moves_by_id_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_moves")),
    )
    with op.batch_alter_table("audit_moves", schema=None) as batch_op:
        batch_op.create_index("ix_audit_moves_audit", ["audit_id", "id"], unique=False)

    op.create_table(
        "cases",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("audit_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("theme", sa.String(), nullable=True),
        sa.Column("age_band", sa.String(), nullable=True),
        sa.Column("added_at", formsapp.database.UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["audit_id"], ["audits.id"], name=op.f("fk_cases_audit_id_audits")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cases")),
        sa.UniqueConstraint("audit_id", "code", name=op.f("uq_cases_audit_id")),
    )
    with op.batch_alter_table("cases", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_cases_audit_id"), ["audit_id"], unique=False)

    op.create_table(
        "findings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("audit_id", sa.Integer(), nullable=False),
        sa.Column("part", sa.String(), nullable=False),
        sa.Column("about", sa.String(), nullable=False),
        sa.Column("drafted", sa.Text(), nullable=True),
        sa.Column("reasons", sa.Text(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("created_at", formsapp.database.UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["audit_id"], ["audits.id"], name=op.f("fk_findings_audit_id_audits")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_findings")),
    )
    with op.batch_alter_table("findings", schema=None) as batch_op:
        batch_op.create_index("ix_findings_audit", ["audit_id", "part", "place"], unique=False)

    op.create_table(
        "published_reports",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("audit_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("fingerprint", sa.String(), nullable=False),
        sa.Column("published_at", formsapp.database.UtcDateTime(), nullable=False),
        sa.Column("published_by_id", sa.Integer(), nullable=True),
        sa.Column("ends_at", formsapp.database.UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["audit_id"], ["audits.id"], name=op.f("fk_published_reports_audit_id_audits")),
        sa.ForeignKeyConstraint(
            ["published_by_id"], ["people.id"], name=op.f("fk_published_reports_published_by_id_people")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_published_reports")),
        sa.UniqueConstraint("audit_id", "number", name=op.f("uq_published_reports_audit_id")),
    )
    with op.batch_alter_table("published_reports", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_published_reports_audit_id"), ["audit_id"], unique=False)

    op.create_table(
        "roles_given",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=True),
        sa.Column("audit_id", sa.Integer(), nullable=True),
        sa.Column("given_at", formsapp.database.UtcDateTime(), nullable=False),
        sa.Column("ended_at", formsapp.database.UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["audit_id"], ["audits.id"], name=op.f("fk_roles_given_audit_id_audits")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_roles_given_organisation_id_organisations")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_roles_given_person_id_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_roles_given")),
    )
    with op.batch_alter_table("roles_given", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_roles_given_audit_id"), ["audit_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_roles_given_organisation_id"), ["organisation_id"], unique=False)
        batch_op.create_index("ix_roles_given_person", ["person_id", "ended_at"], unique=False)

    op.create_table(
        "finding_changes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("finding_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("at", formsapp.database.UtcDateTime(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["by_id"], ["people.id"], name=op.f("fk_finding_changes_by_id_people")),
        sa.ForeignKeyConstraint(["finding_id"], ["findings.id"], name=op.f("fk_finding_changes_finding_id_findings")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_finding_changes")),
    )
    with op.batch_alter_table("finding_changes", schema=None) as batch_op:
        batch_op.create_index("ix_finding_changes_finding", ["finding_id", "id"], unique=False)

    op.create_table(
        "returns",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("audit_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=True),
        sa.Column("created_at", formsapp.database.UtcDateTime(), nullable=False),
        sa.Column("withdrawn_at", formsapp.database.UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["audit_id"], ["audits.id"], name=op.f("fk_returns_audit_id_audits")),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_returns_case_id_cases")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_returns_organisation_id_organisations")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_returns")),
        sa.UniqueConstraint("audit_id", "organisation_id", "case_id", name=op.f("uq_returns_audit_id")),
    )
    with op.batch_alter_table("returns", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_returns_audit_id"), ["audit_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_returns_case_id"), ["case_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_returns_organisation_id"), ["organisation_id"], unique=False)
        batch_op.create_index(
            "uq_returns_without_a_case",
            ["audit_id", "organisation_id"],
            unique=True,
            sqlite_where=sa.text("case_id IS NULL"),
            postgresql_where=sa.text("case_id IS NULL"),
        )

    op.create_table(
        "answers",
        sa.Column("return_id", sa.Integer(), nullable=False),
        sa.Column("question", sa.String(), nullable=False),
        sa.Column("value", sa.Text(), nullable=True),
        sa.Column("not_applicable_reason", sa.Text(), nullable=False),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.Column("evidence", sa.Text(), nullable=False),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("saved_at", formsapp.database.UtcDateTime(), nullable=False),
        sa.Column("saved_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["return_id"], ["returns.id"], name=op.f("fk_answers_return_id_returns")),
        sa.ForeignKeyConstraint(["saved_by_id"], ["people.id"], name=op.f("fk_answers_saved_by_id_people")),
        sa.PrimaryKeyConstraint("return_id", "question", name=op.f("pk_answers")),
    )
    op.create_table(
        "independence_confirmed",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("return_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("at", formsapp.database.UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_independence_confirmed_person_id_people")),
        sa.ForeignKeyConstraint(
            ["return_id"], ["returns.id"], name=op.f("fk_independence_confirmed_return_id_returns")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_independence_confirmed")),
        sa.UniqueConstraint("return_id", "person_id", name=op.f("uq_independence_confirmed_return_id")),
    )
    with op.batch_alter_table("independence_confirmed", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_independence_confirmed_return_id"), ["return_id"], unique=False)

    op.create_table(
        "judged_ratings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("return_id", sa.Integer(), nullable=False),
        sa.Column("question", sa.String(), nullable=False),
        sa.Column("moderator_id", sa.Integer(), nullable=False),
        sa.Column("rating", sa.String(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("answer_revision", sa.Integer(), nullable=False),
        sa.Column("judged_at", formsapp.database.UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["moderator_id"], ["people.id"], name=op.f("fk_judged_ratings_moderator_id_people")),
        sa.ForeignKeyConstraint(["return_id"], ["returns.id"], name=op.f("fk_judged_ratings_return_id_returns")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_judged_ratings")),
    )
    with op.batch_alter_table("judged_ratings", schema=None) as batch_op:
        batch_op.create_index("ix_judged_ratings_return", ["return_id", "question", "id"], unique=False)

    op.create_table(
        "moderators",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("return_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("allocated_at", formsapp.database.UtcDateTime(), nullable=False),
        sa.Column("allocated_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["allocated_by_id"], ["people.id"], name=op.f("fk_moderators_allocated_by_id_people")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_moderators_person_id_people")),
        sa.ForeignKeyConstraint(["return_id"], ["returns.id"], name=op.f("fk_moderators_return_id_returns")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_moderators")),
        sa.UniqueConstraint("return_id", "person_id", name=op.f("uq_moderators_return_id")),
    )
    with op.batch_alter_table("moderators", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_moderators_person_id"), ["person_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_moderators_return_id"), ["return_id"], unique=False)

    op.create_table(
        "return_events",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("return_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("at", formsapp.database.UtcDateTime(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["people.id"], name=op.f("fk_return_events_by_id_people")),
        sa.ForeignKeyConstraint(["return_id"], ["returns.id"], name=op.f("fk_return_events_return_id_returns")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_return_events")),
    )
    with op.batch_alter_table("return_events", schema=None) as batch_op:
        batch_op.create_index("ix_return_events_return", ["return_id", "id"], unique=False)

    op.create_table(
        "settled_ratings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("return_id", sa.Integer(), nullable=False),
        sa.Column("question", sa.String(), nullable=False),
        sa.Column("rating", sa.String(), nullable=False),
        sa.Column("how", sa.String(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("answer_revision", sa.Integer(), nullable=False),
        sa.Column("settled_at", formsapp.database.UtcDateTime(), nullable=False),
        sa.Column("settled_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["return_id"], ["returns.id"], name=op.f("fk_settled_ratings_return_id_returns")),
        sa.ForeignKeyConstraint(["settled_by_id"], ["people.id"], name=op.f("fk_settled_ratings_settled_by_id_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_settled_ratings")),
    )
    with op.batch_alter_table("settled_ratings", schema=None) as batch_op:
        batch_op.create_index("ix_settled_ratings_return", ["return_id", "question", "id"], unique=False)

    op.create_table(
        "submissions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("return_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("submitted_at", formsapp.database.UtcDateTime(), nullable=False),
        sa.Column("submitted_by_id", sa.Integer(), nullable=True),
        sa.Column("fingerprint", sa.String(), nullable=False),
        sa.Column("ratings", sa.LargeBinary(), nullable=False),
        sa.Column("receipt", sa.String(), nullable=False),
        sa.Column("declaration", sa.Text(), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["return_id"], ["returns.id"], name=op.f("fk_submissions_return_id_returns")),
        sa.ForeignKeyConstraint(["submitted_by_id"], ["people.id"], name=op.f("fk_submissions_submitted_by_id_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_submissions")),
        sa.UniqueConstraint("receipt", name=op.f("uq_submissions_receipt")),
        sa.UniqueConstraint("return_id", "number", name=op.f("uq_submissions_return_id")),
    )
    with op.batch_alter_table("submissions", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_submissions_return_id"), ["return_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("submissions", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_submissions_return_id"))

    op.drop_table("submissions")
    with op.batch_alter_table("settled_ratings", schema=None) as batch_op:
        batch_op.drop_index("ix_settled_ratings_return")

    op.drop_table("settled_ratings")
    with op.batch_alter_table("return_events", schema=None) as batch_op:
        batch_op.drop_index("ix_return_events_return")

    op.drop_table("return_events")
    with op.batch_alter_table("moderators", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_moderators_return_id"))
        batch_op.drop_index(batch_op.f("ix_moderators_person_id"))

    op.drop_table("moderators")
    with op.batch_alter_table("judged_ratings", schema=None) as batch_op:
        batch_op.drop_index("ix_judged_ratings_return")

    op.drop_table("judged_ratings")
    with op.batch_alter_table("independence_confirmed", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_independence_confirmed_return_id"))

    op.drop_table("independence_confirmed")
    op.drop_table("answers")
    with op.batch_alter_table("returns", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_returns_without_a_case",
            sqlite_where=sa.text("case_id IS NULL"),
            postgresql_where=sa.text("case_id IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_returns_organisation_id"))
        batch_op.drop_index(batch_op.f("ix_returns_case_id"))
        batch_op.drop_index(batch_op.f("ix_returns_audit_id"))

    op.drop_table("returns")
    with op.batch_alter_table("finding_changes", schema=None) as batch_op:
        batch_op.drop_index("ix_finding_changes_finding")

    op.drop_table("finding_changes")
    with op.batch_alter_table("roles_given", schema=None) as batch_op:
        batch_op.drop_index("ix_roles_given_person")
        batch_op.drop_index(batch_op.f("ix_roles_given_organisation_id"))
        batch_op.drop_index(batch_op.f("ix_roles_given_audit_id"))

    op.drop_table("roles_given")
    with op.batch_alter_table("published_reports", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_published_reports_audit_id"))

    op.drop_table("published_reports")
    with op.batch_alter_table("findings", schema=None) as batch_op:
        batch_op.drop_index("ix_findings_audit")

    op.drop_table("findings")
    with op.batch_alter_table("cases", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_cases_audit_id"))

    op.drop_table("cases")
    with op.batch_alter_table("audit_moves", schema=None) as batch_op:
        batch_op.drop_index("ix_audit_moves_audit")

    op.drop_table("audit_moves")
    with op.batch_alter_table("audits", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_audits_tool_version_id"))

    op.drop_table("audits")
    with op.batch_alter_table("trail_events", schema=None) as batch_op:
        batch_op.drop_index("ix_trail_events_subject")
        batch_op.drop_index(batch_op.f("ix_trail_events_audit_id"))

    op.drop_table("trail_events")
    op.drop_table("tool_versions")
    with op.batch_alter_table("signed_in", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_signed_in_person_id"))

    op.drop_table("signed_in")
    op.drop_table("register_imports")
    with op.batch_alter_table("invitations", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_invitations_person_id"))

    op.drop_table("invitations")
    with op.batch_alter_table("interests", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_interests_person_id"))
        batch_op.drop_index(batch_op.f("ix_interests_organisation_id"))

    op.drop_table("interests")
    op.drop_table("people")
    with op.batch_alter_table("organisations", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_organisations_name"))

    op.drop_table("organisations")
    with op.batch_alter_table("failed_attempts", schema=None) as batch_op:
        batch_op.drop_index("ix_failed_attempts_email_at")

    op.drop_table("failed_attempts")
