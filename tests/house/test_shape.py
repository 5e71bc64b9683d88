"""The shape of the house: small files, small functions, names that find the file, imports that can be seen."""

import ast
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from tests.house.code import files_of_tests, program_files, text_of, tree_of

LONGEST_FILE = 300
LONGEST_FUNCTION = 40
MOST_ARGUMENTS = 6
EMPTY_NAMES = frozenset(
    {"utils", "util", "helpers", "helper", "common", "manager", "service", "handler", "base", "misc"}
)
MACHINE_PLACES = tuple(f"/{name}/" for name in ("work", "home", "root"))
EVERY_FILE = [*program_files(), *files_of_tests()]

Function = ast.FunctionDef | ast.AsyncFunctionDef


def functions(path: Path) -> Iterator[Function]:
    return (node for node in ast.walk(tree_of(path)) if isinstance(node, Function))


def offenders(paths: Iterable[Path], offends: Callable[[Path], object]) -> list[str]:
    return [str(path) for path in paths if offends(path)]


def functions_that(offends: Callable[[Function], object]) -> list[str]:
    return [f"{path}: {each.name}" for path in program_files() for each in functions(path) if offends(each)]


def test_a_file_is_short_enough_to_be_read_at_once() -> None:
    assert offenders(EVERY_FILE, lambda path: len(text_of(path).splitlines()) > LONGEST_FILE) == []


def test_a_function_is_short() -> None:
    assert functions_that(lambda each: (each.end_lineno or 0) - each.lineno >= LONGEST_FUNCTION) == []


def test_a_function_takes_little() -> None:
    def taken(each: Function) -> int:
        arguments = each.args.posonlyargs + each.args.args + each.args.kwonlyargs
        return len([argument for argument in arguments if argument.arg not in {"self", "cls"}])

    assert functions_that(lambda each: taken(each) > MOST_ARGUMENTS) == []


def test_a_module_opens_with_a_sentence_that_says_what_is_here() -> None:
    def silent(path: Path) -> bool:
        words = (ast.get_docstring(tree_of(path)) or "").split("\n\n")[0].rstrip()
        return not words.endswith((".", ":", "?"))

    assert offenders(EVERY_FILE, silent) == []


def test_a_package_file_holds_a_docstring_only() -> None:
    packages = [path for path in program_files() if path.name == "__init__.py"]
    assert offenders(packages, lambda path: len(tree_of(path).body) != 1) == []


def test_no_name_says_nothing() -> None:
    assert offenders(program_files(), lambda path: EMPTY_NAMES & {*path.with_suffix("").parts}) == []


def test_every_import_stands_at_the_top() -> None:
    imports = ast.Import | ast.ImportFrom
    assert functions_that(lambda each: any(isinstance(node, imports) for node in ast.walk(each))) == []
    assert offenders(program_files(), lambda path: "TYPE_CHECKING" in text_of(path)) == []


def imported(path: Path) -> set[str]:
    """The first parts of the names of all that a module imports."""
    nodes = list(ast.walk(tree_of(path)))
    names = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    names |= {node.module or "." for node in nodes if isinstance(node, ast.ImportFrom)}
    return {name.split(".")[0] for name in names}


def test_flows_need_the_standard_library_only() -> None:
    flows = [path for path in program_files() if path.parts[0] == "ivr_flows"]
    known = {*sys.stdlib_module_names, "ivr_flows"}
    assert flows
    assert offenders(flows, lambda path: imported(path) - known) == []


def test_nothing_leans_on_what_is_started() -> None:
    rooms = [path for path in program_files() if path.parts[0] in {"hotline", "ivr_flows"}]
    assert offenders(rooms, lambda path: imported(path) & {"app", "worker", "bench", "tests"}) == []


def test_no_test_waits_for_time_to_pass() -> None:
    def sleeps(path: Path) -> bool:
        calls = [node for node in ast.walk(tree_of(path)) if isinstance(node, ast.Call)]
        return any(ast.unparse(call.func) in {"time.sleep", "sleep"} for call in calls)

    assert offenders(files_of_tests(), sleeps) == []


def test_nothing_names_a_folder_of_one_machine() -> None:
    assert offenders(EVERY_FILE, lambda path: any(place in text_of(path) for place in MACHINE_PLACES)) == []
