"""The words by which an attribution is known: cues, and nouns for who or what can say something."""

from __future__ import annotations

import re

from corpus.words import ABBREVIATIONS, NEVER_LAST


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


def _verbs(text: str) -> frozenset[str]:
    """The forms of regular verbs: "argue argues argued"."""
    verbs = text.split()
    past = (verb + ("d" if verb.endswith("e") else "ed") for verb in verbs)
    return frozenset((*verbs, *(f"{verb}s" for verb in verbs), *past))


REACH = 40  # tokens that a rule looks to either side
LONGEST_WHO = 12  # words

SUBJECTS = _words("he she they it")
CLAUSE_SUBJECTS = _words("he she they there i we you")
PRONOUNS = SUBJECTS | _words("him her them")
POSSESSIVES = _words("his her their its")
DEFINITE = _words("the this that these those") | POSSESSIVES
INDEFINITE = _words("a an one two three another")
DETERMINERS = DEFINITE | INDEFINITE
QUANTIFIERS = _words("some many several most other others various numerous few")
RELATIVES = _words("who whom whose which that what whatever where why how whether")
AUXILIARIES = _words(
    """
    is are was were be been being am do does did will would can could may might shall should must
    cannot isn't aren't wasn't weren't don't doesn't didn't won't wouldn't can't couldn't shouldn't
    has have had hasn't haven't hadn't
    """
)
BE = _words("is are was were be been")
PERFECT = _words("has have had")
COORDINATORS = _words("but yet so")
CONTRASTS = _words("while whereas though although")
SUBORDINATORS = CONTRASTS | _words(
    "if when whenever unless until because since than as before after once except"
)
PREPOSITIONS = _words(
    """
    of in on at by for from with without to into onto over under about against between among during
    through within across behind beyond despite near toward towards upon like since after before
    """
)
BEFORE_TIMES = _words("on in by since last next early late this earlier later")
DAYS = _words("monday tuesday wednesday thursday friday saturday sunday yesterday today tonight")
TIMES = DAYS | _words(
    """
    january february march april may june july august september october november december jan feb
    mar apr jun jul aug sept sep oct nov dec week weekend month year morning afternoon evening night
    spring summer autumn winter
    """
)
OPENERS = _words(
    """
    and but yet so still also then now later earlier meanwhile however instead indeed moreover
    furthermore nevertheless nonetheless yesterday today recently finally
    """
)
ADVERBS = _words(
    "also then now earlier later once long often still even always again thus already just"
)
REPORTEDLY = _words("reportedly allegedly supposedly purportedly")
NO_ADVERBS = REPORTEDLY | _words("family ally assembly daily weekly monthly july italy bully")
NO_SOURCE = _words(
    """
    i we you my our your there science
    no nothing nobody none neither nor not never everything everybody everyone something somebody
    someone anything anybody anyone here let all each every any such same only even evidence
    experience history legend tradition logic reason intuition wisdom theory folklore know knows
    knew think thinks thought hope hopes hoped fear fears feared mean means meant sees saw
    """
)

# Heads of a phrase that names a source; a regular plural is left out.
ALWAYS_VAGUE = _words(
    """
    critic detractor insider local many media observer others people press pundit resident rumor
    rumour some source witness
    """
)
PEOPLE = ALWAYS_VAGUE | _words(
    """
    academic activist advisor advocate aide ally ambassador analyst attorney author ayatollah
    bishop brother candidate captain chairman chancellor chief cleric coach colleague colonel
    commander commentator daughter defendant deputy diplomat director doctor economist editor envoy
    executive expert family father fellow former founder friend general governor guard guide head
    historian husband imam insider inspector investigator journalist judge king latter lawyer
    leader local mayor men minister mother neighbor neighbour nurse observer officer official
    opponent owner parent patient plaintiff politician pope premier president prince professor
    proponent prosecutor queen relative reporter researcher resident sceptic scholar scientist
    secretary senator sister skeptic son spokesman spokesmen spokesperson student supporter victim
    widow wife witness woman women
    """
)
INSTITUTIONS = _words(
    """
    agency army authority commission committee congress council court department directorate embassy
    inspectorate ministry navy parliament police regulator senate treasury tribunal watchdog
    """
)
BODIES = INSTITUTIONS | _words(
    """
    academy administration association bank board broadcaster bureau cabinet campaign center centre
    channel charity club coalition company defence defense federation firm foundation government
    group hospital institute institution magazine military militia movement museum network newspaper
    observatory office opposition organisation organization panel party prosecution regime school
    station team union university
    """
)
FINDERS = _words("economist expert inspector investigator researcher scholar scientist")
MATERIAL = _words(
    "data figure statistic finding result analysis analyses estimate account image footage record"
)
DOCUMENTS = MATERIAL | _words(
    """
    article assessment audit book bulletin cable census document dossier email filing indictment
    inquiry investigation letter memo memoir paper poll report research review ruling statement
    studies study survey testimony transcript website
    """
)
SPEAKERS = PEOPLE | BODIES | DOCUMENTS
KNOWN_WITHOUT_ARTICLE = _words("police parliament congress")
SPEAKER_ENDING = re.compile(r"[a-z-]{2,}(?:er|or|ist|ian|man|woman|men|women)")
NO_SPEAKER = _words(
    """
    after another answer better border chamber chapter color computer corner danger disaster door
    either error ever factor fewer floor however human layer letter major manner matter minor murder
    never number offer order other over per poor power prior quarter river sector summer tender
    timber tower under water weather whatever whether winter
    """
)
DEMONYM = re.compile(
    r"[a-z]{3,}(?:ian|ean|ese|ican)s?|[a-z]{3,}(?:ish|ern|amic)|westerners?|islamists?|french|dutch"
    r"|(?:german|greek|czech|arab|afghan|kurd|muslim|jew|christian)s?|swiss|thai|jewish"
    r"|(?:israel|iraq|saud|oman|pakistan|yemen|kuwait|qatar|emirat)is?"
)
INITIALS = _words("us u.s. u.s uk u.k. u.k eu")  # of countries, as said of an official
BEFORE_NAMES = _words("named called late then bin ibn al de van von der el la di du da")
PARTICIPLE = re.compile(r"[a-z]{2,}ed|known|seen|held|led|written|taken|given")

# Cues. After SAY and BARE a clause may follow without "that".
SAY = _words("say says said")
DENY = _words("deny denies denied")
WARN = _verbs("warn")
BARE = (
    DENY
    | WARN
    | _verbs("allege argue believe claim conclude contend estimate insist report suggest")
)
SHOW = _words("show shows showed")
EVIDENCE = SHOW | _words("find finds found") | _verbs("indicate reveal")
TELL = _words("tell tells told")
CUES = (
    SAY
    | BARE
    | EVIDENCE
    | TELL
    | _words("hold holds held write writes wrote admit admits admitted")
    | _verbs("acknowledge add announce assert confirm explain maintain note predict stress")
)
BASE = frozenset(verb for verb in CUES if f"{verb}s" in CUES) | {"deny"}
ALSO_NOUNS = _words("claim claims report reports estimate estimates note notes show shows")
INVERTED = SAY | _words("writes argues reports notes adds warns explains")
INVERTED_AFTER_QUOTE = INVERTED | _words("wrote argued added noted warned explained insisted")
DENIED = _words("any all wrongdoing involvement responsibility allegations accusations")
NO_CLAUSE = _words(
    """
    and or so no yes nothing little much more less goodbye hello sorry thanks enough lot same word
    words prayer name least truth
    """
)
VIEWS = _words("view opinion reading words account telling judgment judgement assessment")
HEARSAY = _words(
    "believed thought said reported claimed understood alleged rumoured rumored estimated suggested"
)
PLURALS = _words("they people police media data men women some many most others")

TOKEN = re.compile(r"\w+(?:(?:[.&'’/-]|(?<=\d),(?=\d))\w+)*+(?:(?<=s)['’](?=\s\w))?|[^\w\s]")
SHORTENED = NEVER_LAST | ABBREVIATIONS
PAUSES = frozenset(",;:—–-")
QUOTES = frozenset("\"'“”‘’«»")
ENDS = PAUSES | frozenset((*".?!()", ""))
