"""Referrals that are answered: each SMS a row of its own, tags, steps, outcomes; carriers' turns, notices, alarms."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

OF_ONE_MESSAGE = ("recipient_circle", "number", "body", "carrier_message_id", "claimed_at")
INDEXES = (
    "ix_referrals_nobody_answers",
    "ix_referrals_refused",
    "ix_referrals_open",
    "ix_referrals_unanswered",
    "ix_referrals_due",
)
TIMES = ("handed_at", "acknowledge_by", "unanswered_at")
MAY_HAVE_ARRIVED = "state IN ('unknown', 'sent', 'delivered')"


def upgrade() -> None:
    make_messages()
    keep_messages()
    change_referrals()
    make_carriers()
    make_alarms()
    op.add_column("circle_phones", sa.Column("head", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column(
        "text_conversations", sa.Column("safe", sa.Boolean(), nullable=False, server_default=sa.false())
    )
    op.create_index(
        "ix_text_conversations_safe", "text_conversations", ["tip_id"], postgresql_where=sa.text("safe")
    )
    op.alter_column("circle_phones", "head", server_default=None)
    op.alter_column("text_conversations", "safe", server_default=None)


def _at(name: str, *, now: bool = False) -> sa.Column[object]:
    default = sa.text("clock_timestamp()") if now else None
    return sa.Column(name, sa.DateTime(timezone=True), nullable=not now, server_default=default)


def make_messages() -> None:
    op.create_table(
        "referral_messages",
        sa.Column("id", sa.BigInteger(), sa.Identity(), primary_key=True),
        sa.Column("referral_id", sa.Uuid(), sa.ForeignKey("referrals.id"), nullable=False),
        sa.Column("step", sa.Integer(), nullable=False),
        sa.Column("attempt", sa.Integer(), nullable=False),
        sa.Column("repeat", sa.Boolean(), nullable=False),
        sa.Column("circle_code", sa.String(), sa.ForeignKey("circles.code"), nullable=False),
        sa.Column("rung", sa.String(40), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column("urgent", sa.Boolean(), nullable=False),
        sa.Column("carrier", sa.String(), nullable=False),
        _at("claimed_at", now=True),
        _at("handed_at"),
        _at("delivered_at"),
        sa.Column("carrier_message_id", sa.String()),
        sa.Column("fate", sa.String(40), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.UniqueConstraint("referral_id", "attempt"),
    )
    once = sa.text("NOT repeat AND fate NOT IN ('not_sent', 'refused')")
    op.create_index(
        "uq_referral_messages_once",
        "referral_messages",
        ["referral_id", "step"],
        unique=True,
        postgresql_where=once,
    )
    op.create_index("ix_referral_messages_number", "referral_messages", ["number"])
    op.create_index("ix_referral_messages_carrier", "referral_messages", ["carrier", "claimed_at"])


def keep_messages() -> None:
    """What was sent before is the one message of its referral that is still known."""
    op.execute(
        f"""
        INSERT INTO referral_messages (referral_id, step, attempt, repeat, circle_code, rung, number, body, urgent,
            carrier, claimed_at, handed_at, delivered_at, carrier_message_id, fate, code)
        SELECT id, 0, attempts, false, recipient_circle, coalesce(rung, 'circle'), number, body, told_urgent, '',
            coalesce(claimed_at, opened_at),
            CASE WHEN {MAY_HAVE_ARRIVED} THEN claimed_at END,
            CASE WHEN state = 'delivered' THEN claimed_at END,
            carrier_message_id,
            CASE state WHEN 'delivered' THEN 'delivered' WHEN 'sent' THEN 'taken' WHEN 'unknown' THEN 'unknown'
                WHEN 'sending' THEN 'pending' WHEN 'refused' THEN 'refused' ELSE 'not_sent' END,
            ''
        FROM referrals WHERE number IS NOT NULL AND body IS NOT NULL AND recipient_circle IS NOT NULL
        """  # noqa: S608
    )


def change_referrals() -> None:
    op.add_column("referrals", sa.Column("tag", sa.String(4), nullable=False, server_default=""))
    op.execute(
        "UPDATE referrals SET tag = right(tips.reference, 4) FROM tips WHERE tips.id = referrals.tip_id"
    )
    op.alter_column("referrals", "tag", server_default=None)
    for column in ("step", "ladder_from", "tries"):
        op.add_column("referrals", sa.Column(column, sa.Integer(), nullable=False, server_default="0"))
        op.alter_column("referrals", column, server_default=None)
    for column in TIMES:
        op.add_column("referrals", _at(column))
    op.add_column("referrals", sa.Column("outcome", sa.String(40)))
    op.alter_column("referrals", "accepted_at", new_column_name="acknowledged_at")
    op.execute(f"UPDATE referrals SET handed_at = claimed_at WHERE {MAY_HAVE_ARRIVED}")  # noqa: S608
    op.execute("UPDATE referrals SET state = 'acknowledged' WHERE acknowledged_at IS NOT NULL")
    op.execute("UPDATE referrals SET state = 'closed' WHERE closed_at IS NOT NULL")
    # What is on its way must be answered from now on, too.
    op.execute(
        "UPDATE referrals SET acknowledge_by = now() + interval '2 hours'"  # noqa: S608
        f" WHERE role = 'main' AND {MAY_HAVE_ARRIVED}"
    )
    for column in OF_ONE_MESSAGE:
        op.drop_column("referrals", column)
    op.drop_index("ix_referrals_due", "referrals")
    due = sa.text("state IN ('waiting', 'sending', 'unknown', 'escalated')")
    op.create_index("ix_referrals_due", "referrals", ["next_try_at"], postgresql_where=due)
    unanswered = sa.text("acknowledge_by IS NOT NULL")
    op.create_index("ix_referrals_unanswered", "referrals", ["acknowledge_by"], postgresql_where=unanswered)
    is_open = sa.text("closed_at IS NULL")
    op.create_index("ix_referrals_open", "referrals", ["circle_code", "tag"], postgresql_where=is_open)
    op.create_index(
        "ix_referrals_refused", "referrals", ["opened_at"], postgresql_where=sa.text("state = 'refused'")
    )
    nobody = sa.text("unanswered_at IS NOT NULL AND acknowledged_at IS NULL AND closed_at IS NULL")
    op.create_index("ix_referrals_nobody_answers", "referrals", ["unanswered_at"], postgresql_where=nobody)
    op.add_column("referral_events", sa.Column("step", sa.Integer(), nullable=False, server_default="0"))
    op.alter_column("referral_events", "step", server_default=None)
    op.add_column("referral_events", sa.Column("words_sealed", sa.LargeBinary()))


def make_carriers() -> None:
    op.create_table(
        "carrier_turns",
        sa.Column("id", sa.Integer(), sa.Identity(), primary_key=True),
        sa.Column("share", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        _at("at", now=True),
    )
    op.create_table(
        "sender_paces", sa.Column("sender", sa.String(), primary_key=True), _at("free_at", now=True)
    )
    op.create_table(
        "notices",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("key", sa.String(), nullable=False, unique=True),
        sa.Column("number_sealed", sa.LargeBinary()),
        sa.Column("body_sealed", sa.LargeBinary()),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("carrier", sa.String()),
        sa.Column("carrier_message_id", sa.String()),
        sa.Column("reason", sa.String(), nullable=False),
        _at("made_at", now=True),
        _at("next_try_at", now=True),
        _at("claimed_at"),
        _at("sent_at"),
    )
    due = sa.text("state IN ('waiting', 'sending')")
    op.create_index("ix_notices_due", "notices", ["next_try_at"], postgresql_where=due)


def make_alarms() -> None:
    op.create_table(
        "alarms",
        sa.Column("id", sa.Integer(), sa.Identity(), primary_key=True),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("detail", sa.String(), nullable=False),
        _at("raised_at", now=True),
        _at("told_at"),
        _at("ended_at"),
    )
    op.create_index(
        "uq_alarms_standing", "alarms", ["kind"], unique=True, postgresql_where=sa.text("ended_at IS NULL")
    )
    op.create_table("heartbeats", sa.Column("of", sa.String(), primary_key=True), _at("at", now=True))


def downgrade() -> None:
    for table in ("heartbeats", "alarms", "notices", "sender_paces", "carrier_turns"):
        op.drop_table(table)
    op.drop_index("ix_text_conversations_safe", "text_conversations")
    op.drop_column("text_conversations", "safe")
    op.drop_column("circle_phones", "head")
    op.drop_column("referral_events", "words_sealed")
    op.drop_column("referral_events", "step")
    for index in INDEXES:
        op.drop_index(index, "referrals")
    take_messages_back()
    for column in ("outcome", *TIMES, "tries", "ladder_from", "step", "tag"):
        op.drop_column("referrals", column)
    due = sa.text("state IN ('waiting', 'sending', 'unknown')")
    op.create_index("ix_referrals_due", "referrals", ["next_try_at"], postgresql_where=due)
    op.drop_table("referral_messages")


def take_messages_back() -> None:
    """The version before knows the current message of a referral only, and four of its states."""
    for column in OF_ONE_MESSAGE:
        kind = sa.DateTime(timezone=True) if column == "claimed_at" else sa.String()
        op.add_column("referrals", sa.Column(column, kind))
    op.create_foreign_key(
        "fk_referrals_recipient_circle_circles", "referrals", "circles", ["recipient_circle"], ["code"]
    )
    op.alter_column("referrals", "acknowledged_at", new_column_name="accepted_at")
    op.execute(
        """
        UPDATE referrals SET recipient_circle = m.circle_code, number = m.number, body = m.body,
            carrier_message_id = m.carrier_message_id, claimed_at = m.claimed_at
        FROM referral_messages m WHERE m.referral_id = referrals.id AND m.attempt = referrals.attempts
        """
    )
    told = "SELECT 1 FROM referral_messages m WHERE m.referral_id = referrals.id AND m.fate = 'delivered'"
    for table in ("referrals", "referral_events"):
        op.execute(f"UPDATE {table} SET state = 'waiting' WHERE state = 'escalated'")  # noqa: S608
    op.execute(
        "UPDATE referrals SET state = CASE WHEN EXISTS (" + told + ") THEN 'delivered' ELSE 'sent' END"  # noqa: S608
        " WHERE state IN ('acknowledged', 'declined', 'closed')"
    )
    op.execute(
        "UPDATE referral_events SET state = 'sent' WHERE state IN ('acknowledged', 'declined', 'closed')"
    )
