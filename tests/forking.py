"""The command line in a process that is forked from one that has imported the program already."""

from __future__ import annotations

import multiprocessing
import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType

# The process that forks has no threads and runs nothing of the program.
_context = multiprocessing.get_context("forkserver")
_context.set_forkserver_preload(["tests.imported"])


class Forked:
    """A process that runs `annotator.cli`, with the methods of `subprocess.Popen` that tests use.

    Args:
        words: The whole command line; its first word is only a name.
        log: Where standard output and standard error are appended.
    """

    def __init__(
        self, words: tuple[str, ...], log: Path, folder: Path, environment: Mapping[str, str]
    ) -> None:
        log.touch()
        # A daemon in the words of multiprocessing: it ends with the tests, whatever happens.
        self._process = _context.Process(
            target=_run, args=(words, log, folder, dict(environment)), daemon=True
        )
        with _nothing_as_main():
            self._process.start()
        assert self._process.pid is not None
        self.pid = self._process.pid

    def poll(self) -> int | None:
        """The exit code, or None while it runs; a signal's number is negative."""
        return self._process.exitcode

    def wait(self, timeout: float | None = None) -> int:
        """The exit code, when it has ended."""
        self._process.join(timeout)
        code = self.poll()
        if code is None:
            raise subprocess.TimeoutExpired("annotator", timeout or 0)
        return code

    def send_signal(self, sig: int) -> None:
        """Any signal."""
        if self.poll() is None:
            os.kill(self.pid, sig)

    def kill(self) -> None:
        """SIGKILL."""
        self.send_signal(signal.SIGKILL)


@contextmanager
def _nothing_as_main() -> Iterator[None]:
    """The forked process would run again what is `__main__` here: pytest, or a page under test."""
    main = sys.modules["__main__"]
    sys.modules["__main__"] = ModuleType("__main__")
    try:
        yield
    finally:
        sys.modules["__main__"] = main


def _run(words: tuple[str, ...], log: Path, folder: Path, environment: dict[str, str]) -> None:
    from annotator.cli import main

    file = os.open(log, os.O_WRONLY | os.O_APPEND)
    os.dup2(file, 1)
    os.dup2(file, 2)
    os.close(file)
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(environment)
    sys.argv = list(words)
    main()
