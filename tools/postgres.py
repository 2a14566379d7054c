# SPDX-License-Identifier: Apache-2.0
"""Run a command against a PostgreSQL server of its own: `python -m tools.postgres -- COMMAND …`.

The cluster lives in a temporary folder, listens on a port of its own on this machine only and is gone afterwards. The
command finds it by `DATABASE_URL`. Where the server runs as root it is started as the user `postgres`.
"""

import os
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_PLACES = ("/usr/lib/postgresql/*/bin", "/usr/pgsql-*/bin", "/opt/homebrew/opt/postgresql*/bin")
_SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "max_connections": "100",
    "shared_buffers": "128MB",
    "fsync": "off",  # no power is cut here; what must survive a power cut is tried elsewhere
    "full_page_writes": "off",
    "synchronous_commit": "on",
}


def program(name: str) -> str:
    """Give the path of one of the server's programs.

    Errors: SystemExit with what to install when there is none.
    """
    known = shutil.which("initdb")
    places = [Path(known).resolve().parent] if known else []
    for place in _PLACES:
        places += sorted(Path("/").glob(place[1:]), reverse=True)
    for place in places:
        if (place / "initdb").exists():
            return str(place / name)
    raise SystemExit("PostgreSQL is not installed; on Debian: apt-get install postgresql")


@contextmanager
def cluster() -> Iterator[str]:
    """Start a cluster and give its address; stop it and take it away afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="huiyin-pg-"))
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    try:
        if os.geteuid() == 0:
            shutil.chown(folder, "postgres")
        _run(
            folder,
            program("initdb"),
            "-D",
            str(folder / "data"),
            "-U",
            "huiyin",
            "-A",
            "trust",
            "-E",
            "UTF8",
            "--no-sync",
            "--locale=C.UTF-8",
        )
        settings = " ".join(f"-c {key}={value}" for key, value in _SETTINGS.items())
        _run(
            folder,
            program("pg_ctl"),
            "-D",
            str(folder / "data"),
            "-w",
            "-l",
            str(folder / "log"),
            "-o",
            f"-p {port} -k {folder} {settings}",
            "start",
        )
        _run(
            folder,
            program("createdb"),
            "-h",
            "127.0.0.1",
            "-p",
            str(port),
            "-U",
            "huiyin",
            "huiyin",
        )
        try:
            yield f"postgres://huiyin@127.0.0.1:{port}/huiyin"
        finally:
            _run(folder, program("pg_ctl"), "-D", str(folder / "data"), "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _run(folder: Path, *command: str) -> None:
    switch = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
    with (folder / "out").open("ab") as out:
        done = subprocess.run([*switch, *command], stdout=out, stderr=out, cwd=folder, check=False)
    if done.returncode:
        sys.stderr.write((folder / "out").read_text("utf-8", "replace"))
        raise SystemExit(f"{Path(command[0]).name} ended with {done.returncode}")


def main() -> int:
    """Run the command given behind `--`."""
    command = sys.argv[sys.argv.index("--") + 1 :] if "--" in sys.argv else sys.argv[1:]
    with cluster() as address:
        print(f"PostgreSQL at {address}", flush=True)
        env = os.environ | {"DATABASE_URL": address}
        return subprocess.run(command, env=env, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
