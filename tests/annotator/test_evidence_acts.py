"""What browsers send of evidence: complete pieces come in, anything else is one sentence."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from annotator.act_fields import ActError
from annotator.acts import Cast, parse
from annotator.evidence_acts import Attaching, web_address
from annotator.scheme import default_scheme
from db.evidence_model import EvidenceRestored, EvidenceWithdrawn
from db.transaction import uuid7

SHA = "0123456789ab"


def raw(**fields: Any) -> dict[str, Any]:
    """A quotation as evidence, with other fields."""
    return {
        "id": uuid7(),
        "kind": "evidence",
        "claim": 1,
        "sha": SHA,
        "type": "quote",
        "stance": "supports",
        "quote": "So it was said.",
    } | fields


def attaching(**fields: Any) -> Attaching:
    found = parse(raw(**fields), default_scheme())
    assert isinstance(found, Cast)
    assert isinstance(found.act, Attaching)
    return found.act


def test_two_fields_are_enough() -> None:
    found = attaching()
    assert (found.evidence.type, found.evidence.stance) == ("quote", "supports")
    assert found.evidence.quote == "So it was said."
    assert found.source_name == ""
    assert found.evidence.credibility is None
    assert not found.evidence.shared


def test_every_field_is_read() -> None:
    found = attaching(
        type="url",
        stance="refutes",
        quote=" “It holds.” ",
        url=" https://example.org/log?page=2#top ",
        source="  Harbour\noffice ",
        title="The log",
        doi="https://doi.org/10.1000/182",
        locator="p. 4",
        published="2026-11",
        accessed="2026-11-30",
        archive="https://web.archive.org/web/2026/https://example.org/log",
        credibility=6,
        note=" Seen. ",
        group=2,
        shared=True,
        assisted=True,
    )
    piece = found.evidence
    assert piece.url == "https://example.org/log?page=2#top"
    assert (piece.quote, piece.title, piece.doi) == ("“It holds.”", "The log", "10.1000/182")
    assert (piece.published_on, piece.accessed_at) == ("2026-11", "2026-11-30")
    assert (piece.credibility, piece.group, piece.note) == (6, 2, "Seen.")
    assert (piece.shared, piece.assisted, piece.locator) == (True, True, "p. 4")
    assert piece.archive_url.startswith("https://web.archive.org/")
    assert found.source_name == "Harbour office"


def test_words_of_the_article_say_where_they_stand() -> None:
    piece = attaching(type="in_text", quote="It  leaks", start=4, end=13).evidence
    assert (piece.start, piece.end, piece.quote) == (4, 13, "It  leaks")
    assert attaching(start=4, end=13).evidence.start is None


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"type": "rumour"}, "There is no evidence of type “rumour”; choose in_text, quote"),
        ({"stance": "likes"}, "There is no stance “likes”; choose supports, refutes, context."),
        ({"stance": None}, "There is no stance “None”"),
        ({"quote": " "}, "The evidence is empty. Write the words that are quoted."),
        ({"type": "url"}, "The evidence is empty. Write the web address."),
        ({"type": "document"}, "Attach a file, or give a title, an address or a DOI."),
        ({"type": "in_text"}, "does not say where in the article the words stand"),
        ({"type": "in_text", "start": 4, "end": 4}, "does not say where in the article"),
        ({"type": "in_text", "start": -1, "end": 4}, "does not say where in the article"),
        ({"type": "in_text", "start": True, "end": 4}, "does not say where in the article"),
        ({"type": "in_text", "start": 1, "end": 4, "quote": ""}, "Select the words"),
        ({"url": "javascript:alert(1)"}, "is no web address: it begins with http://"),
        ({"url": "JaVaScRiPt://example.org/%0aalert(1)"}, "is no web address"),
        ({"url": "data:text/html,x"}, "is no web address"),
        ({"url": "//example.org"}, "is no web address"),
        ({"url": "https://"}, "is no web address"),
        ({"url": "https://[::1"}, "is no web address"),
        ({"url": "https://example.org:port/"}, "is no web address"),
        ({"url": "https://ana:secret@example.org/"}, "holds a login before the @"),
        ({"url": "https://example.org/a b"}, "holds a space or a character that hides"),
        ({"url": "https://example.org/\u202egpj.exe"}, "holds a space or a character that hides"),
        ({"url": "https://example.org/\x00"}, "holds a space or a character that hides"),
        ({"url": "https://example.org/" + "a" * 2000}, "characters; at most 2,000"),
        ({"archive": "ftp://example.org/"}, "is no archive address"),
        ({"doi": "11.1000/182"}, "is no DOI: one looks like 10.1000/182."),
        ({"published": "May 2026"}, "is no date: write 2026-11-30, 2026-11 or 2026."),
        ({"published": "2026-13"}, "is no date"),
        ({"accessed": "2026-02-30"}, "is no date"),
        ({"credibility": 7}, "There is no credibility “7”; choose 1, 2, 3, 4, 5, 6."),
        ({"credibility": 0}, "There is no credibility “0”"),
        ({"group": 0}, "There is no group “0”."),
        ({"file": "../../etc/passwd"}, "There is no file “../../etc/passwd”. Attach it again."),
        ({"note": "n" * 10_001}, "The note has 10,001 characters; at most 10,000 are kept."),
        ({"title": "t" * 501}, "The title has 501 characters; at most 500 are kept."),
        ({"quote": 5}, "The quote has no text."),
        ({"replaces": "mine"}, "is not an event's id"),
        ({"kind": "evidence-withdraw"}, "does not say which evidence it is about"),
        ({"kind": "evidence-restore", "evidence": "x"}, "is not an event's id"),
    ],
)
def test_anything_else_is_refused_with_one_sentence(fields: dict[str, Any], words: str) -> None:
    with pytest.raises(ActError) as refusal:
        parse(raw(**fields), default_scheme())
    assert words in str(refusal.value)
    assert "\n" not in str(refusal.value)


def test_taking_back_and_restoring_name_a_piece() -> None:
    piece = uuid7()
    for kind, content in (
        ("evidence-withdraw", EvidenceWithdrawn(SHA, piece)),
        ("evidence-restore", EvidenceRestored(SHA, piece)),
    ):
        found = parse(raw(kind=kind, evidence=piece), default_scheme())
        assert isinstance(found, Cast)
        assert found.act == content


@given(st.text(max_size=80))
@example("a\u16800")
@example("a\u205fb")
@example("a\u3000b")
def test_an_address_is_safe_or_refused(text: str) -> None:
    for address in (text, f"https://{text}", f"https://example.org/{text}"):
        try:
            found = web_address(address, "web address")
        except ActError as refusal:
            assert "\n" not in str(refusal)  # noqa: PT017 - either is right
        else:
            assert found == "" or found.lower().startswith(("http://", "https://"))
            assert not any(c.isspace() or ord(c) < 32 for c in found)


@given(
    st.dictionaries(
        st.sampled_from(["type", "stance", "quote", "start", "end", "url", "credibility", "group"]),
        st.one_of(
            st.none(), st.booleans(), st.integers(), st.text(max_size=9), st.lists(st.none())
        ),
    )
)
def test_no_payload_breaks_the_parser(fields: dict[str, Any]) -> None:
    try:
        parse(raw(**fields), default_scheme())
    except ActError as refusal:
        assert str(refusal).endswith((".", "”"))  # noqa: PT017 - either is right
