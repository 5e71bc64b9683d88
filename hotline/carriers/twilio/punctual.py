"""Requests to the carrier that are over in time: waited for no longer than all of one may take, and then never sent."""

import threading
from collections.abc import Callable
from concurrent.futures import Future
from contextvars import ContextVar
from math import inf
from time import monotonic
from typing import Any, TypeVar

from requests.adapters import HTTPAdapter
from requests.exceptions import Timeout
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.exceptions import NewConnectionError

Result = TypeVar("Result")

THREAD = "carrier"
_ends: ContextVar[float] = ContextVar("_ends", default=inf)


def in_time(seconds: float, work: Callable[[], Result]) -> Result:
    """What comes of the work; raises Timeout after so many seconds in all.

    A time-out of a socket is one for each wait: a far end that sends a byte now and then never meets it, nor does a
    name server that is slow. So the work has a thread of its own, which is left alone when it is late.
    """
    done: Future[Result] = Future()
    ends = monotonic() + seconds
    threading.Thread(target=_do, args=(work, done, ends), name=THREAD, daemon=True).start()
    try:
        return done.result(seconds)
    except TimeoutError:
        raise Timeout from None


def _do(work: Callable[[], Result], done: Future[Result], ends: float) -> None:
    _ends.set(ends)
    try:
        done.set_result(work())
    except BaseException as error:  # noqa: BLE001 - raised again by whoever waits for it
        done.set_exception(error)


class PunctualAdapter(HTTPAdapter):
    """Sends nothing by a connection that stands too late: nobody waits any more, and the message may go out anew."""

    def init_poolmanager(self, *args: Any, **options: Any) -> None:
        super().init_poolmanager(*args, **options)
        self.poolmanager.pool_classes_by_scheme = {"http": _HttpPool, "https": _HttpsPool}

    def proxy_manager_for(self, *args: Any, **options: Any) -> Any:
        manager = super().proxy_manager_for(*args, **options)
        manager.pool_classes_by_scheme = {"http": _HttpPool, "https": _HttpsPool}
        return manager


class _HttpConnection(HTTPConnection):
    def connect(self) -> None:
        super().connect()
        _refuse_if_late(self)


class _HttpsConnection(HTTPSConnection):
    def connect(self) -> None:
        super().connect()
        _refuse_if_late(self)


class _HttpPool(HTTPConnectionPool):
    ConnectionCls = _HttpConnection


class _HttpsPool(HTTPSConnectionPool):
    ConnectionCls = _HttpsConnection


def _refuse_if_late(connection: HTTPConnection) -> None:
    if monotonic() > _ends.get():
        connection.close()
        raise NewConnectionError(connection, "connected too late")
