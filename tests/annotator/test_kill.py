"""`kill -9` while it writes: nothing that was acknowledged is lost, and the file stays whole."""

from __future__ import annotations

import http.client
import json
import random
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from annotator import workflow
from annotator.identity import cookie_name
from db.check import check
from db.model import Analyst
from db.store import open_store
from db.transaction import uuid7
from tests import builders
from tests.serving import Served

KILLS = 20
WRITERS = 3
CLAIMS = 60


@dataclass(slots=True)
class Client:
    """A browser of one analyst that tags without pause and remembers what was acknowledged."""

    project: str
    analyst: Analyst
    token: str
    shas: list[str]
    acknowledged: list[str] = field(default_factory=list)
    current: dict[int, str] = field(default_factory=dict)
    waiting: list[dict[str, object]] = field(default_factory=list)

    def work(self, port: int) -> None:
        """Post batches until the server is gone; what got no answer is sent again next time."""
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
        try:
            while True:
                self._fill()
                self._post(connection, port)
        except (OSError, http.client.HTTPException):
            return
        finally:
            connection.close()

    def _fill(self) -> None:
        while len(self.waiting) < 5:
            claim = random.randint(1, CLAIMS)
            act_id = uuid7()
            self.waiting.append(
                {
                    "id": act_id,
                    "kind": "answer",
                    "claim": claim,
                    "sha": self.shas[claim - 1],
                    "outcome": "tagged",
                    "tag": random.choice(["sourced", "contested", "opinion", "none"]),
                    "replaces": self.current.get(claim),
                }
            )
            self.current[claim] = act_id

    def _post(self, connection: http.client.HTTPConnection, port: int) -> None:
        body = {"project": self.project, "as": self.analyst.id, "acts": self.waiting}
        headers = {
            "Content-Type": "application/json",
            "X-Claims": "1",
            "Origin": f"http://127.0.0.1:{port}",
            "Cookie": f"{cookie_name(self.project)}={self.token}",
        }
        connection.request("POST", "/api/acts", json.dumps(body), headers)
        reply = connection.getresponse()
        told = json.loads(reply.read())
        assert reply.status == 200, told
        assert {result["status"] for result in told["results"]} == {"stored"}, told
        self.acknowledged += [result["id"] for result in told["results"]]
        self.waiting.clear()


@pytest.mark.slow
@pytest.mark.timeout(300)
def test_no_acknowledged_tag_is_lost_in_twenty_kills(tmp_path: Path) -> None:
    path = tmp_path / "killed.db"
    sentences = [f"Sentence number {n} says something." for n in range(CLAIMS)]
    with open_store(path, create=True) as store:
        builders.load(store, builders.an_article(*sentences))
        project = store.project_id
        shas = [builders.sha_of(store, claim) for claim in range(1, CLAIMS + 1)]
        people = [builders.an_analyst(store) for _ in range(WRITERS)]
        clients = [
            Client(project, analyst, workflow.sign_in(store, analyst.id), shas)
            for analyst in people
        ]
    with Served(path) as server:
        for kill in range(KILLS):
            threads = [
                threading.Thread(target=client.work, args=[server.port]) for client in clients
            ]
            for thread in threads:
                thread.start()
            time.sleep(random.uniform(0.05, 0.4))
            server.kill()
            for thread in threads:
                thread.join()
            stored(path, clients, f"after kill {kill + 1}")
            if kill % 5 == 4:
                whole(path, f"after kill {kill + 1}")
            server.start()
    assert all(len(client.acknowledged) > KILLS for client in clients)


def stored(path: Path, clients: list[Client], when: str) -> None:
    """Nothing that was acknowledged is missing; the schema takes no id twice."""
    with open_store(path) as store, store.read() as db:
        ids = {row[0] for row in db.execute("select id from event")}
    for client in clients:
        lost = [act_id for act_id in client.acknowledged if act_id not in ids]
        assert not lost, f"{len(lost)} of {len(client.acknowledged)} lost {when}"


def whole(path: Path, when: str) -> None:
    """`annotator check` finds nothing in the whole log: what a kill breaks stays broken."""
    with open_store(path) as store:
        assert check(store) == [], when
