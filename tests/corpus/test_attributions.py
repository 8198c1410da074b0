"""Who says what: one test per phenomenon, on invented sentences."""

from __future__ import annotations

import re
from importlib.resources import files

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from corpus import Span, read
from corpus.attributions import Attribution, find


def marked(sentence: str, attribution: Attribution | None) -> str:
    """The sentence with its source in [ ], its cue in < > and its content in { }."""
    if attribution is None:
        return sentence
    spans = [(attribution.who, "[", "]"), (attribution.cue, "<", ">")]
    for (start, end), opening, closing in sorted([*spans, (attribution.content, "{", "}")])[::-1]:
        if start < end:
            inside = opening + sentence[start:end] + closing
            sentence = sentence[:start] + inside + sentence[end:]
    return sentence


def plain(line: str) -> str:
    return re.sub(r"[\[\]<>{}]", "", line)


NAMED = [
    # according to
    "<According to> [the harbour authority], {the port handled 41,000 containers}.",
    "{The port handled 41,000 containers}, <according to> [the harbour authority].",
    "{The port handled 41,000 containers} <according to> [the harbour authority].",
    "{The port was shut} <according to> [Lind].",
    "{The port was shut}, <according to> [Lind] in an interview.",
    "{The port was shut}, <according to> [officials in the finance ministry].",
    "{The port was shut}, <according to> [the mayor], and was sold.",
    "{The port was shut}, <according to> [the mayor] in May 2011.",
    "The dam, <according to> [the ministry], {was never inspected}.",
    "<According to> [Lind], director of the Tarn Institute, {the dam was sound}.",
    "<According to> [the mayor of Oslo], who opposed the plan, {the dam was sound}.",
    "<According to> [the Tarn Institute and the Oslo Chamber], {wages fell}.",
    "<According to> [a report by the Lind Commission] on Monday, {wages fell}.",
    "The dam is weak, but, <according to> [Lind], {it is safe}.",
    "The dam is new, but <according to> [Iran's foreign minister], {it is weak}.",
    # the source first
    "[Ms Okoye] <argues> that {the ceasefire terms reward delay}.",
    "[Dr. Okoye] <argues> {the terms will reward delay}.",
    "[Mr. J. R. Lind] <has repeatedly said> that {the bridge is safe}.",
    "[The U.S. Treasury] <said> on Monday that {the bank had failed}.",
    "[The bank] <said> in a statement that {it would close}.",
    "[The Commonwealth Bank] on Wednesday <said> {it would close}.",
    "On 3 May 2011 [the ministry] <said> {it would pay}.",
    "However, [the ministry] <said> {it would pay}.",
    "The dam broke and [the ministry] <said> {it would pay}.",
    "The dam broke, while [the ministry] <said> {it was safe}.",
    "[The ministry] <says> {the dam holds the water}.",
    "[The mayor and the council] <say> {the river has moved}.",
    "[Lind and several experts] <say> {the river has moved}.",
    "[Lind and Okoye] <say> {the river has moved}.",
    "[Tehran's foreign ministry] <claims> that {the plant is civilian}.",
    "[Iran] <believes> {its enemies are weak}.",
    "[Theresa May] <insisted> that {the vote was fair}.",
    "[Osama bin Laden] <believed> that {the war was won}.",
    "[The World Bank] <estimates> that {40 million people moved}.",
    "[The charity] <estimates> {$40 million was lost}.",
    "[Lind] <wrote>: {“The river has moved.”}",
    "[Lind] <said>, {“The river has moved.”}",
    "[Lind] <said> {“the river has moved” and left}.",
    "[A finance-ministry official] <said> {the money was gone}.",
    "[A White House official] <said> {the money was gone}.",
    "[A spokesman for the ministry] <said> {the money was gone}.",
    "[Police] <say> {the money was gone}.",
    "[The spokesman] <said> {the money was gone}.",
    "[The beekeepers' union] <said> {the money was gone}.",
    "[The 172-page report released on Monday] <said> {the money was gone}.",
    "[The Ministry of Health and Welfare] <said> {the money was gone}.",
    "But [veteran Kari Lind] <said> {the money was gone}.",
    "[The Oslo lawyer Kari Lind] <said> {the money was gone}.",
    "[An adviser to the president of the Tarn Institute for trade] with the far north "
    "<said> {it was gone}.",
    "[A study published last week by the Tarn Institute] <says> {the money was gone}.",
    "He was in Oslo. [Lind] <said> {the money was gone}.",
    # a remark between the source and the verb
    "[Byman], a scholar at Brookings, <argues> that {the group keeps secrets}.",
    "In May, [Byman], who is old, once ill, <argued> that {the group was rich}.",
    "[The Treasurer], Kari Lind, <says> {the council's own review committee, or club, will meet}.",
    "Prices rose; [Lind], a banker, <says> that {wages fell}.",
    # told, warned, denied
    "[The minister] <told> parliament that {the dam was sound}.",
    "[The minister] <told> parliament {the dam was sound}.",
    "[Lind] <told> the BBC {he had never met the envoy}.",
    "[Lind] <told> the BBC: {“I never met the envoy.”}",
    "[Lind] <warned> the council that {the dam was weak}.",
    "[Lind] <warned> {the dam was weak}.",
    "[The company] <denies> that {the valve was disabled, as inspectors had reported}.",
    "[The company] <has denied> {any part in the raid}.",
    "[The company] <denied> {paying the inspectors}.",
    # reports
    "[The Tarn Institute's report] <found> that {wages had fallen}.",
    "[The study by the Institute of Health and Welfare] <shows> that {wages fell}.",
    "[Images released by the survey agency] on 3 May <show> {two new runways}.",
    "[The ministry's figures] <show> that {40 people died}.",
    "[The committee] <found> that {the valve was faulty}.",
    "{Prices doubled}, [the report] <notes>.",
    # the source last, or within
    "{“We will go on,”} <said> [Mr Lind].",
    "{‘We will go on,’} [Mr Lind] <said> on Tuesday.",
    "{'We will go on,'} <said> [Lind], who teaches at Tarn.",
    "{We will go on,”} [the minister] <told> the Evening Post.",
    '{"We will go on,"} <added> [the minister], "and on."',
    "{The bridge is safe}, [the minister] <said>.",
    "The bridge, [the minister] <said>, {was inspected in May}.",
    "On Monday, [Lind] <said>, {the dam will break}.",
    # in somebody's view; as somebody says
    "In [Lind]'s <view>, {the reform was a mistake}.",
    "{The reform was a mistake}, in [the ministry]’s <words>.",
    "As [Byman] <argues>, {the group keeps its secrets}.",
    "{The group keeps its secrets}, as [Byman] <said> in 2011.",
    # another speaker
    "[Lind] <said>, {“The dam broke, but they say it held.”}",
    "[The ministry] <says> {40 people died}, but the opposition says 200 were killed.",
    "[Israel] <says> that {it struck the site}; Iran says nothing was hit.",
    "[Lind] <had said> that {the deal was done, but it was not}.",
    "Critics, <according to> [Lind], {were bribed by the council}.",
]

PRONOUNS = [
    "[He] <believes> {the vote was rigged}.",
    "[They] <say> {the vote was rigged}.",
    "[It] <said> {the vote had been rigged}.",
    "{The vote was rigged}, [she] <added>.",
    "{“It was rigged,”} <said> [he].",
    "<According to> [her], {the vote was rigged}.",
    "In [his] <reading>, {the group is a card to be played}.",
]

VAGUE = [
    "[Critics] <say> {the reform failed}.",
    "[Some] <say> {the reform failed}.",
    "As [critics] <say>, {the plan is dead}.",
    "[Several Western analysts] <warn> that {the reform will fail}.",
    "[Studies] <show> that {the reform failed}.",
    "[Reports from Oslo] <have said> that {the reform failed}.",
    "[Preliminary reports] <suggested> {a worker was to blame}.",
    "[A study] <found> that {sleep helps}.",
    "[The data] <show> that {sleep helps}.",
    "[US officials] <said> {the plane was lost}.",
    "[A French diplomat] <said> {the plane was lost}.",
    "[Iranians] <say> {the plane was lost}.",
    "[A May report] <said> {the plane was lost}.",
    "[American officials] <said> {the plane was lost}.",
    "[Palestinian officials] <said> {the plane was lost}.",
    "[Experts and critics] <say> {the plane was lost}.",
    "{The reform failed}, <according to> [critics of Lind].",
    "<It is believed> that {the reform failed}.",
    "<It has been claimed> that {the reform failed}.",
    "<It is widely thought> that {the reform failed}.",
    "The group <is said> {to have left Oslo}.",
    "The minister <reportedly> {left Oslo in May}.",
    "{The valve was disabled}, <reportedly>.",
]

NOBODY = [
    "The valve was replaced in June.",
    # nouns and other senses
    "The claims were never proven.",
    "There are reports that the dam broke.",
    "Iranian claims that the plant is civilian are false.",
    "Government claims that wages rose are false.",
    "An estimated 500 residents have left.",
    "The council estimates and accounts were published.",
    "The said contract was void.",
    "She holds the record for the mile.",
    "She found the key under the mat.",
    "He added sugar and salt to the tea.",
    "He noted the date that was on the letter.",
    "The company reports to the ministry.",
    "The group claimed responsibility for the attack.",
    "The Revolutionary Guard claimed the drone.",
    "The group claimed the prize offered by the king.",
    "Lind told the story that won the prize.",
    "Lind told a joke that nobody liked.",
    "Lind was told that the dam was weak.",
    "Lind told the men, it seems, that the dam was weak.",
    "“The dam was weak,” told Lind.",
    "He denied the request.",
    "He said so.",
    "He said nothing of the dam.",
    "The panel says whose link it is.",
    "1M claims: count them in pages.",
    "The report shows: nothing.",
    "The water says that it is cold.",
    # according to what is no source
    "The plan went according to schedule.",
    "They were sorted according to their size.",
    "The risk was graded according to the Lind scale.",
    "Books are shelved according to the author.",
    "According to legend, the king sleeps under the hill.",
    "According to Lind the dam broke.",
    "According to Lind was the headline.",
    "According to Lind and was gone.",
    # nobody says it, or not yet
    "Nothing in the public record suggests that Iran wants peace.",
    "The evidence suggests that the dam was weak.",
    "It shows that the dam was weak.",
    "Rivals say that the dam was weak.",
    "This suggests that the dam was weak.",
    "Nobody says that the dam is weak.",
    "Lind never said that the dam was weak.",
    "Lind declined to say that the dam was weak.",
    "Critics would say that the dam was weak.",
    "If Lind says that the dam is weak, we leave.",
    "When Lind said that the dam was weak, the crowd left.",
    "While Lind says that the dam is weak, we doubt it.",
    "Did Lind say that the dam was weak?",
    "Who said that the dam was weak?",
    "It is fair to say that Iran won.",
    # the author
    "We argue that the dam was weak.",
    "Our data show that the dam was weak.",
    "In my view, the dam was weak.",
    "In other words, the dam was weak.",
    "He told, in his own words, of the dam.",
    # said within something else
    "The man the police said was dead walked in.",
    "What Lind said was that the dam would break.",
    "Everything Lind said was false.",
    "The mayor knows Lind said that the dam was weak.",
    "The idea that Lind said this is absurd.",
    "The belief that Lind argues for is an old one.",
    "Lind left Oslo said that it was good.",
    "Lind, told that the dam broke, left.",
    "Speaking at the hall “Tarn”, in May, Lind reported on the dam.",
    "In a letter to the council, Lind said.",
    "The dam, said to be weak, broke.",
    "The dam, which was reported to be weak, broke.",
    # inside quotation marks
    "“Lind said the dam was weak.”",
    "The note reads “my brother says the dam is weak” in red.",
    'He has"always said that the dam was weak" to us.',
    'The note ("my brother says the dam is weak") is red.',
    "He has “always said that the dam was weak”.",
]


@pytest.mark.parametrize("line", NAMED)
def test_a_source_that_can_be_found(line: str) -> None:
    attribution = find(plain(line))
    assert marked(plain(line), attribution) == line
    assert attribution
    assert (attribution.vague, attribution.pronoun) == (False, False)


@pytest.mark.parametrize("line", PRONOUNS)
def test_a_pronoun_is_a_source_and_is_called_one(line: str) -> None:
    attribution = find(plain(line))
    assert marked(plain(line), attribution) == line
    assert attribution
    assert (attribution.vague, attribution.pronoun) == (False, True)


@pytest.mark.parametrize("line", VAGUE)
def test_a_vague_source_is_called_vague(line: str) -> None:
    attribution = find(plain(line))
    assert marked(plain(line), attribution) == line
    assert attribution
    assert (attribution.vague, attribution.pronoun) == (True, False)


@pytest.mark.parametrize("sentence", NOBODY)
def test_no_attribution(sentence: str) -> None:
    assert marked(sentence, find(sentence)) == sentence


def test_where_nobody_is_named_the_source_is_empty() -> None:
    attribution = find("The minister reportedly left.")
    assert attribution == Attribution(Span(13, 13), Span(13, 23), Span(0, 12), vague=True)


def test_hearsay_gives_way_to_a_source() -> None:
    line = "{The minister reportedly left Oslo}, <according to> [the Tarn Institute]."
    assert marked(plain(line), find(plain(line))) == line


def test_offsets_are_code_points() -> None:
    attribution = find("👍🏽 Lind said the dam was weak.")
    assert attribution
    assert attribution.who == Span(3, 7)


@pytest.mark.parametrize("language", ["de", "fr-CH", ""])
def test_only_english_is_known(language: str) -> None:
    assert find("Lind said that the dam was weak.", language) is None
    assert find("Lind said that the dam was weak.", "en-GB")


def test_the_sources_of_the_briefing() -> None:
    article = read((files("corpus") / "briefing.md").read_bytes(), "briefing.md")
    sentences = [piece.text for piece in article.pieces() if piece.kind == "sentence"]
    found = [(sentence, find(sentence)) for sentence in sentences]
    offered = [
        f"{sentence[slice(*attribution.who)]} {sentence[slice(*attribution.cue)]}"
        for sentence, attribution in found
        if attribution and not attribution.vague
    ]
    assert offered == [
        "Daniel Byman of the Brookings Institution holds",
        "his reading",
        "Mahfouz Ould al-Walid has said",
    ]


WORDS = "Lind Okoye said says that argues according to the ministry critics it is believed his in"
CUES = "reportedly view told denied as has May Monday on and but study shows who of In a 's s'"
SIGNS = [
    *",.:;—“”\"'’()_",
    "U.S.",
    "Mr.",
    "İ",
    "ſ",
    "e\u0301",
    "👍🏽",
    "\u200b",
    "\u00a0",
    "\n",
    "3",
]
PIECES = [*re.findall(r"\S+", f"{WORDS} {CUES}"), *SIGNS]
TEXTS = st.one_of(
    st.text(max_size=100),
    st.lists(st.sampled_from(PIECES), max_size=30).map(" ".join),
    st.lists(st.sampled_from(PIECES), max_size=30).map("".join),
)


@given(TEXTS)
@example("Lind's said that the dam was weak")
@example("It is said that it is said that")
def test_spans_lie_apart_within_the_sentence(sentence: str) -> None:
    attribution = find(sentence)
    if attribution is None:
        return
    who, cue, content = attribution.who, attribution.cue, attribution.content
    assert cue.start < cue.end
    assert content.start < content.end
    assert who.start < who.end or attribution.vague
    first, second, third = sorted([who, cue, content])
    assert 0 <= first.start <= first.end <= second.start <= second.end <= third.start
    assert third.start <= third.end <= len(sentence)
    for span in (who, cue, content):
        inside = sentence[slice(*span)]
        assert inside == inside.strip()
    assert not (attribution.vague and attribution.pronoun)


@given(TEXTS)
@example("Lind reportedly went to plan B.")
def test_white_space_around_a_sentence_changes_nothing(sentence: str) -> None:
    inner, outer = find(sentence), find(f" \t{sentence} ")
    if inner is None or outer is None:
        assert inner is outer
        return
    assert outer.who == Span(inner.who.start + 2, inner.who.end + 2)
    assert outer.content == Span(inner.content.start + 2, inner.content.end + 2)


@given(TEXTS)
def test_nothing_is_attributed_inside_a_quotation(sentence: str) -> None:
    said = re.sub("[\"'“”‘’«»]", "", sentence)
    assert find(f"“{said}”") is None


HOSTILE = {
    "said": "said ",
    "according to": "according to ",
    "quotes": '"',
    "closing quotes": "”",
    "remarks": "In a — Lind said. ",
    "names": "Lind and ",
    "times": "said Monday ",
    "adverbs": "really ",
    "hearsay": "is said ",
    "stops": ".",
}


@pytest.mark.timeout(60)
@pytest.mark.parametrize("unit", HOSTILE.values(), ids=HOSTILE.keys())
def test_a_long_sentence_is_no_problem(unit: str) -> None:
    """Each takes a part of a second; at the square of the length it would take minutes."""
    assert find("In a " + unit * (100_000 // len(unit)) + "broke") is None
