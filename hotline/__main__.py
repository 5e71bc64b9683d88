"""`python -m hotline ...`: finds the Python that has what the hotline needs, then runs the command."""

import importlib
import os
import sys
from pathlib import Path

PYTHON = str(Path(__file__).resolve().parent.parent / ".venv" / "bin" / "python")


def main() -> None:
    # Written for any Python 3, with nothing installed: it may be the system's that was asked.
    if sys.prefix == sys.base_prefix and os.access(PYTHON, os.X_OK):
        os.execv(PYTHON, [PYTHON, "-m", "hotline", *sys.argv[1:]])
    if sys.version_info < (3, 11):
        sys.exit("hotline: this needs Python 3.11 or newer: run `make setup`")
    try:
        index = importlib.import_module("hotline.commands.index")
    except ModuleNotFoundError as missing:
        if (missing.name or "").split(".")[0] == "hotline":
            raise
        sys.exit(f"hotline: {missing.name} is not installed: run `make setup`")
    index.main()


if __name__ == "__main__":
    main()
