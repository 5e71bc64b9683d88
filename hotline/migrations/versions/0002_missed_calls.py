"""Missed calls that are called back, and the calls that the practice carrier rings a phone with."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "missed_calls",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("carrier", sa.String(), nullable=False),
        sa.Column("carrier_id", sa.String(), nullable=False),
        sa.Column("caller_pseudonym", sa.String(), nullable=False),
        sa.Column("caller_sealed", sa.LargeBinary(), nullable=True),
        sa.Column(
            "state",
            sa.Enum(
                "waiting",
                "placing",
                "placed",
                "unknown",
                "refused",
                "left",
                name="missedstate",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("why", sa.String(), nullable=True),
        sa.Column("day", sa.Date(), nullable=True),
        sa.Column("nth", sa.Integer(), nullable=True),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("missed_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("try_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("claimed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("call_back_id", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_missed_calls")),
        sa.UniqueConstraint(
            "caller_pseudonym", "day", "nth", name=op.f("uq_missed_calls_caller_pseudonym_day_nth")
        ),
        sa.UniqueConstraint("carrier", "carrier_id", name=op.f("uq_missed_calls_carrier_carrier_id")),
    )
    op.create_index(
        "ix_missed_calls_going",
        "missed_calls",
        ["try_at"],
        unique=False,
        postgresql_where=sa.text("state IN ('waiting', 'placing')"),
    )
    op.create_table(
        "practice_outgoing_calls",
        sa.Column("call_sid", sa.String(length=64), nullable=False),
        sa.Column("to_number", sa.String(length=64), nullable=False),
        sa.Column("from_number", sa.String(length=64), nullable=False),
        sa.Column(
            "placed_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("clock_timestamp()"),
            nullable=False,
        ),
        sa.PrimaryKeyConstraint("call_sid", name=op.f("pk_practice_outgoing_calls")),
    )
    op.create_index(
        op.f("ix_practice_outgoing_calls_to_number"), "practice_outgoing_calls", ["to_number"], unique=False
    )


def downgrade() -> None:
    op.drop_index(op.f("ix_practice_outgoing_calls_to_number"), table_name="practice_outgoing_calls")
    op.drop_table("practice_outgoing_calls")
    op.drop_index(
        "ix_missed_calls_going",
        table_name="missed_calls",
        postgresql_where=sa.text("state IN ('waiting', 'placing')"),
    )
    op.drop_table("missed_calls")
