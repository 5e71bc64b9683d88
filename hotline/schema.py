"""Bringing a database's schema up to what this version of the hotline needs."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, Engine

MIGRATIONS = Path(__file__).resolve().parent / "migrations"


def migrations(connection: Connection) -> Config:
    """Alembic's configuration for the migrations, working on this connection."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["connection"] = connection
    return config


def upgrade(engine: Engine) -> None:
    """Run every migration that this database has not had yet; nothing to do is quick, and safe to run at once twice."""
    with engine.begin() as connection:
        # Two machines that start together must not migrate together.
        connection.exec_driver_sql("SELECT pg_advisory_xact_lock(7272)")
        command.upgrade(migrations(connection), "head")
