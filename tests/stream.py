"""A client of Streamlit's websocket, written by hand: it sends what no page ever offered.

A browser sends back what the widgets of its page hold. This one sends any value to any widget,
whether the page shows it or not, on any page, under any session's id.
"""

from __future__ import annotations

import socket
import ssl
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Final

from google.protobuf import text_format  # type: ignore[import-untyped] # it ships no types
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Origin, Subprotocol

PATIENCE: Final = 30.0  # seconds
_MOST: Final = 64 * 1024 * 1024


@dataclass(slots=True)
class Drawn:
    """What one run of a page sent.

    Attributes:
        session: The id of the tab's session.
        text: Everything in it that is text, as the browser gets it.
        ids: The widgets' ids, by the key that the page gave them.
        fragments: The ids of the parts that can be run alone, as dialogs are.
    """

    session: str = ""
    text: str = ""
    ids: dict[str, str] = field(default_factory=dict)
    fragments: list[str] = field(default_factory=list)


@contextmanager
def streaming(
    port: int,
    host: str,
    cookies: Mapping[str, str],
    *,
    session: str = "",
    origin: str = "",
    certificate: ssl.SSLContext | None = None,
) -> Iterator[Stream]:
    """One tab, as far as the server can tell.

    Args:
        host: Under which name, and at which port, the tab has opened the program.
        session: The id of a tab whose place this one claims to take.
        certificate: Whom to trust, where the program is served by https.
    """
    scheme, page = ("wss", "https") if certificate else ("ws", "http")
    protocols = ("streamlit", "none", session) if session else ("streamlit",)
    with connect(
        f"{scheme}://{host}/_stcore/stream",
        sock=socket.create_connection(("127.0.0.1", port), timeout=PATIENCE),
        ssl=certificate,
        server_hostname=host.partition(":")[0] if certificate else None,
        origin=Origin(origin or f"{page}://{host}"),
        subprotocols=[Subprotocol(name) for name in protocols],
        additional_headers={"Cookie": "; ".join(f"{k}={v}" for k, v in cookies.items())},
        max_size=_MOST,
        proxy=None,
    ) as opened:
        yield Stream(opened)


class Stream:
    """What is sent and received over one websocket."""

    def __init__(self, opened: ClientConnection) -> None:
        self._socket = opened

    def draw(
        self,
        page: str,
        query: str = "",
        values: Mapping[str, Mapping[str, Any]] | None = None,
        *,
        fragment: str = "",
    ) -> Drawn:
        """Run a page with these values sent for widgets, named by id or by anything else.

        Args:
            values: What the protocol calls them, as in `{id: {"trigger_value": True}}`.
            fragment: Run only this part, by its id.
        """
        self.ask(page, query, values, fragment=fragment)
        return self._finished()

    def ask(
        self,
        page: str,
        query: str = "",
        values: Mapping[str, Mapping[str, Any]] | None = None,
        *,
        fragment: str = "",
    ) -> None:
        """The same without waiting: a fragment that this session does not have is never run."""
        message = BackMsg()
        message.rerun_script.fragment_id = fragment
        message.rerun_script.query_string = query
        message.rerun_script.page_name = page
        for name, value in (values or {}).items():
            state = message.rerun_script.widget_states.widgets.add(id=name)
            for kind, given in value.items():
                if kind.endswith("_array_value"):
                    getattr(state, kind).data.extend(given)
                else:
                    setattr(state, kind, given)
        self.send(message.SerializeToString())

    def send(self, message: bytes) -> None:
        """Send any bytes."""
        self._socket.send(message)

    def _finished(self) -> Drawn:
        drawn = Drawn()
        while True:
            message = ForwardMsg()
            message.ParseFromString(bytes(self._socket.recv(PATIENCE)))  # type: ignore[arg-type] # always bytes
            kind = message.WhichOneof("type") or ""
            drawn.text += text_format.MessageToString(message, as_utf8=True)
            if kind == "new_session":
                drawn.session = message.new_session.initialize.session_id
            if kind == "delta" and message.delta.fragment_id not in ("", *drawn.fragments):
                drawn.fragments.append(message.delta.fragment_id)
            if kind == "delta" and message.delta.WhichOneof("type") == "new_element":
                element = message.delta.new_element
                shown = getattr(element, element.WhichOneof("type") or "empty")
                name = getattr(shown, "id", "")
                if name:
                    drawn.ids[name.split("-", 2)[-1]] = name
            if kind == "script_finished":
                return drawn
