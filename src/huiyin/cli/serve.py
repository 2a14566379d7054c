# SPDX-License-Identifier: Apache-2.0
"""`huiyin serve`: the whole application in one command, stopped as one."""

import os
import resource
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from huiyin.core.values.refusals import HuiyinError

SETTINGS = "huiyin.web.site.settings"
_PATIENCE = 60.0
_CONNECTIONS = 65_536
_EVERYWHERE = ("127.0.0.1", "localhost", "0.0.0.0")  # noqa: S104 - named to be shown as localhost


@dataclass(frozen=True, slots=True)
class Part:
    """A process of the application: its name and its command."""

    name: str
    command: Sequence[str]


def serve(
    port: Annotated[
        int, typer.Option("--port", "-p", min=1, max=65_535, help="Port to listen on.")
    ] = 8000,
    host: Annotated[
        str, typer.Option("--host", help="Address to listen on; 0.0.0.0 for all.")
    ] = "127.0.0.1",
    workers: Annotated[
        int, typer.Option("--workers", min=1, max=64, help="Processes that answer pages.")
    ] = 2,
    live_port: Annotated[
        int,
        typer.Option(
            "--live-port",
            min=0,
            max=65_535,
            help="Port of the live streams; the one after --port by default.",
            show_default=False,
        ),
    ] = 0,
) -> int:
    """Serve the docket: prepare the store, then run pages, live streams, worker and clocks until Ctrl-C.

    Where the port of the streams is shut, pages ask for what changed every few seconds instead.
    """
    live_port = live_port or (port + 1 if port < 65_535 else port - 1)
    _free(host, port)
    _free(host, live_port)
    env = _environment(host, port, live_port)
    _open_many()
    for step in (
        ("migrate", "--verbosity", "0"),
        ("collectstatic", "--no-input", "--verbosity", "0"),
    ):
        done = subprocess.run([sys.executable, "-m", "django", *step], env=env, check=False)  # noqa: S603 - our own
        if done.returncode:
            raise HuiyinError("STORE_NOT_READY", step=step[0])
    shown = "localhost" if host in _EVERYWHERE else host
    return _run(parts(host, port, workers, live_port), env, f"http://{shown}:{port}/")


def parts(host: str, port: int, workers: int, live_port: int) -> tuple[Part, ...]:
    """Give the processes of the application: pages, live streams, and the worker that also keeps the clocks."""
    here = Path(sys.executable).parent
    pages = (
        str(here / "granian"), "--interface", "rsgi", "--host", host, "--port", str(port), "--workers", str(workers),
        "--no-ws", "--loop", "asyncio", "--log-level", "warning", "--workers-kill-timeout", "10",
        "--http1-header-read-timeout", "20000", "huiyin.web.site.front:application",
    )  # fmt: skip
    worker = (
        str(here / "huey_consumer"),
        "huiyin.web.site.worker.huey",
        "--workers",
        "1",
        "--quiet",
        "--flush-locks",  # a lock that a killed worker left would hold the clocks for ever
    )
    streams = (
        sys.executable,
        "-m",
        "huiyin.web.site.asgi",
        "--host",
        host,
        "--port",
        str(live_port),
    )
    return (Part("pages", pages), Part("streams", streams), Part("worker", worker))


def _environment(host: str, port: int, live_port: int) -> Mapping[str, str]:
    env = dict(os.environ) | {"DJANGO_SETTINGS_MODULE": SETTINGS, "PYTHONUNBUFFERED": "1"}
    env |= {"HUIYIN_PORT": str(port), "HUIYIN_LIVE_PORT": str(live_port)}
    if host not in _EVERYWHERE and "HUIYIN_HOSTS" not in env:
        env["HUIYIN_HOSTS"] = f"127.0.0.1,localhost,{host}"
    return env


def _open_many() -> None:
    """Let the processes hold as many connections as the machine allows, not the few of a shell."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(most, _CONNECTIONS), most))


def _free(host: str, port: int) -> None:
    """Refuse a port that is taken, before anything is started."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as fault:
            raise HuiyinError("PORT_TAKEN", port=port) from fault


def _run(some: Sequence[Part], env: Mapping[str, str], address: str) -> int:
    """Run the processes until a signal comes or one of them ends; then stop them all."""
    asked: list[int] = []
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda got, _: asked.append(got))
    running = [(part, _start(part, env)) for part in some]
    code = 0
    try:
        if _answers(address, running, asked):
            sys.stdout.write(f"Huiyin 回音  {address}   Ctrl-C 停止 / to stop\n")
            sys.stdout.flush()
        while not asked:
            ended = next((part for part, process in running if process.poll() is not None), None)
            if ended:
                sys.stderr.write(
                    f"PART_ENDED: {HuiyinError('PART_ENDED', name=ended.name).say('en')}\n"
                )
                code = 70
                break
            time.sleep(0.3)
    finally:
        _stop([process for _, process in running])
    return code


def _start(part: Part, env: Mapping[str, str]) -> "subprocess.Popen[bytes]":
    return subprocess.Popen(part.command, env=env, start_new_session=True)  # noqa: S603 - our own


def _answers(
    address: str, running: Sequence[tuple[Part, "subprocess.Popen[bytes]"]], asked: list[int]
) -> bool:
    late = time.monotonic() + _PATIENCE
    while not asked and all(one.poll() is None for _, one in running):
        try:
            with urllib.request.urlopen(address, timeout=2):  # noqa: S310 - our own address
                return True
        except OSError as fault:
            if getattr(fault, "code", 0):
                return True
            if time.monotonic() > late:
                late = float("inf")
                sys.stderr.write(
                    f"{address} 尚未应答，仍在等待 / does not answer yet, still waiting\n"
                )
            time.sleep(0.2)
    return False


def _stop(processes: Sequence["subprocess.Popen[bytes]"]) -> None:
    for process in processes:
        if process.poll() is None:
            process.send_signal(signal.SIGINT)
    until = time.monotonic() + 12
    for process in processes:
        try:
            process.wait(max(0.1, until - time.monotonic()))
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
