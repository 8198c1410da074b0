"""A real server for tests: `annotator serve` in a process of its own, on a free loopback port.

Starting Python and importing Streamlit and pandas is most of what a start costs, and the tests
start the program more than a hundred times. So its process is forked from one that has imported all
of it and done nothing else; `command=COMMAND` starts a new Python as a person's shell would.
"""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from types import TracebackType
from typing import Protocol, Self

from tests.forking import Forked

COMMAND = (sys.executable, "-P", "-m", "annotator.cli")


def free_port() -> int:
    """A port that nobody listens on just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Process(Protocol):
    """What is asked of a server's process; `subprocess.Popen` answers to it."""

    @property
    def pid(self) -> int: ...
    def poll(self) -> int | None: ...
    def wait(self, timeout: float | None = None) -> int: ...
    def kill(self) -> None: ...
    def send_signal(self, sig: int) -> None: ...


class Served:
    """A running server; ends with the `with` block.

    Args:
        command: What to start instead of forking.
    """

    def __init__(
        self,
        path: Path,
        *options: str,
        port: int | None = None,
        command: tuple[str, ...] = (),
    ) -> None:
        self.path = path
        self.port = port or free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.log = path.with_suffix(".log")
        self._forked = not command
        self._command = self.arguments(command or ("annotator",), options)
        self._process: Process | None = None
        self.start()

    def arguments(self, command: tuple[str, ...], options: tuple[str, ...]) -> tuple[str, ...]:
        """The whole command line."""
        port = str(self.port)
        return (*command, "serve", str(self.path), "--port", port, "--no-browser", *options)

    def environment(self) -> dict[str, str]:
        """The variables of this process, without what would change what is served."""
        return {
            name: value
            for name, value in os.environ.items()
            if not name.startswith(("STREAMLIT_", "PYTHONPATH"))
        }

    @property
    def pid(self) -> int:
        """The server's process."""
        assert self._process is not None
        return self._process.pid

    def start(self, seconds: float = 60) -> None:
        """Start, or start again after `kill`, and wait until pages are served."""
        self._process = self._fork() if self._forked else self._spawn()
        deadline = time.monotonic() + seconds
        while not self._answers():
            said = self.log.read_text(encoding="utf-8", errors="replace")
            assert self._process.poll() is None, f"the server ended:\n{said}"
            assert time.monotonic() < deadline, f"the server does not answer:\n{said}"
            time.sleep(0.05)

    def kill(self) -> None:
        """SIGKILL: no chance to finish anything."""
        assert self._process is not None
        self._process.kill()
        self._process.wait(30)

    def stop(self) -> int:
        """SIGTERM, as a service manager does; the exit code."""
        assert self._process is not None
        if self._process.poll() is None:
            self._process.send_signal(signal.SIGTERM)
        try:
            return self._process.wait(30)
        except subprocess.TimeoutExpired:
            self.kill()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()

    def _fork(self) -> Process:
        return Forked(self._command, self.log, self.path.parent, self.environment())

    def _spawn(self) -> Process:
        with self.log.open("ab") as log:
            return subprocess.Popen(
                self._command,
                stdout=log,
                stderr=log,
                cwd=self.path.parent,
                env=self.environment(),
            )

    def _answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.url}/_stcore/health", timeout=5) as reply:
                return bool(reply.status == 200)
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            return False
