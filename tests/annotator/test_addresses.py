"""Where a project may be served, and under which names: the whole table of addresses."""

from __future__ import annotations

import re
import socket
from collections.abc import Iterator

import pytest

from annotator import addresses
from annotator.addresses import (
    Reach,
    ServeError,
    free_port,
    own_addresses,
    private_address,
    reach_of,
    settings_for,
    warning_of,
)
from annotator.running import Settings
from tests.serving import free_port as a_port

EVERYWHERE = "0.0.0.0"  # noqa: S104 - it is one of the addresses to judge
PUBLIC = "https://claims.example.org"
PLAIN = "http://claims.test:8501"

ADDRESSES: dict[Reach, list[str]] = {
    "loopback": ["127.0.0.1", "127.8.9.1", "localhost", "LocalHost", "::1", "[::1]"],
    "private": [
        "10.0.0.5",
        "172.16.0.1",
        "172.31.255.254",
        "192.168.1.5",
        "169.254.7.7",
        "fc00::1",
        "fd12:3456::7",
        "fe80::1",
        "::ffff:192.168.1.5",
    ],
    "public": [
        "203.0.113.5",
        "8.8.8.8",
        "172.32.0.1",
        "192.169.0.1",
        "100.64.0.1",
        "2001:db8::5",
        "::ffff:8.8.8.8",
    ],
    "everywhere": [EVERYWHERE, "::"],
    "name": ["claims.example.org", "", "*", "192.168.1", "192.168.1.5:8501"],
}
EVERY = [(host, reach) for reach, hosts in ADDRESSES.items() for host in hosts]


@pytest.mark.parametrize(("host", "reach"), EVERY)
def test_who_can_reach_an_address(host: str, reach: Reach) -> None:
    assert reach_of(host) == reach


# --- without a team -------------------------------------------------------------------------------


@pytest.mark.parametrize(("host", "reach"), EVERY)
@pytest.mark.parametrize("public_url", ["", PUBLIC])
def test_without_a_team_only_the_own_machine_is_let_in(
    host: str, reach: Reach, public_url: str
) -> None:
    if reach == "loopback":
        settings = settings_for(host, public_url)
        assert set(Settings().hosts) <= set(settings.hosts)
        assert not settings.team
        assert warning_of(host, settings) == ""
        return
    with pytest.raises(ServeError, match="Add --team") as refusal:
        settings_for(host, public_url)
    assert "127.0.0.1" in str(refusal.value)


def test_without_a_team_nobody_is_sent_a_link() -> None:
    assert settings_for("127.0.0.1", "") == Settings()


# --- with a team ----------------------------------------------------------------------------------


# What happens at each kind of address: served without a word, with the warning, or refused.
TABLE: dict[tuple[Reach, str, bool], str] = {
    ("loopback", "", False): "silent",
    ("loopback", "", True): "silent",
    ("loopback", PLAIN, False): "warned",
    ("loopback", PUBLIC, False): "silent",
    ("private", "", False): "warned",
    ("private", "", True): "warned",
    ("private", PLAIN, False): "warned",
    ("private", PUBLIC, False): "silent",
    ("public", "", False): "refused",
    ("public", "", True): "warned",
    ("public", PLAIN, False): "refused",
    ("public", PLAIN, True): "warned",
    ("public", PUBLIC, False): "silent",
    ("everywhere", "", False): "refused",
    ("everywhere", "", True): "warned",
    ("everywhere", PLAIN, False): "refused",
    ("everywhere", PUBLIC, False): "silent",
    ("name", "", False): "refused",
    ("name", "", True): "refused",
    ("name", PUBLIC, False): "refused",
}


@pytest.mark.parametrize(("reach", "public_url", "insecure"), TABLE)
def test_a_team_is_served_where_it_is_safe(reach: Reach, public_url: str, insecure: bool) -> None:
    wanted = TABLE[reach, public_url, insecure]
    for host in ADDRESSES[reach]:
        if wanted == "refused":
            with pytest.raises(ServeError) as refusal:
                settings_for(host, public_url, team=True, insecure=insecure)
            assert str(refusal.value).count("--") >= 1, "it says what to give instead"
            continue
        settings = settings_for(host, public_url, team=True, insecure=insecure)
        assert settings.team
        assert settings.secure == (public_url == PUBLIC)
        assert bool(warning_of(host, settings)) == (wanted == "warned")


def test_a_public_address_without_https_is_refused_behind_a_proxy_too() -> None:
    with pytest.raises(ServeError, match="--insecure"):
        settings_for("127.0.0.1", "http://203.0.113.5", team=True)
    assert settings_for("127.0.0.1", "http://203.0.113.5", team=True, insecure=True).team
    assert settings_for("127.0.0.1", "http://192.168.1.5", team=True).team


@pytest.mark.parametrize(
    ("host", "public_url", "address"),
    [
        ("192.168.1.5", "", "http://192.168.1.5:8600"),
        ("fd00::7", "", "http://[fd00::7]:8600"),
        ("127.0.0.1", "", "http://127.0.0.1:8600"),
        ("127.0.0.1", "https://Claims.Example.org:8443/", "https://claims.example.org:8443"),
        ("127.0.0.1", "https://claims.example.org:443", PUBLIC),
        ("127.0.0.1", "http://claims.example.org:80", "http://claims.example.org"),
        (EVERYWHERE, "", "http://192.168.1.5:8600"),
    ],
)
def test_links_begin_with_what_colleagues_open(host: str, public_url: str, address: str) -> None:
    own = ["203.0.113.5", "192.168.1.5"]
    settings = settings_for(host, public_url, team=True, insecure=True, port=8600, own=own)
    assert settings.address == address


def test_the_program_answers_to_the_names_it_is_reached_by() -> None:
    def hosts(host: str, public_url: str = "", *, insecure: bool = False) -> set[str]:
        own = ["192.168.1.5", "fd00::7"]
        settings = settings_for(host, public_url, team=True, insecure=insecure, own=own)
        assert set(Settings().hosts) <= set(settings.hosts)
        return set(settings.hosts) - set(Settings().hosts)

    assert hosts("192.168.1.5") == {"192.168.1.5"}
    assert hosts("192.168.1.5", PLAIN) == {"192.168.1.5", "claims.test"}
    assert hosts("127.0.0.1", PUBLIC) == {"claims.example.org"}
    # Beside https, the bare address would be a way in where logins can be overheard.
    assert hosts("192.168.1.5", PUBLIC) == {"claims.example.org"}
    assert hosts(EVERYWHERE, insecure=True) == {"192.168.1.5", "[fd00::7]"}


@pytest.mark.parametrize(
    "url",
    [
        "claims.example.org",
        "ftp://x.org",
        "https://",
        "javascript:x",
        "https://a@x.org",
        "https://x.org:99999",
        "https://[::1",
        "https://x y",
    ],
)
@pytest.mark.parametrize("team", [False, True])
def test_what_is_no_web_address_is_refused(url: str, team: bool) -> None:
    with pytest.raises(ServeError, match="is not a web address"):
        settings_for("127.0.0.1", url, team=team)


@pytest.mark.parametrize("more", ["/claims", "/?x=1", "#top"])
def test_a_path_behind_the_name_is_refused(more: str) -> None:
    with pytest.raises(ServeError, match="goes on behind the name") as refusal:
        settings_for("127.0.0.1", f"{PUBLIC}{more}", team=True)
    assert str(refusal.value).endswith(f"{PUBLIC}.")


# --- the machine's own addresses ------------------------------------------------------------------


def test_the_private_address_is_taken_and_nobody_is_asked() -> None:
    assert private_address(["192.168.1.5"]) == "192.168.1.5"
    assert private_address(["203.0.113.5", "10.0.0.7", "fd00::7"]) == "10.0.0.7"
    assert private_address(["2001:db8::5", "fd00::7"]) == "fd00::7"


@pytest.mark.parametrize(
    ("own", "words"),
    [
        ([], "in no network"),
        (["203.0.113.5"], "203.0.113.5"),
        (["10.0.0.7", "192.168.1.5"], "10.0.0.7, 192.168.1.5"),
    ],
)
def test_none_or_several_private_addresses_are_a_sentence(own: list[str], words: str) -> None:
    with pytest.raises(ServeError, match="--host") as refusal:
        private_address(own)
    assert words in str(refusal.value)


def test_the_machines_addresses_are_its_own() -> None:
    for address in own_addresses():
        assert reach_of(address) in ("private", "public")
        family = socket.AF_INET6 if ":" in address else socket.AF_INET
        with socket.socket(family) as ours:
            ours.bind((address, 0))


# --- ports ----------------------------------------------------------------------------------------


@pytest.fixture
def taken() -> Iterator[int]:
    """A port that somebody listens on."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        yield listener.getsockname()[1]


def test_a_named_port_is_used_or_refused(taken: int) -> None:
    with pytest.raises(ServeError, match=f"Port {taken} is in use"):
        free_port("127.0.0.1", taken)
    free = a_port()
    assert free_port("127.0.0.1", free) == free


def test_without_a_port_the_next_free_one_is_taken(
    taken: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(addresses, "DEFAULT_PORT", taken)
    port = free_port("127.0.0.1", None)
    assert taken < port < taken + 50


def test_an_address_of_another_machine_is_not_a_port_in_use() -> None:
    with pytest.raises(ServeError, match=re.escape("203.0.113.5 is not an address of this")):
        free_port("203.0.113.5", None)
