"""PostgreSQL through SQLAlchemy: the base of every table, and the two ways to work in it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from sqlalchemy import (
    ColumnElement,
    Connection,
    DateTime,
    Enum,
    Float,
    MetaData,
    create_engine,
    func,
    select,
    text,
)
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.orm import DeclarativeBase, QueryableAttribute, Session, sessionmaker

Result = TypeVar("Result")

# What a database that is down, restarting, full of connections or out of reach looks like from here.
DATABASE_AWAY = (OperationalError, InterfaceError, PoolTimeout)

SESSION_OPTIONS = "-c timezone=UTC -c statement_timeout=10000 -c lock_timeout=5000"


class Base(DeclarativeBase):
    """The base of every table; its names for constraints are the ones the migrations use."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {datetime: DateTime(timezone=True)}  # noqa: RUF012 - SQLAlchemy reads it as is


# For what may be written to disk a moment after its commit, because losing it in a crash leaves a state that is
# found and set right by itself. Whatever is committed later in the ordinary way takes it to disk with it.
WRITTEN_LATER = "set_config('synchronous_commit', 'off', true)"


PAKISTAN = ZoneInfo("Asia/Karachi")


def utc_now() -> datetime:
    """By this process's clock, which may jump: to show, never to keep in a row or to compare with one."""
    return datetime.now(UTC)


def today() -> date:
    """The day it is in Pakistan, by which dated rows hold or not."""
    return utc_now().astimezone(PAKISTAN).date()


def from_now(span: timedelta) -> ColumnElement[datetime]:
    """So long from now, by the database's clock: the one clock that all processes share."""
    now: ColumnElement[datetime] = func.clock_timestamp()
    return now + span


def ago(span: timedelta) -> ColumnElement[datetime]:
    """So long ago, by the database's clock, as its statement or transaction began: an index can be searched for it."""
    return func.now() - span


def seconds_since(moment: ColumnElement[datetime] | QueryableAttribute[datetime]) -> ColumnElement[float]:
    """How long ago that was, by the database's clock."""
    return func.extract("epoch", func.clock_timestamp() - moment).cast(Float)


def time_of(session: Session) -> datetime:
    """What the database's clock says, for what cannot be asked in SQL: the hour of the day, and the day."""
    now: datetime = session.execute(select(func.clock_timestamp())).scalar_one()
    return now


def enum_column(kind: type[StrEnum]) -> Enum:
    """A text column that comes back as `kind`; new values need no change of the database's own types."""
    return Enum(
        kind,
        native_enum=False,
        create_constraint=False,
        length=40,
        values_callable=lambda members: [member.value for member in members],
    )


class Database:
    """One process's connections. `transaction` commits at the end; `statement` commits each statement by itself."""

    def __init__(self, url: str, connections: int = 10) -> None:
        options: dict[str, Any] = {
            "pool_size": connections,
            "max_overflow": 0,
            "pool_timeout": 3,
            "hide_parameters": True,
            "connect_args": {"connect_timeout": 3, "options": SESSION_OPTIONS},
        }
        self.engine = create_engine(url, **options)
        # Connections of its own: switching one to and fro costs each statement more than it should.
        self._statement_engine = create_engine(
            url, isolation_level="AUTOCOMMIT", pool_reset_on_return=None, **options
        )
        self._transactions = sessionmaker(self.engine, expire_on_commit=False)
        self._statements = sessionmaker(self._statement_engine, expire_on_commit=False)

    @contextmanager
    def transaction(self) -> Iterator[Session]:
        with self._transactions.begin() as session:
            yield session

    @contextmanager
    def statement(self) -> Iterator[Session]:
        """For verbs that are one statement: begin and commit would be two round trips more."""
        with self._statements() as session:
            yield session

    @contextmanager
    def bare(self) -> Iterator[Connection]:
        """The same without a session around it, for the statements that a caller waits for at every key."""
        with self._statement_engine.connect() as connection:
            yield connection

    def answers(self) -> bool:
        try:
            with self.statement() as session:
                session.execute(text("SELECT 1"))
        except DATABASE_AWAY:
            return False
        return True

    def close(self) -> None:
        self.engine.dispose()
        self._statement_engine.dispose()


def twice_if_cut_off(work: Callable[[], Result]) -> Result:
    """Do `work`, and once more if its connection turned out to be dead (a restarted server leaves such in the pool).

    Only for work that may be done twice: the cut may have come after the commit.
    """
    try:
        return work()
    except DBAPIError as error:
        if not error.connection_invalidated:
            raise
    return work()
