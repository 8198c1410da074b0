"""Where sentences end: one test per phenomenon, on invented sentences."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus import Span, read, split_sentences


def cut(text: str, language: str = "en") -> list[str]:
    return [text[start:end] for start, end in split_sentences(text, language)]


# `|` marks the places to cut; the white space around it belongs to the text.
ENGLISH = {
    "plain": "The dam held. | The village slept.",
    "question and exclamation": "Who paid? | Nobody knows! | It was dark.",
    "title": "Dr. Okafor met Mrs. Lind and Prof. Amari. | They spoke.",
    "titles in a row": "Lt. Col. Petrov refused.",
    "initials": "J. R. Moreau wrote it. | A. Noor read it.",
    "initials without space": "J.R. Moreau wrote it.",
    "plan B": "They went to plan B. | The mayor agreed.",
    "country": "The U.S. Senate sat. | It left the U.S. | The vote failed.",
    "company": "Brill Inc. sold it. | It bought Tarn Ltd. | The price rose.",
    "latin": "Fruit, e.g. Spanish figs, i.e. Ficus, rots, cf. Lund et al. (2011).",
    "et cetera": "Pears, figs, etc. | They rot.",
    "number sign": "He is No. 5 on the list. | She said no. | They left.",
    "no as a sentence": "No. | Nobody came.",
    "street and saint": "She lives on Tarn St. | The shop on Main St. Petrov left is in St. Ives.",
    "et alii": "It was found by Lund et al. | The rest is new.",
    "figure": "See fig. 3 and pp. 10 to 12 of vol. 2. | The rest is lost.",
    "art is a word too": "She collects modern art. | The museum knows.",
    "month": "It fell on Jan. 5 and on Sept. 9, 1999. | The rest stood.",
    "hour": "At 6 p.m. Tuesday it rained. | It ended at 7 p.m. | The road dried.",
    "decimals": "It grew 3.5 percent. | It shrank 1.25 percent in 2011. | US exports rose.",
    "year at the end": "It ended in 1992. | Between them lay a sea.",
    "ellipsis": "Well... maybe. | He left... | Then he came back.",
    "spaced ellipsis": "He said . . . nothing at all. | She left.",
    "one sign": "He waited… and waited. | He slept… | Dawn came.",
    "quotation": '"We won. | We are free." | She wept.',
    "curly quotation": "“We won.” | She wept.",
    "question in a quotation": "“Who won?” he asked. | No one spoke.",
    "exclamation in a name": "Yahoo! is a firm. | It sells ads.",
    "brackets": "(It was late.) | The bus (no. 9) left.",
    "footnote": "It was denied.[12] | Nobody asked. [3] | The end.",
    "small letter in a name": "The talks ended. | al-Harith left. | iPhones rang.",
    "small letter goes on": "The dept. of works paid approx. ten coins.",
    "typed in haste": "the shop was shut. | i went home. | it's a shame.",
    "typed in haste with a shout": "lovely place! | answered all my questions. | would go again.",
    "small letter after a quotation": "“I am old.” they said, and “Go!” he cried.",
    "small letter after an abbreviation": "It holds incl. tax approx. ten, ibid. and misc. coins.",
    "no space": "The shop closed.|The owner left.",
    "no space in a name": "Node.js and example.Com and v2.The are names.",
    "web address": "See www.example.org/a.b for it. | https://example.org has more.",
    "emoji": "We won 👍🏽. | Then we slept 👩‍👩‍👧.",
    "doubled space": "One here.  |  Two there.",
    "no-break space": "One here.\u00a0|\u00a0Two there.",
    "line break": "The line\nbreaks here. | Then\nit ends.",
    "list number": "1. The first. | It is short.",
    "several stops": "What?! | No!!! | Yes.",
    "stop and comma": "He asked “why?”, then left.",
    "colon": "Three things: air, water, bread.",
}


@pytest.mark.parametrize("marked", ENGLISH.values(), ids=ENGLISH.keys())
def test_english(marked: str) -> None:
    assert cut(marked.replace("|", "")) == [part.strip() for part in marked.split("|")]


OTHERS = {
    "zh": "今天下雨。|我们在家。|你呢？|“很好。”|他说。",
    "ja": "雨が降った。|「行こう。」|彼は言った。",
    "ar": "هل جاء؟ | نعم جاء. | ثم ذهب.",
    "hi": "वह आया। | वह गया।",
    "ur": "وہ آیا۔ | وہ گیا۔",
    "de": "Am 5. Mai kam Frau Dr. Weiß. | Sie ging am 6. Juni, d.h. spät.",
    "fr": "M. Morel est venu. | Mme. Petit est partie.",
    "es": "¿Quién vino? | ¡Nadie! | La Sra. Paz calló.",
    "ru": "А. П. Иванов пришёл. | Он ушёл.",
}


@pytest.mark.parametrize("language", OTHERS)
def test_other_languages(language: str) -> None:
    marked = OTHERS[language]
    assert cut(marked.replace("|", ""), language) == [part.strip() for part in marked.split("|")]


def test_ordinals_depend_on_the_language() -> None:
    text = "Es war am 5. Mai kam sie."
    assert len(cut(text, "de-AT")) == 1
    assert len(cut(text, "en")) == 2


def test_only_in_english_a_small_letter_may_follow_any_longer_word() -> None:
    text = "Das kostet vermutl. zehn Kronen."
    assert len(cut(text, "de")) == 1


def test_a_blank_line_ends_a_sentence() -> None:
    assert cut("no stop here\n\nnor here") == ["no stop here", "nor here"]
    assert cut("no stop here\r\n\r\nnor here") == ["no stop here", "nor here"]


@pytest.mark.parametrize("text", ["", " ", "\n\n"])
def test_nothing_but_space_has_no_sentence(text: str) -> None:
    assert split_sentences(text) == []


def test_spans_are_named() -> None:
    (span,) = split_sentences("  One. ")
    assert (span.start, span.end) == (2, 6)
    assert isinstance(span, Span)


def test_zero_width_characters_go_with_the_sentence_beside_them() -> None:
    text = "\ufeffOne here.\u200b Two there. \u200b"
    assert cut(text) == ["\ufeffOne here.\u200b", "Two there. \u200b"]


def test_a_claim_begins_and_ends_with_what_can_be_seen() -> None:
    article = read("\ufeff\u200bOne here.\u200b Two there. \u200b".encode(), "a.txt")
    sentences = [piece.text for piece in article.pieces() if piece.kind == "sentence"]
    assert sentences == ["One here.", "Two there."]


WORDS = ["The cat", "U.S.", "Dr.", "no.", "5", "al-X", "i", "they", "👍🏽", "e\u0301", "x" * 50]
STOPS = [
    ".",
    "?",
    "!",
    "…",
    "...",
    ". . .",
    "。",
    "！",
    "؟",
    "।",
    ",",
    ";",
    '"',
    "”",
    "“",
    ")",
    "」",
]
SPACES = [" ", "  ", "\n", "\n\n", "\u00a0", "\u200b", "\ufeff", "\r\n", "\u2029", "\u202e"]
OTHER = ["[12]", "http://a.b"]
PIECES = st.sampled_from([*WORDS, *STOPS, *SPACES, *OTHER])
TEXTS = st.one_of(st.text(max_size=200), st.lists(PIECES, max_size=40).map("".join))


@given(TEXTS, st.sampled_from(["en", "de", "zh", "tr-TR", ""]))
def test_spans_tile_the_text(text: str, language: str) -> None:
    at = 0
    for start, end in split_sentences(text, language):
        assert at <= start < end <= len(text)
        assert is_blank(text[at:start])
        assert not is_blank(text[start])
        assert not is_blank(text[end - 1])
        at = end
    assert is_blank(text[at:])


@given(TEXTS)
def test_white_space_around_a_text_changes_nothing(text: str) -> None:
    inner = [(start + 3, end + 3) for start, end in split_sentences(text)]
    assert split_sentences(f" \t {text} ") == inner


def is_blank(text: str) -> bool:
    return not text or text.isspace()


MEGABYTE = 1_000_000
HOSTILE = {
    "one word": "x",
    "words": "word ",
    "stops": ".",
    "stops and letters": "a.b",
    "spaced stops": ". ",
    "quotes": '"',
    "stop and quotes": '."',
    "footnotes": ".[1]",
    "open footnotes": "..[111 ",
    "spaces": " ",
    "zero width": "\u200b",
    "capitals": "A.",
    "abbreviations": "e.g. ",
    "chinese": "雨。",
    "sentences": "It is so. ",
    "question marks": "? ",
}


@pytest.mark.timeout(60)
@pytest.mark.parametrize("unit", HOSTILE.values(), ids=HOSTILE.keys())
def test_a_megabyte_on_one_line_is_no_problem(unit: str) -> None:
    """Each takes a second or two; at the square of the length it would take hours."""
    text = "A." + unit * (MEGABYTE // len(unit)) + "a"
    spans = split_sentences(text)
    assert spans[0].start == 0
    assert spans[-1].end == len(text)
