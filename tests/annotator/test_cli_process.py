"""What only a process of its own shows: streams, pipes, and what a command has to import."""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from db.store import open_store
from tests.builders import an_article, load
from tests.serving import COMMAND


def annotator(
    *words: str | Path, input: bytes = b"", **environment: str
) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [*COMMAND, *map(str, words)],
        input=input,
        capture_output=True,
        timeout=120,
        env={**os.environ, **environment},
        check=False,
    )


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project with an article of many claims."""
    path = tmp_path / "my.db"
    with open_store(path, create=True) as store:
        load(store, an_article(*(f"“Sentence” {n} — שלום." for n in range(5000))))
    return path


def test_output_is_utf8_whatever_the_terminal_speaks(project: Path) -> None:
    result = annotator("claims", project, PYTHONIOENCODING="ascii", LC_ALL="C")
    assert result.returncode == 0, result.stderr
    assert json.loads(result.stdout.decode())[0]["text"] == "“Sentence” 0 — שלום."


def test_a_reader_that_goes_away_ends_the_command_quietly(project: Path) -> None:
    process = subprocess.Popen(
        [*COMMAND, "claims", str(project)], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    assert process.stdout is not None
    assert process.stderr is not None
    assert process.stdout.readline().startswith(b'[{"id": 1')
    process.stdout.close()
    said = process.stderr.read()
    process.stderr.close()
    assert process.wait(60) == 1
    assert said == b""


def test_standard_input_is_read_as_bytes(tmp_path: Path) -> None:
    text = "\ufeffTitle\r\n\r\nThe “quay” is new.\r\n".encode("utf-16")
    result = annotator("split", "-", "--json", input=text)
    assert result.returncode == 0, result.stderr
    pieces = json.loads(result.stdout)
    assert [piece["text"] for piece in pieces] == ["Title", "The “quay” is new."]


def test_an_error_is_a_sentence_and_exit_code_1(tmp_path: Path) -> None:
    result = annotator("check", tmp_path / "none.db")
    assert result.returncode == 1
    assert result.stdout == b""
    assert result.stderr.startswith(b"Error: There is no project at ")
    assert b"Traceback" not in result.stderr


def test_a_full_disk_under_the_output_is_a_sentence(project: Path) -> None:
    if not Path("/dev/full").exists():
        pytest.skip("This system has no /dev/full.")
    for words in (("export", project, "-o", "/dev/full"), ("export", project)):
        with Path("/dev/full").open("wb") as full:
            result = subprocess.run(
                [*COMMAND, *map(str, words)],
                stdout=full,
                stderr=subprocess.PIPE,
                timeout=120,
                check=False,
            )
        assert result.returncode == 1
        assert b"No space left on device" in result.stderr
        assert b"Traceback" not in result.stderr


@pytest.mark.parametrize("words", [("--help",), ("head",), ("claims",), ("export",)])
def test_a_small_command_imports_neither_streamlit_nor_pandas(
    project: Path, words: tuple[str, ...]
) -> None:
    """Either takes longer to import than these commands to run."""
    arguments = [*words, *([] if words[0].startswith("-") else [str(project)])]
    code = (
        "import sys; from annotator.cli import cli\n"
        f"cli({arguments!r}, standalone_mode=False)\n"
        "sys.exit(bool({'pandas', 'numpy', 'streamlit'} & set(sys.modules)))"
    )
    result = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, timeout=120, check=False
    )
    assert result.returncode == 0, result.stderr


def test_the_wide_export_is_whole(project: Path) -> None:
    result = annotator("export", project, "-f", "csv-wide")
    assert result.returncode == 0, result.stderr
    assert result.stdout.count(b"\r\n") == 5001


def on_a_terminal(*words: str | Path) -> tuple[bytes, str]:
    """A command whose messages go to a terminal; its data, and what the terminal was sent."""
    pty = pytest.importorskip("pty", reason="This system has no pseudo-terminals.")
    ours, theirs = pty.openpty()
    with tempfile.TemporaryFile() as data:  # a pipe would be full while we listen to the terminal
        process = subprocess.Popen(
            [*COMMAND, *map(str, words)],
            stdin=subprocess.DEVNULL,
            stdout=data,
            stderr=theirs,
            env={**os.environ, "TERM": "xterm", "COLUMNS": "80"},
        )
        os.close(theirs)
        sent = b""
        with contextlib.suppress(OSError):  # what a terminal without a program says on Linux
            while more := os.read(ours, 65536):
                sent += more
        os.close(ours)
        assert process.wait(60) == 0, sent
        data.seek(0)
        return data.read(), sent.decode()


@pytest.mark.parametrize(
    ("words", "label"),
    [
        (("export", "DB", "-o", "tags.csv"), "Writing"),
        (("export", "DB", "-f", "csv-wide", "-o", "tags.csv"), "Writing"),
        (("check", "DB"), "Checking"),
        (("load", "DB", "a.txt", "b.txt"), "Loading"),
    ],
)
def test_long_work_shows_how_far_it_is_on_a_terminal_only(
    project: Path, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...], label: str
) -> None:
    monkeypatch.chdir(project.parent)
    for name in "ab":
        Path(f"{name}.txt").write_text(f"Title\n\nThe text of {name}.\n", encoding="utf-8")
    words = tuple(str(project) if word == "DB" else word for word in words)
    data, sent = on_a_terminal(*words)
    assert data == b""
    assert f"{label}  [" in sent
    assert "100%" in sent
    piped = annotator(*words)
    assert piped.returncode == 0
    assert b"%" not in piped.stderr
    assert label.encode() + b"  [" not in piped.stderr


@pytest.mark.parametrize("words", [("export",), ("export", "-o", "-"), ("claims", "--json")])
def test_data_on_standard_output_has_no_bar_beside_it(
    project: Path, words: tuple[str, ...]
) -> None:
    data, sent = on_a_terminal(words[0], project, *words[1:])
    assert data == annotator(words[0], project, *words[1:]).stdout
    assert "%" not in sent
