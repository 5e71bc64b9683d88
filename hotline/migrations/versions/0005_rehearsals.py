"""Which practice call rehearses which scenario."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "practice_rehearsals",
        sa.Column("call_sid", sa.String(length=64), nullable=False),
        sa.Column("scenario", sa.String(length=64), nullable=False),
        sa.Column("from_number", sa.String(length=64), nullable=False),
        sa.Column(
            "begun_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("clock_timestamp()"),
            nullable=False,
        ),
        sa.PrimaryKeyConstraint("call_sid"),
    )
    op.create_index("ix_practice_rehearsals_scenario", "practice_rehearsals", ["scenario"])


def downgrade() -> None:
    op.drop_table("practice_rehearsals")
