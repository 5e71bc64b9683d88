"""Duty hours, days of verification, drafts and changes of the directory; names of places that people add."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for column in ("days", "hours"):
        op.add_column("circle_phones", sa.Column(column, sa.String(), nullable=False, server_default=""))
        op.alter_column("circle_phones", column, server_default=None)
    op.add_column("circles", sa.Column("last_verified", sa.Date()))
    make_passed_over()
    make_changes()
    make_names()


def make_passed_over() -> None:
    op.create_table(
        "passed_over_circles",
        sa.Column("id", sa.Integer(), sa.Identity(), primary_key=True),
        sa.Column("circle_code", sa.String(), sa.ForeignKey("circles.code"), nullable=False),
        sa.Column("valid_from", sa.Date()),
        sa.Column("valid_until", sa.Date()),
        sa.Column("reason", sa.String(), nullable=False),
        by("entered_by"),
        at("entered_at"),
        by("ended_by"),
        sa.Column("ended_at", sa.DateTime(timezone=True)),
    )
    op.create_index("ix_passed_over_circles_circle_code", "passed_over_circles", ["circle_code"])


def make_changes() -> None:
    op.create_table(
        "directory_changes",
        sa.Column("id", sa.Integer(), sa.Identity(), primary_key=True),
        by("by"),
        at("at"),
        sa.Column("why", sa.String(), nullable=False),
        sa.Column("changes", JSONB(), nullable=False),
    )
    op.create_table(
        "directory_draft",
        sa.Column("id", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("circles", sa.Text(), nullable=False),
        sa.Column("jurisdictions", sa.Text(), nullable=False),
        sa.Column("began_from", sa.Integer(), nullable=False),
        by("changed_by"),
        at("changed_at"),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.CheckConstraint("id = 1", name="only_one"),
    )


def make_names() -> None:
    op.create_table(
        "added_place_names",
        sa.Column("id", sa.Integer(), sa.Identity(), primary_key=True),
        sa.Column("spelling", sa.String(), nullable=False),
        sa.Column("unit", sa.String(), nullable=False),
        sa.Column("place_when", sa.String(), nullable=False),
        by("added_by", nullable=False),
        at("added_at"),
        by("removed_by"),
        sa.Column("removed_at", sa.DateTime(timezone=True)),
    )
    op.create_index(
        "uq_added_place_names_in_force",
        "added_place_names",
        ["spelling"],
        unique=True,
        postgresql_where=sa.text("removed_at IS NULL"),
    )
    op.create_table(
        "unknown_place_words",
        sa.Column("key", sa.String(), primary_key=True),
        sa.Column("word_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("seen", sa.Integer(), nullable=False),
        at("first_seen_at"),
        at("last_seen_at"),
        by("settled_by"),
        sa.Column("settled_at", sa.DateTime(timezone=True)),
    )


def by(name: str, *, nullable: bool = True) -> "sa.Column[int]":
    return sa.Column(name, sa.BigInteger(), sa.ForeignKey("supervisors.id"), nullable=nullable)


def at(name: str) -> "sa.Column[object]":
    return sa.Column(name, sa.DateTime(timezone=True), server_default=sa.func.now(), nullable=False)


def downgrade() -> None:
    for table in (
        "unknown_place_words",
        "added_place_names",
        "directory_draft",
        "directory_changes",
        "passed_over_circles",
    ):
        op.drop_table(table)
    op.drop_column("circles", "last_verified")
    for column in ("hours", "days"):
        op.drop_column("circle_phones", column)
