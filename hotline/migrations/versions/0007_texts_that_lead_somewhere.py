"""What the words of a tip say, photos and commands by text, and offices that get a tip beside the circle."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import ARRAY

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

SAID = ("danger", "child", "official_involved", "moving")


def upgrade() -> None:
    for column in ("places", "excluded"):
        add_to_all("tips", sa.Column(column, ARRAY(sa.Text()), nullable=False, server_default="{}"))
    for column in SAID:
        add_to_all("tips", sa.Column(column, sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("tips", sa.Column("score", sa.Integer()))
    op.add_column("tips", sa.Column("reasons_sealed", sa.LargeBinary()))
    op.add_column("tips", sa.Column("other_tongue", sa.String()))
    op.add_column("texts", sa.Column("command", sa.String()))
    op.alter_column("texts", "conversation_id", nullable=True)
    op.add_column("referrals", sa.Column("role", sa.String(length=40), nullable=False, server_default="main"))
    op.drop_constraint("uq_referrals_tip_id", "referrals", type_="unique")
    op.create_unique_constraint("uq_referrals_tip_id_role", "referrals", ["tip_id", "role"])
    op.create_table(
        "stopped_numbers",
        sa.Column("pseudonym", sa.String(), primary_key=True),
        sa.Column("since", sa.DateTime(timezone=True), server_default=sa.func.now(), nullable=False),
    )
    make_photos()


def make_photos() -> None:
    op.create_table(
        "text_photos",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("text_id", sa.BigInteger(), sa.ForeignKey("texts.id"), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("content_type", sa.String(), nullable=False),
        sa.Column("link_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("try_at", sa.DateTime(timezone=True), server_default=sa.func.now(), nullable=False),
        sa.Column("sealed", sa.LargeBinary()),
        sa.UniqueConstraint("text_id", "number"),
    )
    op.create_index(
        "ix_text_photos_waiting", "text_photos", ["try_at"], postgresql_where=sa.text("state = 'waiting'")
    )


def add_to_all(table: str, column: "sa.Column[object]") -> None:
    """A column that rows of before get a value for; new rows get theirs from the hotline."""
    op.add_column(table, column)
    op.alter_column(table, column.name, server_default=None)


def downgrade() -> None:
    op.drop_table("text_photos")
    op.drop_table("stopped_numbers")
    # What the version before has no place for goes: second referrals of a tip, and texts of no conversation.
    op.execute(
        "DELETE FROM referral_events WHERE referral_id IN (SELECT id FROM referrals WHERE role <> 'main')"
    )
    op.execute("DELETE FROM referrals WHERE role <> 'main'")
    op.drop_constraint("uq_referrals_tip_id_role", "referrals", type_="unique")
    op.create_unique_constraint("uq_referrals_tip_id", "referrals", ["tip_id"])
    op.drop_column("referrals", "role")
    op.execute("DELETE FROM texts WHERE conversation_id IS NULL")
    op.alter_column("texts", "conversation_id", nullable=False)
    op.drop_column("texts", "command")
    for column in ("other_tongue", "reasons_sealed", "score", *reversed(SAID), "excluded", "places"):
        op.drop_column("tips", column)
