"""Whether a referral's text said that the tip is urgent, and whether it goes out again with what is new."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for column in ("told_urgent", "news"):
        op.add_column("referrals", sa.Column(column, sa.Boolean(), nullable=False, server_default=sa.false()))
        op.alter_column("referrals", column, server_default=None)


def downgrade() -> None:
    for column in ("news", "told_urgent"):
        op.drop_column("referrals", column)
