"""The program as its users have it: built as a wheel, installed, the sources out of sight."""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
import venv
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Installed:
    """An environment with the wheel in it. `script` is the console script `annotator`."""

    wheel: Path
    script: Path
    python: Path
    packages: Path

    def names(self) -> list[str]:
        """What lies in the wheel."""
        with zipfile.ZipFile(self.wheel) as archive:
            return archive.namelist()

    def run(
        self, command: Sequence[str | Path], folder: Path, given: str = ""
    ) -> subprocess.CompletedProcess[str]:
        """The outcome of a command run in `folder`, without our sources on its path."""
        return subprocess.run(
            command,
            cwd=folder,
            env=clean_environment(),
            input=given,
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=60,
            check=False,
        )


def clean_environment() -> dict[str, str]:
    """This process's variables without what would show Python our sources."""
    return {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}


def build_and_install(root: Path, folder: Path) -> Installed:
    """Build the wheel of `root` and install it, below `folder`; no network is needed.

    The dependencies come from the environment that runs the tests. A path file shows them to the
    new one; unlike there, such a file is not followed further to an editable install's sources.
    """
    _pip("wheel", "--no-deps", "--no-build-isolation", "--wheel-dir", folder, root)
    (wheel,) = folder.glob("*.whl")
    environment = folder / "environment"
    venv.EnvBuilder(symlinks=True, with_pip=False).create(environment)
    paths = sysconfig.get_paths(vars={"base": str(environment), "platbase": str(environment)})
    packages, scripts = Path(paths["purelib"]), Path(paths["scripts"])
    outer = {sysconfig.get_path("purelib"), sysconfig.get_path("platlib")}
    (packages / "dependencies.pth").write_text("\n".join(sorted(outer)) + "\n", encoding="utf-8")
    python = scripts / Path(sys.executable).name
    _pip("--python", python, "install", "--no-deps", "--no-index", wheel)
    return Installed(wheel, scripts / "annotator", python, packages)


def _pip(*arguments: str | Path) -> None:
    command = [sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check", *arguments]
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    if result.returncode:
        raise RuntimeError(f"pip {' '.join(map(str, arguments))} failed:\n{result.stderr}")
