"""A team at work: 200 analysts, each with a login of their own, one tag every two seconds.

A real `annotator serve --team` on loopback. Each analyst comes in by a personal link and gets a
cookie, opens the desk over Streamlit's websocket, which stays open, and fetches the article. Then
all tag the same article of 500 claims, each claim at most once: raw HTTP/1.1 from this process, one
connection for each that stays open, as a browser's does. They begin spread over the two seconds and
keep to the clock: who waited for an answer sends the next tag at once, and its latency counts from
when it was due, so that a stall is not hidden.

Afterwards the server is stopped and the file is read: every act that was acknowledged is in the log
exactly once, as it was sent and by whom; nothing else is; `annotator check` finds nothing.

- latency: from when a tag was due until its answer was read; the server answers after COMMIT.
- CPU: of the server's process and of this driver, as shares of one core while the tags were sent.
- memory: the most that the server's process ever held (VmHWM), its start and all pages included.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Final

from goals import QUIET, Check, verdict
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect
from websockets.typing import Origin, Subprotocol

from annotator import workflow
from annotator.identity import cli_actor
from annotator.ui.desk import component_name
from db import articles
from db.model import ClaimAnswered, ClaimRow
from db.store import open_store
from db.transaction import uuid7
from tests.serving import COMMAND, Served

ANALYSTS: Final = 200
PACE: Final = 2.0  # seconds from tag to tag of one analyst
SECONDS: Final = 60.0
CLAIMS: Final = 500
SETTLE: Final = 2.0  # seconds after the last page was opened
PATIENCE: Final = 30.0  # seconds for one answer
MOST_MEMORY: Final = 400.0  # MB
DESK: Final = component_name().encode()
TAGS: Final = ("sourced", "contested", "opinion")


@dataclass(slots=True)
class Member:
    """An analyst at work, and what the server acknowledged."""

    id: str
    link: str  # the token of the personal link
    cookie: str = ""
    connection: Connection | None = None
    page: ClientConnection | None = None
    acknowledged: dict[str, tuple[int, str]] = field(default_factory=dict)  # claim, tag by act
    latencies: list[float] = field(default_factory=list)  # milliseconds
    errors: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Project:
    """A project file with an article and people who were sent links."""

    path: Path
    id: str
    article_id: int
    claims: list[ClaimRow]
    members: list[Member]


@dataclass(frozen=True, slots=True)
class Report:
    """What was found; milliseconds, shares of one core, MB."""

    load: float
    analysts: int
    seconds: float
    acts: int
    median: float
    p95: float
    p99: float
    slowest: float
    server_cpu: float
    driver_cpu: float
    memory: float
    errors: list[str]
    wrong: list[str]  # acts that are not stored exactly once, or not as sent
    complaints: list[str]  # of `annotator check`


# --- the project ---------------------------------------------------------------------------------


def prepare(path: Path, analysts: int, claims: int) -> Project:
    """An article, and a personal link for each analyst."""
    lines = [f"Entry {n} says that the ferry left at {n % 24} o’clock." for n in range(claims)]
    text = "The log of the ferry\n\n" + "\n\n".join(lines) + "\n"
    with open_store(path, create=True) as store:
        actor = cli_actor()
        loaded = workflow.load_article(store, actor, text.encode(), "ferry.txt")
        assert loaded.claims == claims, f"{claims} sentences became {loaded.claims} claims."
        people = [workflow.add_analyst(store, f"Analyst {n}", actor=actor) for n in range(analysts)]
        members = [Member(who.id, workflow.make_link(store, actor, who.id)) for who in people]
        with store.read() as db:
            rows = articles.claims_of(db, articles.get(db, loaded.article_id).revision_id)
        return Project(path, store.project_id, loaded.article_id, rows, members)


# --- the work ------------------------------------------------------------------------------------


async def work(project: Project, port: int, seconds: float, started: Callable[[], None]) -> None:
    """All come in; then all tag at once, each beginning a little later than the one before."""
    for member in project.members:
        await come_in(member, port)
        await open_desk(project, member, port)
    await asyncio.sleep(SETTLE)
    started()
    begin = time.perf_counter() + 0.5
    step = PACE / len(project.members)
    await asyncio.gather(
        *(
            tagging(project, member, port, begin + n * step, int(seconds / PACE))
            for n, member in enumerate(project.members)
        )
    )


async def come_in(member: Member, port: int) -> None:
    """Follow the personal link, as its page does."""
    member.connection = await Connection.open(port)
    reply = await member.connection.post("/api/join", {"token": member.link})
    assert reply.status == 200, reply.body
    member.cookie = reply.headers["set-cookie"].partition(";")[0]


async def open_desk(project: Project, member: Member, port: int) -> None:
    """Open the page, which stays open, and fetch what it shows."""
    member.page = await connect(
        f"ws://127.0.0.1:{port}/_stcore/stream",
        origin=Origin(f"http://127.0.0.1:{port}"),
        subprotocols=[Subprotocol("streamlit")],
        additional_headers={"Cookie": member.cookie},
        max_size=None,
        proxy=None,
    )
    asked = BackMsg()
    asked.rerun_script.page_name = "tag"
    asked.rerun_script.query_string = f"article={project.article_id}"
    await member.page.send(asked.SerializeToString())
    drawn, told = b"", ForwardMsg()
    while told.WhichOneof("type") != "script_finished":
        message = await asyncio.wait_for(member.page.recv(), PATIENCE)
        assert isinstance(message, bytes)
        drawn += message
        told.ParseFromString(message)
    assert DESK in drawn, "The page that was drawn is not the desk."
    assert member.connection is not None
    reply = await member.connection.get(f"/api/articles/{project.article_id}/desk", member.cookie)
    assert reply.status == 200, reply.body


async def tagging(project: Project, member: Member, port: int, begin: float, tags: int) -> None:
    """One analyst: a tag whenever it is due, over one connection."""
    for n, claim in enumerate(project.claims[:tags]):
        due = begin + n * PACE
        await asyncio.sleep(max(0.0, due - time.perf_counter()))
        act = act_on(claim, TAGS[n % len(TAGS)])
        batch = {"project": project.id, "as": member.id, "acts": [act]}
        try:
            if member.connection is None or member.connection.ended:
                member.connection = await Connection.open(port)
            posting = member.connection.post("/api/acts", batch, member.cookie)
            reply = await asyncio.wait_for(posting, PATIENCE)
        except (OSError, EOFError, TimeoutError, ValueError) as error:
            member.errors.append(f"{type(error).__name__}: {error}")
            member.connection = None
            continue
        member.latencies.append((time.perf_counter() - due) * 1000)
        keep(member, act, reply)


def act_on(claim: ClaimRow, tag: str) -> dict[str, Any]:
    """An act as the desk sends it."""
    return {
        "id": uuid7(),
        "kind": "answer",
        "claim": claim.id,
        "sha": claim.sha256[:12],
        "outcome": "tagged",
        "tag": tag,
        "reason": "",
        "confidence": "",
        "replaces": None,
    }


def keep(member: Member, act: dict[str, Any], reply: Reply) -> None:
    """Note what the server said of an act."""
    results = json.loads(reply.body)["results"] if reply.status == 200 else []
    if [(row["id"], row["status"]) for row in results] == [(act["id"], "stored")]:
        member.acknowledged[act["id"]] = (act["claim"], act["tag"])
    else:
        member.errors.append(f"{reply.status}: {reply.body[:200].decode(errors='replace')}")


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer; the names of the headers in lower case."""

    status: int
    headers: dict[str, str]
    body: bytes


@dataclass(frozen=True, slots=True)
class Connection:
    """An HTTP/1.1 connection that stays open."""

    port: int
    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter

    @classmethod
    async def open(cls, port: int) -> Connection:
        """Connect."""
        return cls(port, *await asyncio.open_connection("127.0.0.1", port))

    @property
    def ended(self) -> bool:
        """Whether the server has closed it, as it does after some seconds without a request."""
        return self.reader.at_eof()

    async def get(self, path: str, cookie: str) -> Reply:
        """Ask as a page of ours would."""
        return await self._exchange("GET", path, cookie)

    async def post(self, path: str, content: dict[str, Any], cookie: str = "") -> Reply:
        """Send what a page of ours would send."""
        return await self._exchange("POST", path, cookie, json.dumps(content).encode())

    async def _exchange(self, method: str, path: str, cookie: str, body: bytes = b"") -> Reply:
        """Send a request, and read the whole answer."""
        self.writer.write(self._head(method, path, cookie, len(body)).encode() + body)
        await self.writer.drain()
        first, *lines = (await self.reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
        pairs = (line.partition(":") for line in lines if line)
        headers = {name.lower(): value.strip() for name, _, value in pairs}
        if "content-length" not in headers:
            raise ValueError(f"An answer without its length: {first}")
        told = await self.reader.readexactly(int(headers["content-length"]))
        return Reply(int(first.split()[1]), headers, told)

    def _head(self, method: str, path: str, cookie: str, length: int) -> str:
        lines = [
            f"{method} {path} HTTP/1.1",
            f"Host: 127.0.0.1:{self.port}",
            f"Origin: http://127.0.0.1:{self.port}",
            "X-Claims: 1",
            "Content-Type: application/json",
            f"Content-Length: {length}",
            *([f"Cookie: {cookie}"] if cookie else []),
        ]
        return "\r\n".join(lines) + "\r\n\r\n"


# --- what the server took, and what is stored ----------------------------------------------------


def cpu_of(pid: int) -> float:
    """Seconds of processor time, user and system, of all threads of a process."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def most_memory(pid: int) -> float:
    """The most memory a process ever held, in MB."""
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    (most,) = (line.split()[1] for line in lines if line.startswith("VmHWM:"))
    return int(most) * 1024 / 1e6


def wrong_acts(project: Project) -> list[str]:
    """Every difference between what was acknowledged and what is in the file."""
    told = {
        act: (member.id, claim, tag)
        for member in project.members
        for act, (claim, tag) in member.acknowledged.items()
    }
    with open_store(project.path, write=False) as store, store.read(timeout=None) as db:
        logged = db.execute(
            "select id, actor, claim_id, payload ->> 'tag' from event where kind = ?",
            [ClaimAnswered.kind],
        ).fetchall()
        held = db.execute("select event_id, analyst_id, claim_id, tag from answer").fetchall()
    found = []
    for name, rows in (("the log", logged), ("the answers", held)):
        there = {row[0]: tuple(row[1:]) for row in rows}
        if len(there) != len(rows):
            found.append(f"An act is twice in {name}.")
        found += [
            f"{act} is not in {name} as it was sent." for act in told if there.get(act) != told[act]
        ]
        found += [
            f"{act} is in {name} and was not acknowledged." for act in there if act not in told
        ]
    return found


def complaints(path: Path) -> list[str]:
    """What `annotator check` says, if anything is wrong."""
    done = subprocess.run(
        [*COMMAND, "check", str(path)], capture_output=True, text=True, check=False
    )
    return [] if done.returncode == 0 else (done.stdout + done.stderr).splitlines()


# --- the run -------------------------------------------------------------------------------------


def run(folder: Path, analysts: int, seconds: float, claims: int) -> Report:
    """Prepare, serve, tag, stop, and look at what is there."""
    load = os.getloadavg()[0]
    project = prepare(folder / "team.db", analysts, claims)
    with Served(project.path, "--team", "--host", "127.0.0.1", command=COMMAND) as server:
        spent: list[tuple[float, float, float]] = []

        def look() -> None:
            spent.append((time.perf_counter(), cpu_of(server.pid), time.process_time()))

        asyncio.run(work(project, server.port, seconds, look))
        look()
        memory = most_memory(server.pid)
    taken, served, driven = (after - before for before, after in zip(*spent, strict=True))
    latencies = [took for member in project.members for took in member.latencies]
    parts = statistics.quantiles(latencies, n=100, method="inclusive")
    return Report(
        load=load,
        analysts=analysts,
        seconds=taken,
        acts=sum(len(member.acknowledged) for member in project.members),
        median=parts[49],
        p95=parts[94],
        p99=parts[98],
        slowest=max(latencies),
        server_cpu=served / taken,
        driver_cpu=driven / taken,
        memory=memory,
        errors=[error for member in project.members for error in member.errors],
        wrong=wrong_acts(project),
        complaints=complaints(project.path),
    )


def show(report: Report) -> None:
    """Print the figures."""
    print(f"load average {report.load:.2f} before")
    print(
        f"{report.analysts} analysts, {report.acts:,} acts acknowledged in {report.seconds:.1f} s, "
        f"{report.acts / report.seconds:.0f} a second"
    )
    print(
        f"latency: median {report.median:.1f} ms, p95 {report.p95:.1f}, p99 {report.p99:.1f}, "
        f"slowest {report.slowest:.1f}"
    )
    print(
        f"of one core: server {report.server_cpu:.0%}, driver {report.driver_cpu:.0%}; "
        f"server {report.server_cpu * report.seconds / max(1, report.acts) * 1000:.1f} ms an act"
    )
    for line in [*report.errors[:5], *report.wrong[:5], *report.complaints[:5]]:
        print(f"  {line}")


def checks(report: Report, expected: int) -> list[Check]:
    """The goals. None of them is a time: a busy machine voids nothing here."""
    return [
        Check("acts acknowledged", report.acts, expected, "acts", least=True),
        Check("errors", len(report.errors), 0, "errors"),
        Check("acts not stored exactly once, as sent", len(report.wrong), 0, "acts"),
        Check("findings of annotator check", len(report.complaints), 0, "findings"),
        Check("the server's memory at its most", report.memory, MOST_MEMORY, "MB"),
    ]


def main() -> int:
    """Print the figures; 1 when a goal is missed."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--analysts", type=int, default=ANALYSTS)
    parser.add_argument("--seconds", type=float, default=SECONDS)
    parser.add_argument("--claims", type=int, default=CLAIMS)
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures there too")
    options = parser.parse_args()
    expected = options.analysts * int(options.seconds / PACE)
    with tempfile.TemporaryDirectory() as folder:
        report = run(Path(folder), options.analysts, options.seconds, options.claims)
    show(report)
    missed = verdict(checks(report, expected))
    if report.load > QUIET:
        print(f"The load average was above {QUIET} before: the latencies say little.")
    if options.json:
        options.json.write_text(json.dumps(asdict(report), indent=1) + "\n", encoding="utf-8")
    return missed


if __name__ == "__main__":
    sys.exit(main())
