"""Rows are compared by the database's clock: a process whose own clock jumps must lose, delay and double nothing."""

import ast
from pathlib import Path

from tests.house.code import program_files, tree_of

ROOMS = ("tips", "calls", "sms", "referrals")
MODULES = ("consulting", "fetching", "jobs", "placing", "queues", "taking_in")
CLOCKS = {"utc_now", "datetime.now", "datetime.utcnow", "time.time"}


def on_the_way_of_a_tip(path: Path) -> bool:
    room = path.parts[1] if path.parts[0] == "hotline" else ""
    return room in ROOMS or room.removesuffix(".py") in MODULES


def clocks_read(path: Path) -> set[str]:
    calls = (node for node in ast.walk(tree_of(path)) if isinstance(node, ast.Call))
    return {ast.unparse(call.func) for call in calls} & CLOCKS


def test_nothing_on_the_way_of_a_tip_goes_by_the_clock_of_its_process() -> None:
    files = [path for path in program_files() if on_the_way_of_a_tip(path)]
    assert len(files) > 40
    assert {str(path): clocks_read(path) for path in files if clocks_read(path)} == {}
