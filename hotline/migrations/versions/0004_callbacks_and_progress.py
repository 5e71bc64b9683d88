"""When a caller may be called back, how far a report is, and codes guessed wrong."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    callback = sa.Enum("morning", "afternoon", "evening", "no", name="callback", native_enum=False, length=40)
    op.add_column("tips", sa.Column("callback", callback, nullable=True))
    op.add_column("tips", sa.Column("may_say_who", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.alter_column("tips", "may_say_who", server_default=None)
    for column in ("accepted_at", "closed_at"):
        op.add_column("referrals", sa.Column(column, sa.DateTime(timezone=True), nullable=True))
    op.create_table(
        "wrong_codes",
        sa.Column("id", sa.BigInteger(), sa.Identity(), nullable=False),
        sa.Column("caller_pseudonym", sa.String(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_wrong_codes_at", "wrong_codes", ["at"])


def downgrade() -> None:
    op.drop_table("wrong_codes")
    for column in ("closed_at", "accepted_at"):
        op.drop_column("referrals", column)
    op.drop_column("tips", "may_say_who")
    op.drop_column("tips", "callback")
