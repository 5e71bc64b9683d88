"""Settings: what the code reads, what it says about itself and what README says are the same."""

import re

import pytest

from hotline.variables import VARIABLES, Variable
from tests.house.code import ROOT, program_files, text_of

NAME = re.compile(r"\b(?:HOTLINE|TWILIO)_[A-Z][A-Z_]*[A-Z]\b")
README = (ROOT / "README.md").read_text(encoding="utf-8")
KNOWN = {variable.name for variable in VARIABLES}


@pytest.mark.parametrize("variable", VARIABLES, ids=lambda variable: variable.name)
def test_readme_has_a_row_for_each_setting(variable: Variable) -> None:
    default = f"`{variable.default}`" if variable.default else ""
    assert f"| `{variable.name}` | {default} | {variable.meaning} |" in README


def test_readme_names_no_setting_that_is_not_there() -> None:
    named = {name.removesuffix("_FILE") for name in NAME.findall(README)}
    assert named <= KNOWN


def test_code_reads_no_setting_that_is_not_told() -> None:
    read = {
        name.removesuffix("_FILE")
        for path in program_files()
        for name in re.findall(
            r"\"(HOTLINE_[A-Z_]+|TWILIO_(?:ACCOUNT|AUTH|FROM|API)[A-Z_]*)\"", text_of(path)
        )
    }
    assert read <= KNOWN
