"""A table of the directory as CSV: its rows by number, what is wrong with them, and the readers of their cells."""

import csv
import io
import unicodedata
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from hotline.errors import HotlineError
from hotline.languages import N_

_FORMULA = ("=", "+", "-", "@", "\t")
LINE_BREAKS = ("\n", "\r", "\x0b", "\x0c", "\x85", "\u2028", "\u2029")

Reader = Callable[[str], Any]
Say = Callable[[str], str]
"""How an English message is said in another language."""


def as_it_is(message: str) -> str:
    return message


class Wrong(Exception):
    """One cell cannot be: `message` says why, its gaps filled from `values`."""

    def __init__(self, message: str, **values: object) -> None:
        super().__init__(message)
        self.message = message
        self.values = values


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a row, counted as a spreadsheet counts: the header is row 1; 0 is the whole table.

    `of` is what the row is about, where that can be told, and `columns` those at fault.
    """

    row: int
    message: str
    values: Mapping[str, object] = field(default_factory=dict)
    of: str | None = None
    columns: str = ""

    @property
    def where(self) -> str:
        return "" if self.of is None else f" ({self.of or 'no id'})"

    def why(self, say: Say = as_it_is) -> str:
        told = say(self.message).format(**self.values)
        return f"{self.columns}: {told}" if self.columns else told

    def __str__(self) -> str:
        return f"row {self.row}{self.where}: {self.why()}" if self.row else self.why()


class DirectoryRefused(HotlineError):
    """A table has faults, so nothing of it was taken; `rows` says which and why, all of them, from top to bottom."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(sorted(faults, key=lambda fault: fault.row))
        self.rows = tuple(map(str, self.faults))
        super().__init__("\n".join(self.rows))


def read_file(content: bytes) -> str:
    """The text of a sheet's file, which must be UTF-8; raises DirectoryRefused."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        row = content[: error.start].count(b"\n") + 1
        message = N_("The file is not UTF-8 (line {row}): save it as “CSV UTF-8”.")
        raise DirectoryRefused([Fault(0, message, {"row": row})]) from None


def read_table(
    text: str, columns: Collection[str], optional: Collection[str] = ()
) -> tuple[list[tuple[int, dict[str, str]]], list[Fault]]:
    """The rows that have a cell for every column of the header, by number; without a whole header there are none."""
    table: list[list[str]] = []
    faults: list[Fault] = []
    try:
        table.extend(csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""), strict=True))
    except csv.Error as error:
        faults.append(
            Fault(
                len(table) + 1, N_("cannot be read, nor what follows: {error}"), values={"error": str(error)}
            )
        )
    header = [name.strip() for name in table[0]] if table else []
    wrong_header = _header_faults(header, columns, optional)
    if wrong_header:
        return [], wrong_header
    rows = []
    for number, cells in enumerate(table[1:], start=2):
        if len(cells) == len(header):
            rows.append((number, dict(zip(header, map(_clean, cells), strict=True))))
        elif any(cells):
            counts = {"cells": len(cells), "header": len(header)}
            faults.append(Fault(number, N_("{cells} cells, where the header has {header}"), values=counts))
    return [(number, cells) for number, cells in rows if any(cells.values())], faults


def write_table(columns: Iterable[str], rows: Iterable[Mapping[str, str]]) -> str:
    names = list(columns)
    table = io.StringIO()
    writer = csv.writer(table, lineterminator="\n")
    writer.writerow(names)
    writer.writerows([row[name] for name in names] for row in rows)
    return table.getvalue()


def _header_faults(header: list[str], columns: Collection[str], optional: Collection[str]) -> list[Fault]:
    if not set(header) & set(columns):
        names = {"columns": ", ".join(columns)}
        return [Fault(1, N_("there is no header with the columns {columns}"), values=names)]
    missing = N_("there is no column `{name}`")
    unknown = N_("no column is called `{name}`")
    twice = N_("two columns are called `{name}`")
    wrong = [(missing, name) for name in columns if name not in header and name not in optional]
    wrong += [(unknown, name) for name in header if name not in columns]
    wrong += [(twice, name) for name in columns if header.count(name) > 1]
    return [Fault(1, message, values={"name": name}) for message, name in wrong]


def _clean(cell: str) -> str:
    return cell.replace("\r\n", "\n").replace("\r", "\n").strip()


def words(cell: str) -> str:
    if any(unicodedata.category(letter) in {"Cc", "Cs"} and letter not in "\n\t" for letter in cell):
        raise Wrong(N_("has a control character"))
    # Whoever opens the exported sheet opens it in a program that would carry such a cell out.
    if cell.lstrip(" \n").startswith(_FORMULA):
        raise Wrong(
            N_("begins with {sign}, which a spreadsheet takes for a formula"), sign=cell.lstrip(" \n")[0]
        )
    return cell


def needed(cell: str) -> str:
    if not cell:
        raise Wrong(N_("is empty"))
    return words(cell)


def one_line(cell: str) -> str:
    if any(sign in cell for sign in LINE_BREAKS):
        raise Wrong(N_("has a line break"))
    return words(cell)


def urdu(cell: str) -> str:
    """Words in Urdu letters, or none. What a program wrong about the file's encoding makes of them is neither."""
    if "??" in cell or (
        any(map(str.isalpha, cell))
        and not any(unicodedata.name(sign, "").startswith("ARABIC") for sign in cell)
    ):
        raise Wrong(N_("{cell!r} is not in Urdu letters: was the sheet saved as “CSV UTF-8”?"), cell=cell)
    return words(cell)


def at_most(longest: int, reader: Reader) -> Reader:
    def limited(cell: str) -> Any:
        if len(cell) > longest:
            raise Wrong(
                N_("is too long: {length} letters, at most {longest}"), length=len(cell), longest=longest
            )
        return reader(cell)

    return limited


def one_of(allowed: Iterable[str]) -> Callable[[str], str]:
    choices = tuple(allowed)

    def reader(cell: str) -> str:
        if cell not in choices:
            raise Wrong(
                N_("{cell!r} is none of {choices}"), cell=cell, choices=", ".join(filter(None, choices))
            )
        return cell

    return reader


def day(cell: str) -> date | None:
    if not cell:
        return None
    try:
        return date.fromisoformat(cell)
    except ValueError:
        raise Wrong(N_("{cell!r} is not a day like 2026-01-31"), cell=cell) from None
