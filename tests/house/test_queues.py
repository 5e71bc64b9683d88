"""Queues and jobs: each queue has a worker in `run`, each job that is enqueued is one that a worker may run."""

import ast
import inspect

from hotline import jobs
from hotline.commands import run
from hotline.queues import QUEUES
from tests.house.code import program_files, tree_of


def puts() -> list[tuple[str, str]]:
    """(queue, job) as written wherever something is put on a queue."""
    calls = [
        node for path in program_files() for node in ast.walk(tree_of(path)) if isinstance(node, ast.Call)
    ]
    put = [call for call in calls if ast.unparse(call.func).endswith("queues.put")]
    return [(last_name(call.args[0]), last_name(call.args[1])) for call in put]


def last_name(written: ast.expr) -> str:
    return ast.unparse(written).split(".")[-1]


def test_every_queue_is_served_by_a_worker_of_run() -> None:
    source = inspect.getsource(run)
    for name in QUEUES:
        assert f'"worker.py", "{name}"' in source
    assert '"worker.py", "clock"' in source


def test_what_is_put_on_a_queue_is_a_job_and_the_queue_is_known() -> None:
    assert puts()
    for queue, job in puts():
        assert queue.lower() in QUEUES, queue
        assert inspect.isfunction(getattr(jobs, job)), job


def test_every_queue_gets_something() -> None:
    assert {queue.lower() for queue, _ in puts()} == set(QUEUES)
