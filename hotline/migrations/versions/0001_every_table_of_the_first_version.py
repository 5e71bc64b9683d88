"""Every table of the first version."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "circles",
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column(
            "type",
            sa.Enum(
                "headquarters",
                "zone",
                "AHTC",
                "AHTC + Composite Circle",
                "Composite Circle",
                "Circle",
                "Zone office",
                "FIA police station",
                "Unconfirmed",
                "border FIA police station",
                "link office abroad",
                name="circletype",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("city", sa.String(), nullable=False),
        sa.Column("city_ur", sa.String(), nullable=False),
        sa.Column("province", sa.String(), nullable=False),
        sa.Column("zone", sa.String(), nullable=False),
        sa.Column("region", sa.String(), nullable=False),
        sa.Column("lat", sa.Double(), nullable=True),
        sa.Column("lon", sa.Double(), nullable=True),
        sa.Column("coverage", sa.String(), nullable=False),
        sa.Column("published_phone", sa.String(), nullable=False),
        sa.Column("phone_source", sa.String(), nullable=False),
        sa.Column("evidence", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("confidence", sa.String(), nullable=False),
        sa.Column("notes", sa.String(), nullable=False),
        sa.Column(
            "language", sa.Enum("ur", "en", name="language", native_enum=False, length=40), nullable=False
        ),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_circles")),
    )
    op.create_table(
        "districts",
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("name_ur", sa.String(), nullable=False),
        sa.Column("unit", sa.String(), nullable=False),
        sa.Column("unit_ur", sa.String(), nullable=False),
        sa.Column("province", sa.String(), nullable=False),
        sa.Column("division", sa.String(), nullable=False),
        sa.Column("hq_town", sa.String(), nullable=False),
        sa.Column("lat", sa.Double(), nullable=False),
        sa.Column("lon", sa.Double(), nullable=False),
        sa.Column("coordinates_source", sa.String(), nullable=False),
        sa.Column("area_code", sa.String(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_districts")),
        sa.UniqueConstraint("name", name=op.f("uq_districts_name")),
    )
    op.create_index(op.f("ix_districts_unit"), "districts", ["unit"], unique=False)
    op.create_table(
        "practice_calls",
        sa.Column("call_sid", sa.String(length=64), nullable=False),
        sa.Column("state", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column(
            "changed_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("clock_timestamp()"),
            nullable=False,
        ),
        sa.PrimaryKeyConstraint("call_sid", name=op.f("pk_practice_calls")),
    )
    op.create_table(
        "practice_recordings",
        sa.Column("sid", sa.String(length=64), nullable=False),
        sa.Column("wav", sa.LargeBinary(), nullable=False),
        sa.Column(
            "made_at", sa.DateTime(timezone=True), server_default=sa.text("clock_timestamp()"), nullable=False
        ),
        sa.PrimaryKeyConstraint("sid", name=op.f("pk_practice_recordings")),
    )
    op.create_table(
        "practice_texts",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("message_id", sa.String(length=64), nullable=False),
        sa.Column("to_number", sa.String(length=64), nullable=False),
        sa.Column("from_number", sa.String(length=64), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("receipt_url", sa.Text(), nullable=False),
        sa.Column(
            "sent_at", sa.DateTime(timezone=True), server_default=sa.text("clock_timestamp()"), nullable=False
        ),
        sa.Column("receipted_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_practice_texts")),
        sa.UniqueConstraint("message_id", name=op.f("uq_practice_texts_message_id")),
    )
    op.create_index(op.f("ix_practice_texts_to_number"), "practice_texts", ["to_number"], unique=False)
    op.create_index(
        "ix_practice_texts_unreceipted",
        "practice_texts",
        ["id"],
        unique=False,
        postgresql_where=sa.text("receipted_at IS NULL AND receipt_url <> ''"),
    )
    op.create_table(
        "supervisors",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column("password_hash", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("locked_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("session_epoch", sa.Integer(), nullable=False),
        sa.Column("disabled", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_supervisors")),
        sa.UniqueConstraint("name", name=op.f("uq_supervisors_name")),
    )
    op.create_table(
        "tips",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("reference", sa.String(length=8), nullable=False),
        sa.Column(
            "channel", sa.Enum("call", "sms", name="channel", native_enum=False, length=40), nullable=False
        ),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "forced_labour",
                "bonded_labour",
                "sexual_exploitation",
                "child_labour",
                "child_begging",
                "forced_marriage",
                "domestic_servitude",
                "organ_removal",
                "smuggling",
                "other",
                "unknown",
                "not_a_tip",
                name="kind",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("province", sa.String(), nullable=True),
        sa.Column("district", sa.String(), nullable=True),
        sa.Column("place_why", sa.String(), nullable=True),
        sa.Column("urgent", sa.Boolean(), nullable=False),
        sa.Column("partial", sa.Boolean(), nullable=False),
        sa.Column("words_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("taken_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("ready_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tips")),
        sa.UniqueConstraint("reference", name=op.f("uq_tips_reference")),
    )
    op.create_index(
        "ix_tips_unrecorded",
        "tips",
        ["ready_at"],
        unique=False,
        postgresql_where=sa.text("recorded_at IS NULL"),
    )
    op.create_table(
        "calls",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("carrier", sa.String(), nullable=False),
        sa.Column("carrier_id", sa.String(), nullable=False),
        sa.Column("caller_pseudonym", sa.String(), nullable=True),
        sa.Column("caller_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("waiting_at", sa.String(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("heard_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_as", sa.String(), nullable=True),
        sa.Column("seconds", sa.Integer(), nullable=True),
        sa.Column("tip_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(["tip_id"], ["tips.id"], name=op.f("fk_calls_tip_id_tips")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calls")),
        sa.UniqueConstraint("carrier", "carrier_id", name=op.f("uq_calls_carrier_carrier_id")),
    )
    op.create_index(op.f("ix_calls_caller_pseudonym"), "calls", ["caller_pseudonym"], unique=False)
    op.create_index(
        "ix_calls_going", "calls", ["id"], unique=False, postgresql_where=sa.text("ended_at IS NULL")
    )
    op.create_index(
        "ix_calls_newest",
        "calls",
        [sa.literal_column("started_at DESC"), sa.literal_column("id DESC")],
        unique=False,
    )
    op.create_index(
        "ix_calls_tip_id", "calls", ["tip_id"], unique=False, postgresql_where=sa.text("tip_id IS NOT NULL")
    )
    op.create_table(
        "circle_phones",
        sa.Column("id", sa.Integer(), sa.Identity(always=False), nullable=False),
        sa.Column("circle_code", sa.String(), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("practice", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["circle_code"], ["circles.code"], name=op.f("fk_circle_phones_circle_code_circles")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_circle_phones")),
    )
    op.create_index("ix_circle_phones_circle", "circle_phones", ["circle_code"], unique=False)
    op.create_table(
        "jurisdictions",
        sa.Column("id", sa.Integer(), sa.Identity(always=False), nullable=False),
        sa.Column("district_code", sa.String(), nullable=False),
        sa.Column("zone", sa.String(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column(
            "basis",
            sa.Enum("published", "inferred", name="basis", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("source", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["district_code"], ["districts.code"], name=op.f("fk_jurisdictions_district_code_districts")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_jurisdictions")),
    )
    op.create_index("ix_jurisdictions_district", "jurisdictions", ["district_code"], unique=False)
    op.create_table(
        "looks",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("supervisor_id", sa.BigInteger(), nullable=False),
        sa.Column(
            "what",
            sa.Enum("call", "texts", "recording", name="looked", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("item", sa.String(length=36), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.ForeignKeyConstraint(
            ["supervisor_id"], ["supervisors.id"], name=op.f("fk_looks_supervisor_id_supervisors")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_looks")),
    )
    op.create_index("ix_looks_at_thing", "looks", ["what", "item"], unique=False)
    op.create_index(op.f("ix_looks_supervisor_id"), "looks", ["supervisor_id"], unique=False)
    op.create_table(
        "referrals",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("tip_id", sa.Uuid(), nullable=False),
        sa.Column("circle_code", sa.String(), nullable=False),
        sa.Column("why", sa.String(), nullable=False),
        sa.Column("detail", sa.String(), nullable=False),
        sa.Column("km", sa.Integer(), nullable=True),
        sa.Column(
            "state",
            sa.Enum(
                "waiting",
                "sending",
                "unknown",
                "sent",
                "delivered",
                "refused",
                name="referralstate",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("recipient_circle", sa.String(), nullable=True),
        sa.Column("rung", sa.String(), nullable=True),
        sa.Column("number", sa.String(), nullable=True),
        sa.Column("body", sa.String(), nullable=True),
        sa.Column("carrier_message_id", sa.String(), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("next_try_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("claimed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["circle_code"], ["circles.code"], name=op.f("fk_referrals_circle_code_circles")
        ),
        sa.ForeignKeyConstraint(
            ["recipient_circle"], ["circles.code"], name=op.f("fk_referrals_recipient_circle_circles")
        ),
        sa.ForeignKeyConstraint(["tip_id"], ["tips.id"], name=op.f("fk_referrals_tip_id_tips")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_referrals")),
        sa.UniqueConstraint("tip_id", name=op.f("uq_referrals_tip_id")),
    )
    op.create_index(
        "ix_referrals_due",
        "referrals",
        ["next_try_at"],
        unique=False,
        postgresql_where=sa.text("state IN ('waiting', 'sending', 'unknown')"),
    )
    op.create_table(
        "text_conversations",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("carrier", sa.String(), nullable=False),
        sa.Column("sender_pseudonym", sa.String(), nullable=True),
        sa.Column("sender_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("waiting_at", sa.String(), nullable=False),
        sa.Column("begun_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("heard_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("tip_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["tip_id"], ["tips.id"], name=op.f("fk_text_conversations_tip_id_tips")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_text_conversations")),
    )
    op.create_index(
        "ix_text_conversations_newest",
        "text_conversations",
        [sa.literal_column("begun_at DESC"), sa.literal_column("id DESC")],
        unique=False,
    )
    op.create_index(op.f("ix_text_conversations_tip_id"), "text_conversations", ["tip_id"], unique=False)
    op.create_index(
        "uq_text_conversations_open",
        "text_conversations",
        ["sender_pseudonym"],
        unique=True,
        postgresql_where=sa.text("closed_at IS NULL"),
    )
    op.create_table(
        "call_answers",
        sa.Column("call_id", sa.BigInteger(), nullable=False),
        sa.Column("turn", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("step", sa.String(), nullable=False),
        sa.Column("fact", sa.String(), nullable=True),
        sa.Column("value", sa.String(), nullable=True),
        sa.Column("keys", sa.String(), nullable=False),
        sa.Column("understood", sa.Boolean(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.ForeignKeyConstraint(
            ["call_id"], ["calls.id"], name=op.f("fk_call_answers_call_id_calls"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("call_id", "turn", name=op.f("pk_call_answers")),
    )
    op.create_table(
        "recordings",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("call_id", sa.BigInteger(), nullable=False),
        sa.Column("turn", sa.Integer(), nullable=False),
        sa.Column("step", sa.String(), nullable=False),
        sa.Column("seconds", sa.Integer(), nullable=False),
        sa.Column("link_sealed", sa.LargeBinary(), nullable=False),
        sa.Column(
            "state",
            sa.Enum("waiting", "kept", "lost", name="recordingstate", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("try_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.ForeignKeyConstraint(
            ["call_id"], ["calls.id"], name=op.f("fk_recordings_call_id_calls"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recordings")),
        sa.UniqueConstraint("call_id", "turn", name=op.f("uq_recordings_call_id_turn")),
    )
    op.create_index(
        "ix_recordings_waiting",
        "recordings",
        ["try_at"],
        unique=False,
        postgresql_where=sa.text("state = 'waiting'"),
    )
    op.create_table(
        "referral_events",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("referral_id", sa.Uuid(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "waiting",
                "sending",
                "unknown",
                "sent",
                "delivered",
                "refused",
                name="referralstate",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.ForeignKeyConstraint(
            ["referral_id"], ["referrals.id"], name=op.f("fk_referral_events_referral_id_referrals")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_referral_events")),
    )
    op.create_index(op.f("ix_referral_events_referral_id"), "referral_events", ["referral_id"], unique=False)
    op.create_table(
        "texts",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("carrier", sa.String(), nullable=False),
        sa.Column("carrier_id", sa.String(), nullable=False),
        sa.Column("conversation_id", sa.BigInteger(), nullable=False),
        sa.Column("body_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("media_count", sa.Integer(), nullable=False),
        sa.Column("reply", sa.String(), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.ForeignKeyConstraint(
            ["conversation_id"],
            ["text_conversations.id"],
            name=op.f("fk_texts_conversation_id_text_conversations"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_texts")),
        sa.UniqueConstraint("carrier", "carrier_id", name=op.f("uq_texts_carrier_carrier_id")),
    )
    op.create_index(op.f("ix_texts_conversation_id"), "texts", ["conversation_id"], unique=False)
    # Room on each page for a row's next moves: one that stays on its page leaves the indexes alone.
    for table in ("calls", "tips", "referrals"):
        op.execute(f"ALTER TABLE {table} SET (fillfactor = 70)")


def downgrade() -> None:
    op.drop_index(op.f("ix_texts_conversation_id"), table_name="texts")
    op.drop_table("texts")
    op.drop_index(op.f("ix_referral_events_referral_id"), table_name="referral_events")
    op.drop_table("referral_events")
    op.drop_index(
        "ix_recordings_waiting", table_name="recordings", postgresql_where=sa.text("state = 'waiting'")
    )
    op.drop_table("recordings")
    op.drop_table("call_answers")
    op.drop_index(
        "uq_text_conversations_open",
        table_name="text_conversations",
        postgresql_where=sa.text("closed_at IS NULL"),
    )
    op.drop_index(op.f("ix_text_conversations_tip_id"), table_name="text_conversations")
    op.drop_index("ix_text_conversations_newest", table_name="text_conversations")
    op.drop_table("text_conversations")
    op.drop_index(
        "ix_referrals_due",
        table_name="referrals",
        postgresql_where=sa.text("state IN ('waiting', 'sending', 'unknown')"),
    )
    op.drop_table("referrals")
    op.drop_index(op.f("ix_looks_supervisor_id"), table_name="looks")
    op.drop_index("ix_looks_at_thing", table_name="looks")
    op.drop_table("looks")
    op.drop_index("ix_jurisdictions_district", table_name="jurisdictions")
    op.drop_table("jurisdictions")
    op.drop_index("ix_circle_phones_circle", table_name="circle_phones")
    op.drop_table("circle_phones")
    op.drop_index("ix_calls_tip_id", table_name="calls", postgresql_where=sa.text("tip_id IS NOT NULL"))
    op.drop_index("ix_calls_newest", table_name="calls")
    op.drop_index("ix_calls_going", table_name="calls", postgresql_where=sa.text("ended_at IS NULL"))
    op.drop_index(op.f("ix_calls_caller_pseudonym"), table_name="calls")
    op.drop_table("calls")
    op.drop_index("ix_tips_unrecorded", table_name="tips", postgresql_where=sa.text("recorded_at IS NULL"))
    op.drop_table("tips")
    op.drop_table("supervisors")
    op.drop_index(
        "ix_practice_texts_unreceipted",
        table_name="practice_texts",
        postgresql_where=sa.text("receipted_at IS NULL AND receipt_url <> ''"),
    )
    op.drop_index(op.f("ix_practice_texts_to_number"), table_name="practice_texts")
    op.drop_table("practice_texts")
    op.drop_table("practice_recordings")
    op.drop_table("practice_calls")
    op.drop_index(op.f("ix_districts_unit"), table_name="districts")
    op.drop_table("districts")
    op.drop_table("circles")
