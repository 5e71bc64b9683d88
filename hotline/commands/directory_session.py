"""A session for a command that works with the directory; what keeps it from that is told in a line."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import ProgrammingError
from sqlalchemy.orm import Session

from hotline.database import DATABASE_AWAY
from hotline.errors import HotlineError
from hotline.runtime import build_runtime
from hotline.settings import Settings


@contextmanager
def directory_session() -> Iterator[Session]:
    runtime = build_runtime(Settings.from_environ(os.environ))
    try:
        with runtime.database.transaction() as session:
            yield session
    except DATABASE_AWAY as error:
        raise HotlineError("the database does not answer: is the hotline running (`make run`)?") from error
    except ProgrammingError as error:
        raise HotlineError(
            "the database has no directory yet: start the hotline once (`make run`)"
        ) from error
    finally:
        runtime.close()
