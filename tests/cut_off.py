"""The same installation with its database out of reach."""

from collections.abc import Iterator
from contextlib import contextmanager

from app import create_app
from hotline.runtime import build_runtime
from hotline.settings import Settings
from tests.webhooks import FarEnd


@contextmanager
def without_database(environ: dict[str, str]) -> Iterator[FarEnd]:
    away = {**environ, "HOTLINE_DATABASE_URL": "postgresql://nobody@127.0.0.1:1/none?connect_timeout=1"}
    runtime = build_runtime(Settings.from_environ(away))
    try:
        yield FarEnd(create_app(runtime).test_client(), runtime)
    finally:
        runtime.close()
