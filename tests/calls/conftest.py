"""A carrier that tells of one call, and the worker that does what the call leaves to do."""

from typing import Any

import pytest
from rq.worker import SimpleWorker
from sqlalchemy import select

from hotline.queues import REFERRALS, TIPS
from tests.webhooks import FarEnd
from worker import make_worker


@pytest.fixture
def carrier(client: Any, runtime: Any, practice_directory: None) -> FarEnd:
    return FarEnd(client, runtime)


@pytest.fixture
def worker(runtime: Any) -> SimpleWorker:
    return make_worker(runtime, [TIPS, REFERRALS])


def rows(runtime: Any, what: Any) -> list[Any]:
    with runtime.database.transaction() as session:
        return list(session.execute(select(what)).scalars())
