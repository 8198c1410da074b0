"""Words that the sentence rules look up: abbreviations, and words that open a sentence.

All lower case and without the last full stop. One table serves all languages; where they disagree
(German writes "5. Mai"), `ORDINAL_LANGUAGES` says which do.
"""

from __future__ import annotations


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# A name or a noun always follows.
NEVER_LAST = _words(
    """
    mr mrs ms drs dr prof gen sen rep gov capt col lt maj sgt cpl adm cmdr brig hon rev fr ste
    mt mx messrs pres amb supt insp det pvt vs v cf viz eg ie approx ca secs chap paras nos vols
    eds ed trans m mm mlle mme hr frau bzw usw vgl z.b d.h u.a z sra srta dña ud uds av incl
    gebr
    """
)

# A number follows, or a sentence ends: "no. 5", "say no. They left".
BEFORE_NUMBERS = _words("no nr art arts sec ch para fig figs eq eqs vol pp p pt op ff ft tel ext")

# The end only when a word follows that is likely to open a sentence.
ABBREVIATIONS = _words(
    """
    ibid seq illus repr cont natl intl govt mins hrs yrs lbs oz sq cu tbsp tsp inc ltd co corp
    llc plc jr sr esq etc est bc ad am pm a.m p.m ph.d m.d b.a m.a d.c u.s u.k u.n e.u u.s.a e.g
    i.e a.k.a n.b jan feb mar apr jun jul aug sep sept oct nov dec mon tue tues wed thu thurs
    fri sat sun min max dist calif fla tex mass conn mich minn ill ind wis penn va ga md miss
    tenn ky ala ariz colo ore wash okla al st ave blvd rd hwy bros assn univ dept misc temp orig
    transl abbr assoc resp
    """
)

STARTERS = _words(
    """
    the a an this that these those it he she they we i you there here his her their its our my
    your in on at by for from with without under over after before during since until while when
    where why how what who which if although though because as but and or so yet however
    moreover furthermore nevertheless nonetheless therefore thus hence then also still even
    instead meanwhile according despite among between both some many most several few all no not
    one two three another such each every to is was are were do does did can could will would
    should may might must please let's it's he's she's they're we're i'm don't what's that's
    there's finally first second third next later now today yesterday soon once indeed perhaps
    maybe other others only just like about against within across through mr. mrs. ms. dr.
    """
)

# Words that nobody writes after an abbreviation's full stop, even in small letters.
SMALL_OPENERS = _words(
    "i i'm i've i'd i'll they they're we we're he he's she she's it it's you this that these"
)

# A line that ends in one of these goes on in the next.
UNFINISHED = _words(
    """
    a an the of on in at by for from with without to into onto over under and or but nor that which
    who whose as than if when while because is are was were has have had will would can could
    its their his her our my your this these those
    """
)

# An ordinal number is written with a full stop.
ORDINAL_LANGUAGES = _words("cs da de et fi hr hu is lv nb nn no sk sl tr")
