"""The folder that holds all state of an installation: closed to everyone but its owner, and who that is."""

import os
import pwd
import shutil
import stat
import subprocess
from pathlib import Path
from typing import IO

from hotline.errors import HotlineError

# PostgreSQL refuses to run as root. Under root it runs as this account, which then owns the state folder: it
# could not enter one that is closed to all but root.
ACCOUNT = "pgserver"
LONGEST_LOG = 10_000_000


class StateFolderWrong(HotlineError):
    """The state folder cannot be used; the message says why and what to do."""


def database_account() -> pwd.struct_passwd | None:
    """The account for PostgreSQL when this process is root, made if need be; None when it is not root."""
    if os.geteuid() != 0:
        return None
    try:
        return pwd.getpwnam(ACCOUNT)
    except KeyError:
        pass
    useradd = shutil.which("useradd") or shutil.which("useradd", path="/usr/sbin:/sbin")
    if useradd:
        words = ["--system", "--no-create-home", "--user-group", "--shell", "/usr/sbin/nologin", ACCOUNT]
        subprocess.run([useradd, *words], check=False, capture_output=True)
    try:
        return pwd.getpwnam(ACCOUNT)
    except KeyError:
        raise StateFolderWrong(
            f"PostgreSQL does not run as root: start as another user, or make the account {ACCOUNT}"
        ) from None


def open_state_folder(state_dir: Path, account: pwd.struct_passwd | None = None) -> None:
    """Make the folder if it is not there, and close it (0700) to everyone but its owner."""
    try:
        state_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
        if account is not None and state_dir.stat().st_uid != account.pw_uid:
            os.chown(state_dir, account.pw_uid, account.pw_gid)
        if stat.S_IMODE(state_dir.stat().st_mode) != 0o700:
            state_dir.chmod(0o700)
        (state_dir / "logs").mkdir(mode=0o700, exist_ok=True)
    except OSError as error:
        raise StateFolderWrong(f"the state folder {state_dir} cannot be used: {error.strerror}") from None


def open_socket_folder(folder: Path, account: pwd.struct_passwd | None) -> None:
    """Make the folder of the sockets; refuses one that somebody else put there to listen in our place."""
    owner = account.pw_uid if account is not None else os.geteuid()
    folder.mkdir(mode=0o700, exist_ok=True)
    found = folder.lstat()
    if account is not None and found.st_uid == os.geteuid() and stat.S_ISDIR(found.st_mode):
        os.chown(folder, account.pw_uid, account.pw_gid, follow_symlinks=False)
        found = folder.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != owner:
        raise StateFolderWrong(f"{folder} is somebody else's: remove it, or set TMPDIR to a folder of yours")
    folder.chmod(0o700)


def let_through(path: Path) -> None:
    """Let another account pass, and no more than pass, through the folders above `path`."""
    for folder in path.resolve().parents:
        mode = folder.stat().st_mode
        if not mode & stat.S_IXOTH:
            folder.chmod(stat.S_IMODE(mode) | stat.S_IXOTH)


def let_read(folder: Path) -> None:
    """Let another account read and run what a package brought into `folder`, whatever the umask was then."""
    for place, _, names in os.walk(folder):
        _add(Path(place), stat.S_IROTH | stat.S_IXOTH)
        for name in names:
            path = Path(place, name)
            runs = path.stat().st_mode & stat.S_IXUSR
            _add(path, stat.S_IROTH | (stat.S_IXOTH if runs else 0))


def _add(path: Path, bits: int) -> None:
    mode = stat.S_IMODE(path.stat().st_mode)
    if mode & bits != bits:
        path.chmod(mode | bits)


def keep_logs_short(folder: Path) -> None:
    """Start a log anew that has grown long; what it held is kept once, under the name with `.old`.

    Emptied in place: whoever writes it goes on appending to the same file.
    """
    for log in folder.glob("*.log"):
        if log.stat().st_size > LONGEST_LOG:
            shutil.copyfile(log, log.with_name(f"{log.name}.old"))
            os.truncate(log, 0)


def open_log(path: Path) -> IO[bytes]:
    """A log to append to."""
    return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), "ab")


def last_line(log: Path) -> str:
    """The last line that says something; for the message when a server does not start."""
    try:
        lines = log.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return "no word from it"
    return next((line.strip() for line in reversed(lines) if line.strip()), "no word from it")
