"""Officers whose phones ring for something urgent, and where a practice phone's call leads whoever picks it up."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    moment = sa.DateTime(timezone=True)
    op.create_table(
        "officer_calls",
        sa.Column("message_id", sa.BigInteger(), sa.ForeignKey("referral_messages.id"), primary_key=True),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("why", sa.String()),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("claimed_at", moment, nullable=False, server_default=sa.func.clock_timestamp()),
        sa.Column("try_at", moment),
        sa.Column("call_id", sa.String()),
    )
    op.create_index("ix_officer_calls_claimed_at", "officer_calls", ["claimed_at"])
    first_path = sa.Column("first_path", sa.String(), nullable=False, server_default="/twilio/calls/incoming")
    op.add_column("practice_outgoing_calls", first_path)
    op.alter_column("practice_outgoing_calls", "first_path", server_default=None)


def downgrade() -> None:
    op.drop_column("practice_outgoing_calls", "first_path")
    op.drop_table("officer_calls")
