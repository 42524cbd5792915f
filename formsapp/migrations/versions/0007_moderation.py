"""Moderation that a panel trusts: samples, calibration, queries, panels, letters, challenges, interests in cases."""

import sqlalchemy as sa
from alembic import op

import formsapp.database

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "reason_templates",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("about", sa.String(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("added_at", formsapp.database.UtcDateTime(), nullable=False),
        sa.Column("added_by_id", sa.Integer(), nullable=True),
        sa.Column("removed_at", formsapp.database.UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["added_by_id"], ["people.id"], name=op.f("fk_reason_templates_added_by_id_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reason_templates")),
    )
    op.create_table(
        "feedback_releases",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("audit_id", sa.Integer(), nullable=False),
        sa.Column("figures", sa.Text(), nullable=False),
        sa.Column("at", formsapp.database.UtcDateTime(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["audit_id"], ["audits.id"], name=op.f("fk_feedback_releases_audit_id_audits")),
        sa.ForeignKeyConstraint(["by_id"], ["people.id"], name=op.f("fk_feedback_releases_by_id_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_feedback_releases")),
        sa.UniqueConstraint("audit_id", name=op.f("uq_feedback_releases_audit_id")),
    )
    op.create_table(
        "panels",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("audit_id", sa.Integer(), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("present", sa.Text(), nullable=False),
        sa.Column("others", sa.Text(), nullable=False),
        sa.Column("began_at", formsapp.database.UtcDateTime(), nullable=False),
        sa.Column("began_by_id", sa.Integer(), nullable=False),
        sa.Column("ended_at", formsapp.database.UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["audit_id"], ["audits.id"], name=op.f("fk_panels_audit_id_audits")),
        sa.ForeignKeyConstraint(["began_by_id"], ["people.id"], name=op.f("fk_panels_began_by_id_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_panels")),
    )
    op.create_index("ix_panels_audit_id", "panels", ["audit_id"], unique=False)
    op.create_table(
        "samples",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("audit_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("strata", sa.Text(), nullable=False),
        sa.Column("seed", sa.BigInteger(), nullable=False),
        sa.Column("risk_picks", sa.Integer(), nullable=False),
        sa.Column("risk_points", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("drawn_at", formsapp.database.UtcDateTime(), nullable=False),
        sa.Column("drawn_by_id", sa.Integer(), nullable=True),
        sa.Column("told_at", formsapp.database.UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["audit_id"], ["audits.id"], name=op.f("fk_samples_audit_id_audits")),
        sa.ForeignKeyConstraint(["drawn_by_id"], ["people.id"], name=op.f("fk_samples_drawn_by_id_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_samples")),
        sa.UniqueConstraint("audit_id", "number", name=op.f("uq_samples_audit_id")),
    )
    op.create_table(
        "worked_examples",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("audit_id", sa.Integer(), nullable=False),
        sa.Column("question", sa.String(), nullable=False),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.Column("evidence", sa.Text(), nullable=False),
        sa.Column("reference", sa.String(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("added_at", formsapp.database.UtcDateTime(), nullable=False),
        sa.Column("added_by_id", sa.Integer(), nullable=True),
        sa.Column("removed_at", formsapp.database.UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["added_by_id"], ["people.id"], name=op.f("fk_worked_examples_added_by_id_people")),
        sa.ForeignKeyConstraint(["audit_id"], ["audits.id"], name=op.f("fk_worked_examples_audit_id_audits")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_worked_examples")),
    )
    op.create_index("ix_worked_examples_audit_id", "worked_examples", ["audit_id"], unique=False)
    op.create_table(
        "example_ratings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("example_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("rating", sa.String(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("at", formsapp.database.UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["example_id"], ["worked_examples.id"], name=op.f("fk_example_ratings_example_id_worked_examples")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_example_ratings_person_id_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_example_ratings")),
        sa.UniqueConstraint("example_id", "person_id", name=op.f("uq_example_ratings_example_id")),
    )
    op.create_index("ix_example_ratings_person_id", "example_ratings", ["person_id"], unique=False)
    op.create_table(
        "answer_queries",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("return_id", sa.Integer(), nullable=False),
        sa.Column("question", sa.String(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("answer_revision", sa.Integer(), nullable=False),
        sa.Column("asked_at", formsapp.database.UtcDateTime(), nullable=False),
        sa.Column("asked_by_id", sa.Integer(), nullable=False),
        sa.Column("closed_at", formsapp.database.UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["asked_by_id"], ["people.id"], name=op.f("fk_answer_queries_asked_by_id_people")),
        sa.ForeignKeyConstraint(["return_id"], ["returns.id"], name=op.f("fk_answer_queries_return_id_returns")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_answer_queries")),
    )
    op.create_index("ix_answer_queries_return_id", "answer_queries", ["return_id"], unique=False)
    op.create_table(
        "feedback_letters",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("return_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("drafted", sa.Text(), nullable=False),
        sa.Column("drafted_at", formsapp.database.UtcDateTime(), nullable=False),
        sa.Column("drafted_by_id", sa.Integer(), nullable=True),
        sa.Column("document", sa.Text(), nullable=True),
        sa.Column("fingerprint", sa.String(), nullable=True),
        sa.Column("released_at", formsapp.database.UtcDateTime(), nullable=True),
        sa.Column("released_by_id", sa.Integer(), nullable=True),
        sa.Column("challenge_until", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["drafted_by_id"], ["people.id"], name=op.f("fk_feedback_letters_drafted_by_id_people")
        ),
        sa.ForeignKeyConstraint(
            ["released_by_id"], ["people.id"], name=op.f("fk_feedback_letters_released_by_id_people")
        ),
        sa.ForeignKeyConstraint(["return_id"], ["returns.id"], name=op.f("fk_feedback_letters_return_id_returns")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_feedback_letters")),
        sa.UniqueConstraint("return_id", "number", name=op.f("uq_feedback_letters_return_id")),
    )
    op.create_table(
        "glass_broken",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("return_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("at", formsapp.database.UtcDateTime(), nullable=False),
        sa.Column("seen_at", formsapp.database.UtcDateTime(), nullable=True),
        sa.Column("seen_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_glass_broken_person_id_people")),
        sa.ForeignKeyConstraint(["return_id"], ["returns.id"], name=op.f("fk_glass_broken_return_id_returns")),
        sa.ForeignKeyConstraint(["seen_by_id"], ["people.id"], name=op.f("fk_glass_broken_seen_by_id_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_glass_broken")),
    )
    op.create_index("ix_glass_broken_return_id", "glass_broken", ["return_id"], unique=False)
    op.create_table(
        "proposed_agreements",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("return_id", sa.Integer(), nullable=False),
        sa.Column("question", sa.String(), nullable=False),
        sa.Column("rating", sa.String(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("answer_revision", sa.Integer(), nullable=False),
        sa.Column("proposed_at", formsapp.database.UtcDateTime(), nullable=False),
        sa.Column("proposed_by_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["proposed_by_id"], ["people.id"], name=op.f("fk_proposed_agreements_proposed_by_id_people")
        ),
        sa.ForeignKeyConstraint(["return_id"], ["returns.id"], name=op.f("fk_proposed_agreements_return_id_returns")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_proposed_agreements")),
    )
    op.create_index(
        "ix_proposed_agreements_return", "proposed_agreements", ["return_id", "question", "id"], unique=False
    )
    op.create_table(
        "sample_entries",
        sa.Column("sample_id", sa.Integer(), nullable=False),
        sa.Column("return_id", sa.Integer(), nullable=False),
        sa.Column("stratum", sa.String(), nullable=False),
        sa.Column("pick", sa.String(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["return_id"], ["returns.id"], name=op.f("fk_sample_entries_return_id_returns")),
        sa.ForeignKeyConstraint(["sample_id"], ["samples.id"], name=op.f("fk_sample_entries_sample_id_samples")),
        sa.PrimaryKeyConstraint("sample_id", "return_id", name=op.f("pk_sample_entries")),
    )
    op.create_index("ix_sample_entries_return_id", "sample_entries", ["return_id"], unique=False)
    op.create_table(
        "challenges",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("return_id", sa.Integer(), nullable=False),
        sa.Column("letter_id", sa.Integer(), nullable=False),
        sa.Column("question", sa.String(), nullable=False),
        sa.Column("rating", sa.String(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("evidence", sa.Text(), nullable=False),
        sa.Column("made_at", formsapp.database.UtcDateTime(), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["letter_id"], ["feedback_letters.id"], name=op.f("fk_challenges_letter_id_feedback_letters")
        ),
        sa.ForeignKeyConstraint(["made_by_id"], ["people.id"], name=op.f("fk_challenges_made_by_id_people")),
        sa.ForeignKeyConstraint(["return_id"], ["returns.id"], name=op.f("fk_challenges_return_id_returns")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_challenges")),
    )
    op.create_index("ix_challenges_return_id", "challenges", ["return_id"], unique=False)
    op.create_table(
        "letter_changes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("letter_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("part", sa.String(), nullable=False),
        sa.Column("line", sa.String(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("at", formsapp.database.UtcDateTime(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["by_id"], ["people.id"], name=op.f("fk_letter_changes_by_id_people")),
        sa.ForeignKeyConstraint(
            ["letter_id"], ["feedback_letters.id"], name=op.f("fk_letter_changes_letter_id_feedback_letters")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_letter_changes")),
    )
    op.create_index("ix_letter_changes_letter", "letter_changes", ["letter_id", "id"], unique=False)
    op.create_table(
        "letters_acknowledged",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("letter_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("at", formsapp.database.UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["letter_id"], ["feedback_letters.id"], name=op.f("fk_letters_acknowledged_letter_id_feedback_letters")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_letters_acknowledged_person_id_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_letters_acknowledged")),
        sa.UniqueConstraint("letter_id", "person_id", name=op.f("uq_letters_acknowledged_letter_id")),
    )
    op.create_table(
        "panel_items",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("panel_id", sa.Integer(), nullable=False),
        sa.Column("return_id", sa.Integer(), nullable=False),
        sa.Column("question", sa.String(), nullable=False),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("settled_id", sa.Integer(), nullable=True),
        sa.Column("stepped_out", sa.Text(), nullable=False),
        sa.Column("at", formsapp.database.UtcDateTime(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["people.id"], name=op.f("fk_panel_items_by_id_people")),
        sa.ForeignKeyConstraint(["panel_id"], ["panels.id"], name=op.f("fk_panel_items_panel_id_panels")),
        sa.ForeignKeyConstraint(["return_id"], ["returns.id"], name=op.f("fk_panel_items_return_id_returns")),
        sa.ForeignKeyConstraint(
            ["settled_id"], ["settled_ratings.id"], name=op.f("fk_panel_items_settled_id_settled_ratings")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_panel_items")),
    )
    op.create_index("ix_panel_items_panel", "panel_items", ["panel_id", "id"], unique=False)
    op.create_table(
        "query_replies",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("query_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("at", formsapp.database.UtcDateTime(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["people.id"], name=op.f("fk_query_replies_by_id_people")),
        sa.ForeignKeyConstraint(
            ["query_id"], ["answer_queries.id"], name=op.f("fk_query_replies_query_id_answer_queries")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_query_replies")),
    )
    op.create_index("ix_query_replies_query_id", "query_replies", ["query_id"], unique=False)
    op.create_table(
        "challenge_steps",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("challenge_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("decider_id", sa.Integer(), nullable=True),
        sa.Column("settled_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("at", formsapp.database.UtcDateTime(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["by_id"], ["people.id"], name=op.f("fk_challenge_steps_by_id_people")),
        sa.ForeignKeyConstraint(
            ["challenge_id"], ["challenges.id"], name=op.f("fk_challenge_steps_challenge_id_challenges")
        ),
        sa.ForeignKeyConstraint(["decider_id"], ["people.id"], name=op.f("fk_challenge_steps_decider_id_people")),
        sa.ForeignKeyConstraint(
            ["settled_id"], ["settled_ratings.id"], name=op.f("fk_challenge_steps_settled_id_settled_ratings")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_challenge_steps")),
    )
    op.create_index("ix_challenge_steps_challenge_id", "challenge_steps", ["challenge_id"], unique=False)
    with op.batch_alter_table("interests") as interests:
        interests.add_column(sa.Column("case_id", sa.Integer(), nullable=True))
        interests.alter_column("organisation_id", existing_type=sa.Integer(), nullable=True)
        interests.create_foreign_key(op.f("fk_interests_case_id_cases"), "cases", ["case_id"], ["id"])
        interests.create_index(op.f("ix_interests_case_id"), ["case_id"])
    op.add_column("moderators", sa.Column("ended_at", formsapp.database.UtcDateTime(), nullable=True))
    op.add_column("moderators", sa.Column("ended_reason", sa.Text(), nullable=True))
    # A plain addition: on SQLite a table that others refer to is never made anew.
    op.add_column("settled_ratings", sa.Column("minority_view", sa.Text(), nullable=False, server_default=""))
    op.execute(
        "ALTER TABLE settled_ratings ADD COLUMN minority_of_id INTEGER "
        "CONSTRAINT fk_settled_ratings_minority_of_id_people REFERENCES people (id)"
    )


def downgrade() -> None:
    for table in (
        "challenge_steps",
        "query_replies",
        "panel_items",
        "letters_acknowledged",
        "letter_changes",
        "challenges",
        "sample_entries",
        "proposed_agreements",
        "glass_broken",
        "feedback_letters",
        "answer_queries",
        "example_ratings",
        "worked_examples",
        "samples",
        "panels",
        "feedback_releases",
        "reason_templates",
    ):
        op.drop_table(table)
    with op.batch_alter_table("settled_ratings") as settled:
        settled.drop_column("minority_of_id")
        settled.drop_column("minority_view")
    op.drop_column("moderators", "ended_reason")
    op.drop_column("moderators", "ended_at")
    op.execute("DELETE FROM interests WHERE organisation_id IS NULL")
    with op.batch_alter_table("interests") as interests:
        interests.drop_index("ix_interests_case_id")
        interests.drop_column("case_id")
        interests.alter_column("organisation_id", existing_type=sa.Integer(), nullable=False)
