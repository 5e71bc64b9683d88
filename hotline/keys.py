"""The secrets of one installation, made once and kept in files that only its owner can read."""

import json
import os
import secrets
from pathlib import Path

from cryptography.fernet import Fernet


def make_keys(state_dir: Path) -> None:
    """Make each key that is not there yet under `state_dir`/keys (0700, files 0600); never replaces one."""
    folder = state_dir / "keys"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    folder.chmod(0o700)
    _keep(folder / "sealing", Fernet.generate_key().decode())
    _keep(folder / "pseudonym", secrets.token_hex(32))
    _keep(folder / "session", secrets.token_hex(32))
    practice = {"account_sid": f"AC{secrets.token_hex(16)}", "auth_token": secrets.token_hex(16)}
    _keep(folder / "practice", json.dumps(practice))


def _keep(path: Path, text: str) -> None:
    if path.exists():
        return
    # Written beside and renamed: a key cut short by a crash would seal what nobody can open again.
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(text + "\n")
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)
