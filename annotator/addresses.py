"""Where the program may be reached, and under which names: the rules, as pure functions.

Only `own_addresses` and `free_port` ask the machine.
"""

from __future__ import annotations

import contextlib
import errno
import ipaddress
import os
import re
import socket
from collections.abc import Sequence
from typing import Final, Literal
from urllib.parse import urlsplit

from annotator.running import Settings

Reach = Literal["loopback", "private", "public", "everywhere", "name"]

LOOPBACK: Final = "127.0.0.1"
DEFAULT_PORT: Final = 8501

_PORTS_TRIED: Final = 50
_HOST: Final = re.compile(r"(?P<name>\[[0-9a-f:.]+\]|[a-z0-9._-]+)(:\d{1,5})?")
_PRIVATE: Final = tuple(
    ipaddress.ip_network(block)
    for block in (
        "10.0.0.0/8",
        "172.16.0.0/12",
        "192.168.0.0/16",
        "169.254.0.0/16",
        "fc00::/7",
        "fe80::/10",
    )
)
# One for each kind of network a machine can be in; what the route there begins with is ours.
_PROBES: Final = (
    "192.0.2.1",
    "10.255.255.254",
    "172.31.255.254",
    "192.168.255.254",
    "2001:db8::1",
    "fd00::1",
)
_USUAL_PORTS: Final = {"http": 80, "https": 443}


class ServeError(Exception):
    """The server cannot start as asked; the message says why and what to do."""


def host_name(host: str) -> str:
    """The name in a Host header, without the port and in lower case; empty if it is none."""
    match = _HOST.fullmatch(host.lower())
    return match["name"] if match else ""


def reach_of(host: str) -> Reach:
    """Who can reach a program that listens on this address, or is called by this name."""
    if host.lower() == "localhost":
        return "loopback"
    try:
        address = ipaddress.ip_address(host.strip("[]"))
    except ValueError:
        return "name"
    if isinstance(address, ipaddress.IPv6Address) and address.ipv4_mapped:
        address = address.ipv4_mapped
    if address.is_unspecified:
        return "everywhere"
    if address.is_loopback:
        return "loopback"
    return "private" if any(address in block for block in _PRIVATE) else "public"


def settings_for(
    host: str,
    public_url: str,
    *,
    team: bool = False,
    insecure: bool = False,
    port: int = DEFAULT_PORT,
    own: Sequence[str] = (),
) -> Settings:
    """How to serve on this address: the names the program answers to, and what links begin with.

    Args:
        own: The machine's addresses, for a host that stands for all of them.

    Raises:
        ServeError: It cannot be served there, or `public_url` is no web address.
    """
    reach = reach_of(host)
    if not team and reach != "loopback":
        raise ServeError(
            f"{host} would open the project to other machines, where everybody must be known. "
            "Add --team: people then come in by personal links. Or leave --host out: 127.0.0.1 "
            "is used, which only this machine reaches."
        )
    if reach == "name":
        raise ServeError(
            f"“{host}” is no address of a machine. Give --host like 192.168.1.5, and the name "
            "people use with --public-url."
        )
    public = _public_address(public_url)
    secure = public.startswith("https://")
    if team and not secure and not insecure:
        _refuse_plain(host, reach, public)
    called = list(own) if reach == "everywhere" else [host]
    address = public or f"http://{_in_url(_best(called))}:{port}"
    # Under https, the bare address would be a way round it, where the login could be overheard.
    heard = [] if secure and reach != "loopback" else called
    hosts = dict.fromkeys(
        (
            *Settings().hosts,
            *(_in_url(one) for one in heard),
            *([host_name(urlsplit(public).netloc)] if public else []),
        )
    )
    return Settings(tuple(hosts), secure=secure, team=team, address=address if team else public)


def warning_of(host: str, settings: Settings) -> str:
    """What to say once where others on the network could listen; empty where none can."""
    if not settings.team or settings.secure:
        return ""
    name = urlsplit(settings.address).hostname or ""
    if reach_of(host) == "loopback" and reach_of(name) == "loopback":
        return ""
    return (
        "Warning: this is plain HTTP. Whoever can watch the network between here and your "
        "colleagues can read the project and act under their names. That may do in an office "
        "you trust; for anything else put https before it (docs/deploy.md)."
    )


def private_address(own: Sequence[str]) -> str:
    """The one address colleagues nearby reach this machine by.

    Raises:
        ServeError: There is none, or there are several.
    """
    private = [address for address in own if reach_of(address) == "private"]
    first = [address for address in private if ":" not in address] or private
    if len(first) == 1:
        return first[0]
    if not first:
        there = f"Its addresses are: {', '.join(own)}. " if own else "It is in no network. "
        raise ServeError(
            f"This machine has no private address for --team to listen on. {there}Name one with "
            "--host; 127.0.0.1 is for a proxy on this machine."
        )
    raise ServeError(
        f"This machine has several private addresses: {', '.join(first)}. Name the one your "
        f"colleagues reach it by, as in --host {first[0]}."
    )


def own_addresses() -> list[str]:
    """The addresses this machine has in its networks, the usual one first. Sends nothing."""
    found: dict[str, None] = {}
    for probe in _PROBES:
        family = socket.AF_INET6 if ":" in probe else socket.AF_INET
        with contextlib.suppress(OSError), socket.socket(family, socket.SOCK_DGRAM) as ours:
            ours.connect((probe, 9))  # of a datagram socket: only looks the route up
            found[ours.getsockname()[0]] = None
    return [address for address in found if reach_of(address) in ("private", "public")]


def free_port(host: str, port: int | None) -> int:
    """The port to listen on.

    Raises:
        ServeError: The port that was named is in use, none near the usual one is free, or the
            address is not this machine's.
    """
    if port is not None:
        if not _is_free(host, port):
            raise ServeError(
                f"Port {port} is in use. Stop the program that holds it, or choose another one "
                f"with --port {port + 1}."
            )
        return port
    for candidate in range(DEFAULT_PORT, DEFAULT_PORT + _PORTS_TRIED):
        if _is_free(host, candidate):
            return candidate
    raise ServeError(
        f"No port from {DEFAULT_PORT} to {DEFAULT_PORT + _PORTS_TRIED - 1} is free. "
        "Name one with --port."
    )


def _is_free(host: str, port: int) -> bool:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        if os.name != "nt":
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            if error.errno == errno.EADDRNOTAVAIL:
                raise ServeError(
                    f"{host} is not an address of this machine. Give one of its own with --host."
                ) from error
            if error.errno == errno.EACCES and os.name != "nt":
                raise ServeError(
                    f"The system lets only its administrator use port {port}. Choose one above "
                    "1023 with --port."
                ) from error
            return False
        return True


def _refuse_plain(host: str, reach: Reach, public: str) -> None:
    if public:
        called = urlsplit(public).hostname or ""
        if reach_of(called) == "public":
            raise ServeError(
                f"{public} is plain HTTP at a public address: everybody on the way could read "
                "the project and take over logins. Give an https address, or --insecure if you "
                "accept that."
            )
        if reach in ("loopback", "private"):
            return
    if reach in ("public", "everywhere"):
        what = "a public address" if reach == "public" else "every address of this machine"
        raise ServeError(
            f"{host} is {what}: plain HTTP there lets everybody on the way read the project and "
            "take over logins. Put https before it and name it, as in "
            "--public-url https://claims.example.org; or add --insecure if you accept that."
        )


def _public_address(public_url: str) -> str:
    """What a browser calls the place: scheme, name and a port that is not the usual one."""
    if not public_url:
        return ""
    try:
        parts = urlsplit(public_url)
        port = parts.port
    except ValueError:
        parts, port = urlsplit(""), None
    name = host_name(parts.netloc)
    if parts.scheme not in _USUAL_PORTS or not name:
        raise ServeError(
            f"“{public_url}” is not a web address. Give --public-url like https://claims.example.org."
        )
    if parts.path not in ("", "/") or parts.query or parts.fragment:
        raise ServeError(
            f"“{public_url}” goes on behind the name, and the program needs a name of its own. "
            f"Give --public-url like {parts.scheme}://{name}."
        )
    usual = port is None or port == _USUAL_PORTS[parts.scheme]
    return f"{parts.scheme}://{name}{'' if usual else f':{port}'}"


def _best(addresses: Sequence[str]) -> str:
    """The one for links: private before public, as the machine names them."""
    private = [address for address in addresses if reach_of(address) == "private"]
    return next(iter([*private, *addresses]), LOOPBACK)


def _in_url(address: str) -> str:
    address = address.strip("[]").lower()
    return f"[{address}]" if ":" in address else address
