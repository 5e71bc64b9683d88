"""Recordings of the prompts, and which of them was published when."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "prompt_recordings",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("prompt", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("sound", sa.LargeBinary(), nullable=False),
        sa.Column("url_name", sa.String(), nullable=False),
        sa.Column("seconds", sa.Float(), nullable=False),
        sa.Column("level", sa.Float(), nullable=False),
        sa.Column("trimmed", sa.Float(), nullable=False),
        sa.Column("recorded_by", sa.BigInteger(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.ForeignKeyConstraint(
            ["recorded_by"], ["supervisors.id"], name=op.f("fk_prompt_recordings_recorded_by_supervisors")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_prompt_recordings")),
    )
    op.create_index("ix_prompt_recordings_of_prompt", "prompt_recordings", ["language", "prompt"])
    op.create_table(
        "prompt_publications",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("prompt", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("recording_id", sa.BigInteger(), nullable=True),
        sa.Column("published_by", sa.BigInteger(), nullable=False),
        sa.Column(
            "published_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False
        ),
        sa.ForeignKeyConstraint(
            ["published_by"], ["supervisors.id"], name=op.f("fk_prompt_publications_published_by_supervisors")
        ),
        sa.ForeignKeyConstraint(
            ["recording_id"],
            ["prompt_recordings.id"],
            name=op.f("fk_prompt_publications_recording_id_prompt_recordings"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_prompt_publications")),
        sa.UniqueConstraint(
            "language", "prompt", "number", name=op.f("uq_prompt_publications_language_prompt_number")
        ),
    )
    op.create_index(op.f("ix_prompt_publications_recording_id"), "prompt_publications", ["recording_id"])


def downgrade() -> None:
    op.drop_table("prompt_publications")
    op.drop_table("prompt_recordings")
