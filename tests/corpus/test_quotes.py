"""A quotation is found again where it stands, or not at all. All texts are invented."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal
from unicodedata import normalize

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from corpus import Span
from corpus.quotes import CONTEXT, QuoteSelector, find, make

QUOTE = "The mayor “refused” to pay the keeper’s 500 coins – twice."
BEFORE = "It rained all of May, and the dam at Orle was full to the brim. "
AFTER = " Nobody in the valley slept that night, and the road was shut."
TEXT = BEFORE + QUOTE + AFTER


def marked(text: str, quote: str, nth: int = 0) -> QuoteSelector:
    """The selector of the first place of `quote`, or a later one, counted from 0."""
    at = places(text, quote)[nth]
    return make(text, at, at + len(quote))


def places(text: str, quote: str) -> list[int]:
    return [at for at in range(len(text)) if text.startswith(quote, at)]


def span(text: str, quote: str, nth: int = 0) -> Span:
    at = places(text, quote)[nth]
    return Span(at, at + len(quote))


SEEN_ALIKE = {"“”„‟«»": '"', "‘’‚‛‹›": "'", "‐‑‒–—―−": "-"}


def plain(text: str) -> str:
    """What must not have changed in a quotation that is found."""
    for variants, sign in SEEN_ALIKE.items():
        for variant in variants:
            text = text.replace(variant, sign)
    words = normalize("NFC", text).split()
    return " ".join(["", *words, ""] if text[:1].isspace() or text[-1:].isspace() else words)


def test_a_selector_holds_the_words_their_context_and_their_place() -> None:
    text = f"{'a' * 40}The dam held.{'b' * 40}"
    expected = QuoteSelector("The dam held.", "a" * CONTEXT, "b" * CONTEXT, 40, 53)
    assert make(text, 40, 53) == expected


def test_at_an_edge_of_the_text_there_is_less_context() -> None:
    assert make("Well. It held.", 6, 14) == QuoteSelector("It held.", "Well. ", "", 6, 14)


@pytest.mark.parametrize(("start", "end"), [(2, 2), (3, 2), (-1, 3), (0, 5), (9, 10)])
def test_no_selector_of_nothing_or_of_what_is_outside(start: int, end: int) -> None:
    with pytest.raises(ValueError, match=f"from {start} to {end} in a text of 4 char") as refusal:
        make("dams", start, end)
    assert str(refusal.value).endswith(".")


KEPT = {
    "the same text": TEXT,
    "a sentence before": "A note first. " + TEXT,
    "nothing before": QUOTE + AFTER,
    "nothing after": BEFORE + QUOTE,
    "another text before": "Nothing is as it was. " + QUOTE + AFTER,
    "another text after": BEFORE + QUOTE + " And so on.",
    "another text before and after": "Nothing is as it was. " + QUOTE + " And so on.",
    "words far off, before and after": f"So. {BEFORE}{QUOTE}{AFTER} So.",
    "words nearby, before and after": (
        f"{BEFORE.replace('dam', 'old dam')}{QUOTE}{AFTER.replace('slept', 'got sleep')}"
    ),
    "a bracket around it": f"{BEFORE}({QUOTE}){AFTER}",
    "the sentences in another order": QUOTE + AFTER + " " + BEFORE,
    "signs of the context retyped": (BEFORE.replace(" ", "\n") + QUOTE + AFTER.replace(" ", "  ")),
}


@pytest.mark.parametrize("text", KEPT.values(), ids=KEPT.keys())
def test_a_quotation_is_found_where_it_stands_now(text: str) -> None:
    assert find(text, marked(TEXT, QUOTE)) == span(text, QUOTE)


RETYPED = {
    "typewriter signs": QUOTE.replace("“", '"').replace("”", '"').replace("’", "'"),
    "guillemets": QUOTE.replace("“", "«").replace("”", "»"),
    "another dash": QUOTE.replace("–", "—"),
    "line breaks": QUOTE.replace(" ", "\n"),
    "a wrapped and indented line": QUOTE.replace(" to ", "  \r\n\t to "),
    "no-break spaces": QUOTE.replace("500 ", "500\u00a0").replace(" –", "\u202f–"),
}


@pytest.mark.parametrize("quote", RETYPED.values(), ids=RETYPED.keys())
def test_white_space_and_signs_may_be_others(quote: str) -> None:
    assert quote != QUOTE
    text = f"A note first. {BEFORE}{quote}{AFTER}"
    assert find(text, marked(TEXT, QUOTE)) == span(text, quote)


@pytest.mark.parametrize("old", RETYPED.values(), ids=RETYPED.keys())
def test_it_makes_no_difference_which_of_the_two_was_there_first(old: str) -> None:
    assert find(TEXT, marked(BEFORE + old + AFTER, old)) == span(TEXT, QUOTE)


CHANGED = {
    "a letter": QUOTE.replace("mayor", "major"),
    "a capital": QUOTE.replace("The", "the"),
    "an accent": QUOTE.replace("pay", "páy"),
    "an accent as a mark of its own": QUOTE.replace("pay", "pa\u0301y"),
    "a digit": QUOTE.replace("500", "600"),
    "a digit more": QUOTE.replace("500", "5000"),
    "a word left out": QUOTE.replace("“refused” ", ""),
    "a word put in": QUOTE.replace("“refused”", "never “refused”"),
    "a word split": QUOTE.replace("keeper", "keep er"),
    "two words joined": QUOTE.replace("the keeper", "thekeeper"),
    "a comma": QUOTE.replace("coins", "coins,"),
    "another stop": QUOTE.replace("twice.", "twice?"),
    "marks of another level": QUOTE.replace("“", "‘").replace("”", "’"),
    "a number with a decimal point": QUOTE.replace("500", "5.00"),
}


@pytest.mark.parametrize("quote", CHANGED.values(), ids=CHANGED.keys())
def test_nothing_is_found_when_the_words_have_changed(quote: str) -> None:
    assert quote != QUOTE
    assert find(BEFORE + quote + AFTER, marked(TEXT, QUOTE)) is None


# The words in square brackets are quoted; the second text has them too, but not as they were.
CUT = {
    "un-": ("The bridge is [safe] for now.", "The bridge is unsafe for now."),
    "-less": ("It was a [use] of money.", "It was a useless of money."),
    "another number": ("They paid [500 coins] for it.", "They paid 1,500 coins for it."),
    "a longer number": ("It cost them [500] of old.", "It cost them 5000 of old."),
    "a decimal": ("It grew by [3] percent then.", "It grew by 3.5 percent then."),
    "a decimal before": ("It grew by [5] percent then.", "It grew by 3.5 percent then."),
    "less than nothing": ("It grew by [5] percent then.", "It grew by −5 percent then."),
    "a hyphen": ("Their house is [free] of debt.", "Their house is free-ish of debt."),
    "a genitive": ("He saw the [mayor] on Monday.", "He saw the mayor’s on Monday."),
    "an accent": ("They ate at the [cafe] on Monday.", "They ate at the cafe\u0301 on Monday."),
    "a vowel sign": ("The letter is [क] in Hindi.", "The letter is कि in Hindi."),
}


@pytest.mark.parametrize(("old", "new"), CUT.values(), ids=CUT.keys())
def test_a_part_of_another_word_or_number_is_not_the_quotation(old: str, new: str) -> None:
    before, quote, after = old.replace("]", "[").split("[")
    assert quote in new
    assert find(new, marked(before + quote + after, quote)) is None


def test_a_quotation_that_was_a_part_of_a_word_is_found() -> None:
    text = "Nobody called it unsafe before the flood came."
    assert find(f"So. {text}", marked(text, "safe")) == span(f"So. {text}", "safe")


CARD = "\nRead more.\n"
CARDS = f"The dam{CARD}The road was closed{CARD}The mayor stays in office{CARD}The harbour"
FOOTER = "Write to the editor if you know more. Read more. Pass it on to your friends, please. "


def test_equal_words_are_told_apart_by_their_context() -> None:
    text = f"A note first{CARD}{CARDS}"
    for nth in range(3):
        assert find(text, marked(CARDS, "Read more.", nth)) == span(text, "Read more.", nth + 1)


def test_two_sentences_that_changed_places_keep_their_quotations() -> None:
    one = "In May it rained on Orle. It held. The valley slept."
    two = "In June it snowed on Tarn. It held. The mayor was glad."
    old, new = f"{one} {two}", f"{two} {one}"
    assert find(new, marked(old, "It held.", 0)) == span(new, "It held.", 1)
    assert find(new, marked(old, "It held.", 1)) == span(new, "It held.", 0)


def test_equal_words_in_equal_context_are_found_only_where_they_were() -> None:
    text = FOOTER * 4
    for nth in range(4):
        selector = marked(text, "Read more.", nth)
        assert find(text, selector) == span(text, "Read more.", nth)
    assert find(f"A note. {text}", marked(text, "Read more.", 1)) is None


def test_a_space_more_is_another_place() -> None:
    text = FOOTER.replace("more", "“more”") * 2
    new = text.replace("“", '"').replace("”", '"')
    selector = marked(text, "Read “more”.")
    assert find(new, selector) == span(new, 'Read "more".')
    assert find(new.replace(" Read", "  Read", 1), selector) is None


def test_neither_of_two_places_is_found_that_keep_one_side_each() -> None:
    text = f"{BEFORE}It held.{AFTER}"
    new = f"{BEFORE}It held. Then they left. And so they said: It held.{AFTER}"
    assert find(new, marked(text, "It held.")) is None


def test_nor_is_one_that_has_more_in_all_when_the_other_has_more_on_one_side() -> None:
    text = f"{BEFORE}It held.{AFTER}"
    for new in (
        f"They were to the brim. It held.{AFTER} So: {BEFORE}It held. No.",
        f"{BEFORE}It held. Nobody in the valley left. And so: It held.{AFTER}",
    ):
        assert find(new, marked(text, "It held.")) is None


@pytest.mark.parametrize(
    "line",
    [
        "On day {} the water was very high. It held. Nobody in the valley slept that night. ",
        "It rained in Orle for all of May. It held. They slept there until day {} was over. ",
    ],
)
def test_a_single_letter_of_difference_tells_an_unchanged_place(line: str) -> None:
    text = "".join(line.format(day) for day in range(5))
    new = f"A note. {text}"
    for nth in range(1, 4):
        assert find(new, marked(text, "It held.", nth)) == span(new, "It held.", nth)


def test_a_few_letters_of_context_more_decide_nothing() -> None:
    text = f"{BEFORE}It held.{AFTER}"
    new = f"So they said: It held.{AFTER} But of the brim: It held.{AFTER}"
    assert find(new, marked(text, "It held.")) is None


def test_an_edited_place_where_it_was_is_not_left_for_a_copy() -> None:
    """The first footer lost a word after the quotation; the second is as both were."""
    text = FOOTER + BEFORE + FOOTER
    new = FOOTER.replace("friends, ", "") + BEFORE + FOOTER
    selector = marked(text, "Read more.")
    assert find(new, selector) is None
    assert find(new.removesuffix(FOOTER), selector) == span(new, "Read more.")


def test_of_two_edited_places_the_recorded_one_needs_less() -> None:
    text = f"{BEFORE}It held.{AFTER}"
    new = f"{BEFORE}It held. No one left.{BEFORE}It held."
    assert find(new, marked(text, "It held.")) == span(new, "It held.")
    assert find(f"So. {new}", marked(text, "It held.")) is None


def test_short_words_in_another_context_may_be_other_words() -> None:
    old = f"{BEFORE}Read more.{AFTER}"
    assert find("A new start. Read more. A new end.", marked(old, "Read more.")) is None


def test_long_words_that_now_stand_twice_may_be_either() -> None:
    old = f"{BEFORE}{QUOTE}{AFTER}"
    assert find(f"So: {QUOTE} Then: {QUOTE} End.", marked(old, QUOTE)) is None


def test_retyped_words_need_their_context() -> None:
    retyped = QUOTE.replace("’", "'")
    assert find(f"A new start. {retyped} A new end.", marked(TEXT, QUOTE)) is None


def test_retyped_words_in_their_context_are_nearer_than_equal_words_elsewhere() -> None:
    retyped = QUOTE.replace("’", "'")
    new = f"They wrote: {QUOTE} The end. {BEFORE}{retyped}{AFTER}"
    assert find(new, marked(TEXT, QUOTE)) == span(new, retyped)


def test_equal_words_elsewhere_are_in_doubt_while_retyped_ones_stand_too() -> None:
    retyped = QUOTE.replace("’", "'")
    assert find(f"So: {QUOTE} Then: {retyped} End.", marked(TEXT, QUOTE)) is None


def test_the_edge_of_the_text_is_context() -> None:
    text = "No. They left. No."
    assert find(f"{text} So.", marked(text, "No.", 0)) == Span(0, 3)
    assert find(f"So. {text}", marked(text, "No.", 1)) == Span(19, 22)


def test_words_that_left_the_edge_have_lost_context() -> None:
    begins, ends = f"It held.{AFTER}", f"{BEFORE}It held."
    assert find("And: It held. A new end.", marked(begins, "It held.")) is None
    assert find("A new start. It held. Yes.", marked(ends, "It held.")) is None


def test_of_the_context_in_a_selector_from_elsewhere_the_nearest_counts() -> None:
    before = "It rained all of May on Orle and on the valley. "
    after = " Nobody in the valley slept, and the road was shut."
    text = f"1. {before}It held.{after} 2. {before}It held.{after} 3."
    for nth in range(2):
        selector = marked(text, "It held.", nth)
        longer = replace(
            selector,
            prefix=text[max(0, selector.start - 60) : selector.start],
            suffix=text[selector.end : selector.end + 60],
        )
        assert find(text, longer) == span(text, "It held.", nth)
        assert find(f"A note. {text}", longer) is None


def test_a_selector_without_words_or_with_an_impossible_place_finds_nothing_wrong() -> None:
    selector = marked(TEXT, "May")
    assert find(TEXT, replace(selector, exact="")) is None
    assert find(TEXT, replace(selector, start=-5, end=-2)) == span(TEXT, "May")
    assert find(TEXT, replace(selector, start=9_999, end=10_002)) == span(TEXT, "May")
    assert find("", selector) is None


def test_a_nul_is_no_edge() -> None:
    assert find("a", make("a\0", 0, 2)) is None
    assert find("a", make("\0a", 0, 2)) is None
    assert find("", make("\0", 0, 1)) is None


FORMS: tuple[Literal["NFC", "NFD"], ...] = ("NFC", "NFD")
SCRIPTS = {
    "emoji": "We won 👍🏽 and slept 👩‍👩‍👧 well.",
    "combining marks": "Zoe\u0308 ate at the cafe\u0301 in A\u030angstro\u0308m.",
    "several marks on a letter": "Vie\u0323\u0302t Nam, a\u0301\u0316, q\u0323\u0307.",
    "Arabic": "قال الوزير: «لن ندفع»، ثم مُحَمَّد.",
    "Bengali": "\u0995\u09c7\u09be \u0995\u09c7\u09be।",
    "Korean": "한국은 비가 왔다.",
    "Chinese": "大雨下了一夜。",
    "no-break spaces": "Il a dit\u00a0: «\u202fnon\u202f», et 1\u202f000 fois.",
    "a sign with a twin": "It had 5 \u212b and 3 \u2126.",
}


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("quote", SCRIPTS.values(), ids=SCRIPTS.keys())
def test_all_scripts_in_both_normal_forms(quote: str, form: Literal["NFC", "NFD"]) -> None:
    selector = marked(f"{BEFORE}{quote}{AFTER}", quote)
    now = normalize(form, quote)
    text = f"Élan, e\u0301lan 👍🏽. {BEFORE}{now}{AFTER}"
    assert find(text, selector) == span(text, now)


def test_a_quotation_begins_and_ends_anywhere_in_a_script_without_spaces() -> None:
    quote, text = "비가왔다", f"{BEFORE}어제비가왔다고한다{AFTER}"
    now = normalize("NFD", f"So. {text}")
    assert find(now, marked(text, quote)) == span(now, normalize("NFD", quote))


def test_a_letter_that_only_looks_alike_is_another() -> None:
    text = f"{BEFORE}10²\u212b{AFTER}"
    assert find(text.replace("²", "2"), marked(text, "10²\u212b")) is None


def test_context_in_another_normal_form_is_the_same_context() -> None:
    before, after = "Zoë dined alone at the café: ", " Élan was what the café lacked."
    text = normalize("NFD", f"So. {before}No.{after} No. ")
    assert find(text, marked(f"{before}No.{after}", "No.")) == span(text, "No.")


def test_a_letter_is_not_cut_from_its_marks() -> None:
    old = f'{BEFORE}"q\u0323\u0307"{AFTER}'
    new = f"{BEFORE}“q\u0307\u0323”{AFTER}"
    assert find(new, marked(old, '"q\u0323\u0307"')) == span(new, "“q\u0307\u0323”")
    assert find(new, marked(old, '"q')) is None
    assert find(new, marked(old, '\u0307"')) is None


WORDS = [
    *("dam", "the", "not", "5", "500", "café", "cafe\u0301", "A\u030a", "\u212b", "ﬁ", "x", "xx"),
    *(
        "“so”",
        '"so"',
        "it’s",
        "it's",
        "–",
        "-",
        "…",
        "No.",
        "مُحَمَّد",
        "م\u0651\u064e",
        "한국",
        "雨。",
    ),
    *("👍🏽", "👩‍👩‍👧", "\u0995\u09c7\u09be", "\u0301", "a\u0316\u0301"),
]
SPACES = [" ", "  ", "\n", "\n\n", "\u00a0", "\u202f", "\u3000", "\r\n"]
PIECES = st.lists(st.sampled_from([*WORDS, *SPACES, "\0", "\u200b"]), max_size=40).map("".join)
TEXTS = st.one_of(PIECES, st.text(max_size=80), st.text("ab ", max_size=80))
QUOTES = TEXTS.filter(bool)
PROSE = st.lists(st.sampled_from(WORDS), min_size=1, max_size=12).map(" ".join)

law = settings(deadline=None)


@st.composite
def selectors(draw: st.DrawFn) -> tuple[str, QuoteSelector]:
    """A text, and a selector of any stretch of it."""
    text = draw(QUOTES)
    start = draw(st.integers(0, len(text) - 1))
    return text, make(text, start, draw(st.integers(start + 1, len(text))))


@law
@given(selectors())
def test_what_was_made_is_found(made: tuple[str, QuoteSelector]) -> None:
    text, selector = made
    assert find(text, selector) == Span(selector.start, selector.end)


@law
@given(selectors())
def test_a_selector_is_a_stretch_of_the_text(made: tuple[str, QuoteSelector]) -> None:
    text, selector = made
    around = selector.prefix + selector.exact + selector.suffix
    assert text.startswith(around, selector.start - len(selector.prefix))
    assert len(selector.exact) == selector.end - selector.start
    assert len(selector.prefix) == min(CONTEXT, selector.start)
    assert len(selector.suffix) == min(CONTEXT, len(text) - selector.end)


@law
@given(TEXTS, QUOTES, TEXTS, TEXTS)
def test_whatever_is_written_on_one_side_words_that_stand_once_are_found(
    before: str, quote: str, after: str, other: str
) -> None:
    selector = make(f"{before} {quote} {after}", len(before) + 1, len(before) + 1 + len(quote))
    for text, start in (
        (f"{other} {quote} {after}", len(other) + 1),
        (f"{before} {quote} {other}", len(before) + 1),
    ):
        if len(places(text, quote)) == 1:
            assert find(text, selector) == Span(start, start + len(quote))


@law
@given(selectors(), TEXTS, st.data())
def test_an_edit_out_of_sight_moves_the_place_and_leads_to_no_other(
    made: tuple[str, QuoteSelector], new: str, data: st.DataObject
) -> None:
    text, selector = made
    text = f"{'-' * CONTEXT}{text}{'+' * CONTEXT}"
    start, end = selector.start + CONTEXT, selector.end + CONTEXT
    selector = make(text, start, end)
    cut = data.draw(st.integers(0, start - CONTEXT))
    gone = data.draw(st.integers(0, start - CONTEXT - cut))
    edited = text[:cut] + new + text[cut + gone :]
    moved = len(new) - gone
    expected = Span(start + moved, end + moved)
    found = find(edited, selector)
    around = selector.prefix + selector.exact + selector.suffix
    if found != expected and found is not None:
        assert found == (start, end)
        assert edited.startswith(around, start - len(selector.prefix))
    if len(places(edited, selector.exact)) == 1:
        assert found == expected


@law
@given(selectors(), TEXTS, TEXTS, st.data())
def test_what_is_found_has_the_same_letters_and_digits(
    made: tuple[str, QuoteSelector], one: str, two: str, data: st.DataObject
) -> None:
    text, selector = made
    cut = data.draw(st.integers(0, len(text)))
    kept = data.draw(st.sampled_from([selector.exact, retyped(selector.exact, data)]))
    edited = data.draw(
        st.sampled_from([text[:cut] + one + text[cut:], one + kept + two, retyped(text, data)])
    )
    found = find(edited, selector)
    if found is not None:
        assert plain(edited[found.start : found.end]) == plain(selector.exact)


def retyped(text: str, data: st.DataObject) -> str:
    """`text` in another normal form, with other white space, quotation marks and dashes."""
    text = normalize(data.draw(st.sampled_from(FORMS)), text)
    for variants, sign in SEEN_ALIKE.items():
        text = text.replace(sign, data.draw(st.sampled_from(variants)))
    return text.replace(" ", data.draw(st.sampled_from(SPACES)))


@law
@given(PROSE, PROSE, PROSE, st.data())
def test_retyped_words_are_found_in_retyped_context(
    before: str, quote: str, after: str, data: st.DataObject
) -> None:
    text = f"{before} {quote} {after}"
    selector = make(text, len(before) + 1, len(before) + 1 + len(quote))
    assume(len(places(plain(text), plain(quote))) == 1)
    new_before, new_quote, new_after = (retyped(part, data) for part in (before, quote, after))
    found = find(f"{new_before} {new_quote} {new_after}", selector)
    assert found == Span(len(new_before) + 1, len(new_before) + 1 + len(new_quote))


@law
@given(PROSE, PROSE, PROSE, st.sampled_from(["", "x", "xx", "7", "é", "\u0301"]), st.data())
def test_nothing_is_found_when_a_letter_or_digit_has_changed(
    before: str, quote: str, after: str, new: str, data: st.DataObject
) -> None:
    letters = [at for at, character in enumerate(quote) if character.isalnum()]
    assume(letters)
    at = data.draw(st.sampled_from(letters))
    changed = quote[:at] + new + quote[at + 1 :]
    selector = make(f"{before} {quote} {after}", len(before) + 1, len(before) + 1 + len(quote))
    text = f"{before} {changed} {after}"
    assume(plain(quote) not in plain(text))
    assert find(text, selector) is None


@law
@given(PROSE, PROSE, st.integers(2, 5), st.data())
def test_words_repeated_with_their_context_are_found_only_where_they_were(
    quote: str, between: str, times: int, data: st.DataObject
) -> None:
    edge = "=" * CONTEXT
    text = f"{edge}{between} {quote} " * times + edge
    unit = CONTEXT + len(between) + len(quote) + 2
    start = unit * data.draw(st.integers(0, times - 1)) + CONTEXT + len(between) + 1
    selector = make(text, start, start + len(quote))
    assert find(text, selector) == Span(selector.start, selector.end)
    moved = "A note. " + text
    assume(not moved.startswith(quote, selector.start))
    assert find(moved, selector) is None


LONG = 150_000
HOSTILE = {
    "one letter": "a",
    "words": "word ",
    "spaces": " ",
    "no-break spaces": "\u00a0",
    "line ends": "x\r\n",
    "quotes": "“",
    "marks": "a\u0316\u0301",
    "marks out of order": "\u0301\u0316",
    "Korean": normalize("NFD", "한국"),
    "Bengali": "\u09c7\u09be",
    "Hindi": "\u0958",
}


@pytest.mark.timeout(120)
@pytest.mark.parametrize("length", [1, 50, 45_000])
@pytest.mark.parametrize("unit", HOSTILE.values(), ids=HOSTILE.keys())
def test_a_long_text_of_one_thing_is_no_problem(unit: str, length: int) -> None:
    """Each takes a fraction of a second; at the square of the length it would take many minutes."""
    text = unit * (LONG // len(unit))
    middle = len(text) // 2
    selector = make(text, middle, middle + length)
    assert find(text, selector) == Span(middle, middle + length)
    assert find(f"{text[: middle - 3]}.{text[middle : middle + length]}.{unit}", selector) is None
    assert find(text, replace(selector, exact=f"{selector.exact}!")) is None
