"""No template of these pages brings in what it does not use, and no piece is there for nobody."""

import re
from pathlib import Path

import pytest

import hotline.web

CONSOLE = Path(hotline.web.__path__[0]) / "templates" / "console"
FOLDERS = ("directory", "directory_map", "place_names")
OWN = [path for folder in FOLDERS for path in sorted((CONSOLE / folder).glob("*.html"))]
IMPORT = re.compile(r"{% from \"[^\"]+\" import ([^%]+?)(?: with context)? %}")


def uses(name: str, text: str) -> bool:
    return re.search(rf"(?<!macro )\b{name}\(", text) is not None


@pytest.mark.parametrize("path", OWN, ids=lambda path: path.stem)
def test_what_is_imported_is_used(path):
    text = path.read_text(encoding="utf-8")
    names = [name.strip() for found in IMPORT.findall(text) for name in found.split(",")]
    assert [name for name in names if not uses(name, text)] == []


def test_every_piece_is_used_somewhere():
    texts = [path.read_text(encoding="utf-8") for path in (*OWN, CONSOLE / "found_places.html")]
    pieces = [name for text in texts for name in re.findall(r"{% macro (\w+)", text)]
    assert [name for name in pieces if not any(uses(name, text) for text in texts)] == []
