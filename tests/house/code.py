"""The code as the tests about the house read it."""

import ast
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PROGRAM = ("hotline", "ivr_flows", "bench")
EDGES = ("app.py", "worker.py")


def program_files() -> list[Path]:
    """Every module of the program, not the tests, named from the root; migrations are written once and left out."""
    found = [path for folder in PROGRAM for path in sorted((ROOT / folder).rglob("*.py"))]
    return [path.relative_to(ROOT) for path in found if "versions" not in path.parts] + [
        Path(name) for name in EDGES
    ]


def files_of_tests() -> list[Path]:
    return [path.relative_to(ROOT) for path in sorted((ROOT / "tests").rglob("*.py"))]


@cache
def text_of(path: Path) -> str:
    return (ROOT / path).read_text(encoding="utf-8")


@cache
def tree_of(path: Path) -> ast.Module:
    return ast.parse(text_of(path), str(path))
