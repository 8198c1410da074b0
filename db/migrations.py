"""Every change of the schema, in order. Never edited; imports no live code.

`db/schema.sql` shows the result; `PRAGMA user_version` counts the migrations that have run.
"""

from __future__ import annotations

from sqlite_utils import Database, Migrations

migrations = Migrations("claim-annotator")


@migrations()
def m001_initial(db: Database) -> None:
    """Articles, people, the event log, and what follows from it."""
    _run(db, _M001)


@migrations()
def m002_wishes_for_a_split(db: Database) -> None:
    """Analysts say that a claim was cut wrongly; and which articles somebody has begun is found."""
    _run(db, _M002)


@migrations()
def m003_teams(db: Database) -> None:
    """Roles, personal links, keys to the API, and logins that can be told apart."""
    _run(db, _M003)


@migrations()
def m004_reviewing(db: Database) -> None:
    """Reviewers' votes, decisions, comments; and what the votes on a claim add up to."""
    _run(db, _M004)


@migrations()
def m005_evidence(db: Database) -> None:
    """Evidence, its sources and their grades, and attached files."""
    _run(db, _M005)


@migrations()
def m006_shared_work(db: Database) -> None:
    """Rounds and who tags what; sessions, preferences and times of people; the tag scheme."""
    _run(db, _M006)


SCHEMA_VERSION = 6


def _run(db: Database, statements: str) -> None:
    for statement in statements.split(";;"):
        if statement.strip():
            db.execute(statement.strip())  # as it will be shown by `.schema`


_M001 = """
create table project (
  id text primary key check (length(id) = 32),
  created_at text not null
) strict
;;
create table analyst (
  id text primary key,
  name text not null,          -- may be changed or blanked: the log names people by id
  created_at text not null
) strict
;;
create unique index analyst_name on analyst (lower(name)) where name <> ''
;;
create table login (
  token_sha256 text primary key,
  analyst_id text not null references analyst (id),
  created_at text not null
) strict
;;
create table original (
  sha256 text primary key,     -- of the bytes as they were loaded
  bytes blob not null
) strict
;;
create table body (
  sha256 text primary key,     -- of the UTF-8 of the text
  text text not null           -- the one normalised text all offsets point into
) strict
;;
create table article (
  id integer primary key,
  title text not null,
  author text not null,
  published text not null,
  url text not null,
  language text not null,
  name text not null,          -- of the file it came from
  loaded_at text not null
) strict
;;
create table revision (
  id integer primary key,
  article_id integer not null references article (id),
  number integer not null,
  text_sha256 text not null references body (sha256),
  original_sha256 text not null references original (sha256),
  encoding text not null,
  reader text not null,
  segmenter text not null,
  claims integer not null,     -- how many
  loaded_at text not null,
  unique (article_id, number)
) strict
;;
create index revision_text on revision (text_sha256)
;;
create table block (
  id integer primary key,
  revision_id integer not null references revision (id),
  position integer not null,   -- from 1
  kind text not null,
  level integer not null,
  marker text not null,
  start integer not null,      -- code points of body.text
  end integer not null,        -- exclusive
  unique (revision_id, position)
) strict
;;
create table claim (
  id integer primary key,
  article_id integer not null references article (id),
  revision_id integer not null references revision (id),
  block_id integer not null references block (id),
  position integer not null,   -- from 1, within the revision
  start integer not null,      -- code points of body.text
  end integer not null,        -- exclusive: body.text[start:end] = claim.text
  text text not null,
  sha256 text not null,
  unique (revision_id, position)
) strict
;;
create index claim_article on claim (article_id, position)
;;
create table event (
  seq integer primary key,
  id text not null unique,     -- UUIDv7, made by whoever acts, so that a resend never counts twice
  at text not null,
  actor text not null,         -- an analyst's id, or cli:<login name>
  kind text not null,
  article_id integer,
  claim_id integer,
  payload text not null check (json_valid(payload)),
  hash text not null           -- SHA-256 of the previous hash and this row
) strict
;;
create index event_claim on event (claim_id, actor, seq) where claim_id is not null
;;
create index event_own on event (article_id, actor, seq) where article_id is not null
;;
create index event_actor on event (actor, seq)
;;
create trigger event_no_update before update on event
begin select raise (abort, 'the event log is append-only'); end
;;
create trigger event_no_delete before delete on event
begin select raise (abort, 'the event log is append-only'); end
;;
create table answer (          -- what an analyst says of a claim now
  claim_id integer not null references claim (id),
  analyst_id text not null references analyst (id),
  article_id integer not null references article (id),
  outcome text not null check (outcome in ('tagged', 'unsure', 'skipped')),
  tag text check ((tag is not null) = (outcome = 'tagged')),
  reason text not null,
  confidence text not null,
  blind integer not null check (blind in (0, 1)),
  scheme text not null,        -- name and version of the tag scheme, "default/1"
  event_id text not null,
  seq integer not null references event (seq),
  answered_at text not null,
  primary key (claim_id, analyst_id)
) strict, without rowid
;;
create table vote (            -- the last answer given while still blind; agreement counts these
  claim_id integer not null references claim (id),
  analyst_id text not null references analyst (id),
  article_id integer not null references article (id),
  outcome text not null check (outcome in ('tagged', 'unsure', 'skipped')),
  tag text check ((tag is not null) = (outcome = 'tagged')),
  reason text not null,
  confidence text not null,
  scheme text not null,
  event_id text not null,
  seq integer not null references event (seq),
  answered_at text not null,
  primary key (claim_id, analyst_id)
) strict, without rowid
;;
create table note (
  claim_id integer not null references claim (id),
  analyst_id text not null references analyst (id),
  article_id integer not null references article (id),
  text text not null check (text <> ''),
  event_id text not null,
  seq integer not null references event (seq),
  written_at text not null,
  primary key (claim_id, analyst_id)
) strict, without rowid
;;
create table exposure (        -- when an analyst first saw others' work on an article
  analyst_id text not null references analyst (id),
  article_id integer not null references article (id),
  seq integer not null references event (seq),
  exposed_at text not null,
  primary key (analyst_id, article_id)
) strict, without rowid
;;
create table progress (        -- how many claims, per article, analyst and answer
  article_id integer not null references article (id),
  analyst_id text not null references analyst (id),
  outcome text not null,
  tag text not null,           -- '' unless tagged
  claims integer not null check (claims >= 0),
  primary key (article_id, analyst_id, outcome, tag)
) strict, without rowid
;;
create view tags_long as
select
  article.id as article_id, article.title as article, claim.id as claim_id, claim.position,
  claim.text, analyst.name as analyst, answer.outcome, answer.tag, note.text as note,
  answer.confidence, answer.reason, answer.blind, answer.answered_at as tagged_at
from answer
join claim on claim.id = answer.claim_id
join article on article.id = answer.article_id
join analyst on analyst.id = answer.analyst_id
left join note on note.claim_id = answer.claim_id and note.analyst_id = answer.analyst_id
;;
create view disagreements as
select
  claim.article_id, article.title as article, claim.id as claim_id, claim.position, claim.text,
  count(*) as analysts, count(distinct vote.tag) as different_tags,
  group_concat(analyst.name || ': ' || vote.tag, '; ') as votes
from vote
join claim on claim.id = vote.claim_id
join article on article.id = vote.article_id
join analyst on analyst.id = vote.analyst_id
where vote.outcome = 'tagged'
group by claim.id
having count(distinct vote.tag) > 1
;;
create view tag_history as
select
  event.seq, event.at, coalesce(analyst.name, event.actor) as who, event.kind, event.article_id,
  claim.id as claim_id, claim.position, claim.text,
  event.payload ->> 'outcome' as outcome, event.payload ->> 'tag' as tag,
  event.payload ->> 'text' as note
from event
join claim on claim.id = event.claim_id
left join analyst on analyst.id = event.actor
"""

_M002 = """
create table split_wish (      -- the sentence was cut wrongly, or holds two claims
  claim_id integer not null references claim (id),
  analyst_id text not null references analyst (id),
  article_id integer not null references article (id),
  event_id text not null,
  seq integer not null references event (seq),
  wished_at text not null,
  primary key (claim_id, analyst_id)
) strict, without rowid
;;
create index progress_own on progress (analyst_id, article_id)
;;
drop view tags_long
;;
create view tags_long as
select
  article.id as article_id, article.title as article, claim.id as claim_id, claim.position,
  claim.text, analyst.name as analyst, answer.outcome, answer.tag, note.text as note,
  answer.confidence, answer.reason, answer.blind, answer.answered_at as tagged_at,
  iif(split_wish.claim_id is null, '', 'yes') as split_wanted
from answer
join claim on claim.id = answer.claim_id
join article on article.id = answer.article_id
join analyst on analyst.id = answer.analyst_id
left join note on note.claim_id = answer.claim_id and note.analyst_id = answer.analyst_id
left join split_wish
  on split_wish.claim_id = answer.claim_id and split_wish.analyst_id = answer.analyst_id
;;
drop view tag_history
;;
create view tag_history as
select
  event.seq, event.at, coalesce(analyst.name, event.actor) as who, event.kind, event.article_id,
  claim.id as claim_id, claim.position, claim.text,
  event.payload ->> 'outcome' as outcome, event.payload ->> 'tag' as tag,
  event.payload ->> 'text' as note,
  case event.payload ->> 'wanted' when 1 then 'yes' when 0 then 'no' end as split_wanted
from event
join claim on claim.id = event.claim_id
left join analyst on analyst.id = event.actor
"""

_M003 = """
create table role (            -- who may do what in team mode; without a row somebody is an analyst
  analyst_id text primary key references analyst (id),
  role text not null check (role in ('analyst', 'reviewer', 'lead', 'removed')),
  seq integer not null references event (seq)
) strict
;;
create table invitation (      -- a personal link; making another one ends it
  analyst_id text primary key references analyst (id),
  token_sha256 text not null unique,
  created_at text not null,
  expires_at text not null     -- empty: never
) strict
;;
create table api_token (       -- a key to the API, for a program of somebody's
  id text primary key,
  token_sha256 text not null unique,
  analyst_id text not null references analyst (id),
  name text not null,          -- of the program
  created_at text not null,
  expires_at text not null,    -- empty: never
  seen_at text not null        -- when it was used last, within the hour; empty: never
) strict
;;
create index api_token_of on api_token (analyst_id)
;;
alter table login add column id text not null default ''
;;
alter table login add column browser text not null default ''
;;
alter table login add column seen_at text not null default ''
;;
update login set id = lower(hex(randomblob(8))), seen_at = created_at
;;
create unique index login_id on login (id)
;;
create index login_of on login (analyst_id)
"""

_M004 = """
create table review_vote (     -- what a reviewer says before seeing whose votes are which
  claim_id integer not null references claim (id),
  analyst_id text not null references analyst (id),
  article_id integer not null references article (id),
  tag text not null,
  scheme text not null,
  event_id text not null,
  seq integer not null references event (seq),
  voted_at text not null,
  primary key (claim_id, analyst_id)
) strict, without rowid
;;
create table decision (        -- how a claim was settled, or sent back; it changes no vote
  claim_id integer primary key references claim (id),
  article_id integer not null references article (id),
  reviewer_id text not null references analyst (id),
  ruling text not null check (
    ruling in ('tag', 'split_kept', 'no_tag_fits', 'rule_unclear', 'sent_back', 'accepted')
  ),
  tag text check ((tag is not null) = (ruling in ('tag', 'accepted'))),
  reason text not null,        -- sent back: the question
  cause text not null,
  majority_statement text not null,
  minority_statement text not null,
  scheme text not null,
  event_id text not null,
  seq integer not null references event (seq),
  decided_at text not null
) strict
;;
create index decision_article on decision (article_id, ruling)
;;
create index decision_event on decision (event_id)
;;
create index decision_sent_back on decision (claim_id) where ruling = 'sent_back'
;;
create table decision_held (   -- which acts on decisions took effect when they came
  event_id text primary key,
  claim_id integer not null references claim (id)
) strict, without rowid
;;
create table comment (
  id text primary key,
  claim_id integer not null references claim (id),
  article_id integer not null references article (id),
  analyst_id text not null references analyst (id),
  text text not null,
  seq integer not null references event (seq),
  written_at text not null
) strict, without rowid
;;
create index comment_claim on comment (claim_id, seq)
;;
create table tally (           -- what the votes on a claim add up to
  claim_id integer primary key references claim (id),
  article_id integer not null references article (id),
  tagged integer not null,     -- votes with a tag
  different integer not null,  -- tags among them
  tied integer not null check (tied in (0, 1)),
  weight real not null,        -- disagreement times votes: the share of pairs that differ, n times
  tags text not null,          -- the different tags, by name, with commas between
  unsure integer not null,     -- votes that say unsure
  notes integer not null,
  splits integer not null,     -- who wants the claim split
  waits integer not null check (waits in (0, 1)),   -- for a reviewer to decide
  agreed integer not null check (agreed in (0, 1)), -- unanimous, and nobody has decided
  -- Ties, then weight: a page goes on behind a place and a claim, both from the index.
  place real not null generated always as (-1000000.0 * tied - weight) virtual
) strict, without rowid
;;
create index tally_worst on tally (place, claim_id) where waits = 1
;;
create index tally_waiting on tally (tags, place, claim_id, article_id) where waits = 1
;;
create index tally_waiting_article on tally (article_id, tags) where waits = 1
;;
create index tally_agreed on tally (article_id) where agreed = 1
;;
create index tally_article on tally (article_id)
;;
insert into tally
select
  claim.id, claim.article_id, coalesce(tagged, 0), coalesce(different, 0), coalesce(tied, 0),
  iif(tagged > 1, (tagged * tagged - squares) * 1.0 / (tagged - 1), 0.0),
  coalesce(tags, ''), coalesce(unsure, 0), coalesce(notes, 0), coalesce(splits, 0),
  coalesce(different, 0) > 1, coalesce(tagged > 1 and different = 1, 0)
from (
  select claim_id from vote union select claim_id from note union select claim_id from split_wish
) as said
join claim on claim.id = said.claim_id
left join (
  select
    claim_id,
    sum(iif(tag = '', 0, votes)) as tagged,
    sum(tag <> '') as different,
    sum(iif(tag = '', 0, votes * votes)) as squares,
    sum(tag <> '' and votes = most) > 1 as tied,
    coalesce(group_concat(nullif(tag, ''), ','), '') as tags,
    sum(iif(tag = '', unsure, 0)) as unsure
  from (
    select
      claim_id, coalesce(tag, '') as tag, count(*) as votes,
      sum(outcome = 'unsure') as unsure,
      max(iif(tag is null, 0, count(*))) over (partition by claim_id) as most
    from vote
    group by claim_id, coalesce(tag, '')
    order by claim_id, tag
  )
  group by claim_id
) as votes on votes.claim_id = said.claim_id
left join (
  select claim_id, count(*) as notes from note group by claim_id
) as noted on noted.claim_id = said.claim_id
left join (
  select claim_id, count(*) as splits from split_wish group by claim_id
) as wished on wished.claim_id = said.claim_id
;;
create table setting (         -- what the lead has set for the whole project
  name text primary key,
  value text not null,
  seq integer not null references event (seq)
) strict
;;
create index event_tagging on event (actor, seq)
where kind in ('claim.answer', 'claim.clear', 'note.write', 'split.wish')
;;
drop view disagreements
;;
create view disagreements as
select
  claim.article_id, article.title as article, claim.id as claim_id, claim.position, claim.text,
  tally.tagged as analysts, tally.different as different_tags,
  iif(tally.tied, 'yes', '') as tied, round(tally.weight / tally.tagged, 3) as disagreement,
  (
    select group_concat(who || ': ' || tag, '; ')
    from (
      select coalesce(nullif(analyst.name, ''), analyst.id) as who, vote.tag
      from vote join analyst on analyst.id = vote.analyst_id
      where vote.claim_id = claim.id and vote.outcome = 'tagged'
      order by who
    )
  ) as votes,
  coalesce(decision.ruling, '') as ruling, decision.tag as decided_tag,
  coalesce(decision.reason, '') as reason
from tally
join claim on claim.id = tally.claim_id
join article on article.id = claim.article_id
left join decision on decision.claim_id = claim.id
where tally.different > 1
;;
create view adjudicated as
select
  claim.article_id, article.title as article, claim.id as claim_id, claim.position, claim.text,
  case
    when decision.ruling in ('tag', 'accepted') then decision.tag
    when decision.claim_id is null and tally.tagged > 1 and tally.different = 1 then tally.tags
  end as final_tag,
  case
    when decision.ruling = 'tag' then 'adjudicated'
    when decision.ruling = 'accepted' then 'unanimous'
    when decision.claim_id is not null then decision.ruling
    when coalesce(tally.tagged, 0) = 0 then 'undecided'
    when tally.tagged = 1 then 'single_vote'
    when tally.different = 1 then 'unanimous'
    when tally.tied then 'undecided'
    else 'majority'
  end as method,
  coalesce(nullif(analyst.name, ''), analyst.id, '') as reviewer,
  coalesce(decision.reason, '') as reason, coalesce(decision.cause, '') as cause,
  coalesce(decision.majority_statement, '') as majority_statement,
  coalesce(decision.minority_statement, '') as minority_statement,
  coalesce(tally.tagged, 0) as votes, coalesce(tally.unsure, 0) as unsure,
  coalesce(decision.decided_at, '') as decided_at
from claim
join article on article.id = claim.article_id
left join tally on tally.claim_id = claim.id
left join decision on decision.claim_id = claim.id
left join analyst on analyst.id = decision.reviewer_id
"""

_M005 = """
create table source (          -- who or what evidence comes from
  id text primary key,
  name text not null,
  key text not null unique,    -- the name, however it is written
  type text not null,
  url text not null,
  added_by text not null,
  seq integer not null references event (seq),
  added_at text not null
) strict
;;
create index source_added on source (added_by)
;;
create table source_rating (   -- how reliable a source is, in one person's judgement
  source_id text not null references source (id),
  analyst_id text not null references analyst (id),
  reliability text not null check (reliability in ('A', 'B', 'C', 'D', 'E', 'F')),
  note text not null,
  seq integer not null references event (seq),
  rated_at text not null,
  primary key (source_id, analyst_id)
) strict, without rowid
;;
create table file (            -- attached files; rows are only ever added
  sha256 text primary key,     -- of the bytes
  size integer not null,
  media_type text not null,    -- found in the bytes
  bytes blob not null,
  added_at text not null
) strict
;;
create table upload (          -- who has sent a file: only they may attach what they were not shown
  file_sha256 text not null references file (sha256),
  analyst_id text not null references analyst (id),
  primary key (file_sha256, analyst_id)
) strict, without rowid
;;
create table evidence (        -- what stands behind a tag, or against it
  id text primary key,         -- of the event
  claim_id integer not null references claim (id),
  article_id integer not null references article (id),
  analyst_id text not null references analyst (id),
  type text not null check (
    type in ('in_text', 'quote', 'url', 'document', 'dataset', 'image')
  ),
  stance text not null check (stance in ('supports', 'refutes', 'context')),
  group_no integer,            -- pieces of one number are needed together
  source_id text references source (id),
  title text not null,
  url text not null,
  doi text not null,
  locator text not null,       -- page, table, minute
  quote text not null,
  prefix text not null,        -- what stands before the quote, to find it again
  suffix text not null,
  start integer,               -- code points of body.text, for words of the article
  end integer,                 -- exclusive: body.text[start:end] = quote
  published_on text not null,
  accessed_at text not null,
  archive_url text not null,
  file_sha256 text references file (sha256),
  file_name text not null,
  credibility integer check (credibility between 1 and 6),
  note text not null,
  shared integer not null check (shared in (0, 1)),
  assisted integer not null check (assisted in (0, 1)),
  replaces text,               -- a piece that this one took the place of
  seq integer not null references event (seq),
  added_at text not null,
  withdrawn_at text,           -- null while it counts
  check ((start is null) = (type <> 'in_text') and (start is null) = (end is null))
) strict, without rowid
;;
create index evidence_claim on evidence (claim_id, analyst_id)
;;
create index evidence_article on evidence (article_id, analyst_id)
;;
create index evidence_own on evidence (analyst_id, source_id)
;;
create index evidence_shared on evidence (article_id, source_id) where shared = 1
;;
create index evidence_resting on evidence (claim_id, source_id, analyst_id, article_id, shared)
where stance = 'supports' and withdrawn_at is null
;;
create index evidence_source on evidence (source_id) where source_id is not null
;;
create index evidence_file on evidence (file_sha256) where file_sha256 is not null
;;
create view evidence_long as
select
  evidence.id as evidence_id, evidence.article_id, article.title as article, evidence.claim_id,
  claim.position, claim.text, coalesce(nullif(analyst.name, ''), analyst.id) as analyst,
  evidence.type, evidence.stance, evidence.group_no, coalesce(source.name, '') as source,
  evidence.title, evidence.url, evidence.doi, evidence.locator, evidence.quote, evidence.start,
  evidence.end, evidence.published_on, evidence.accessed_at, evidence.archive_url,
  coalesce(evidence.file_sha256, '') as file_sha256, evidence.file_name,
  coalesce(file.media_type, '') as media_type, evidence.credibility, evidence.note,
  iif(evidence.shared, 'yes', '') as shared, iif(evidence.assisted, 'yes', '') as assisted,
  evidence.added_at, coalesce(evidence.withdrawn_at, '') as withdrawn_at
from evidence
join claim on claim.id = evidence.claim_id
join article on article.id = evidence.article_id
join analyst on analyst.id = evidence.analyst_id
left join source on source.id = evidence.source_id
left join file on file.sha256 = evidence.file_sha256
"""

_M006 = """
create table round (           -- whether an article may be tagged; without a row it is open
  article_id integer primary key references article (id),
  state text not null check (state in ('open', 'closed', 'reviewed')),
  shows text not null check (shows in ('closing', 'answer')),   -- others' work, to its analysts
  number integer not null,     -- how often it was opened for tagging
  seq integer not null references event (seq),
  changed_at text not null
) strict
;;
create index round_state on round (state, article_id) where state <> 'open'
;;
create table assignment (      -- who tags which article; while it is empty, everybody tags all
  article_id integer not null references article (id),
  analyst_id text not null references analyst (id),
  claims integer,              -- how many of its claims; null: all of them
  place integer not null,      -- among this analyst's articles
  seq integer not null references event (seq),
  assigned_at text not null,
  primary key (article_id, analyst_id)
) strict, without rowid
;;
create index assignment_own on assignment (analyst_id, place, article_id)
;;
create table assigned_claim (  -- which claims, where it is not the whole article
  claim_id integer not null references claim (id),
  analyst_id text not null references analyst (id),
  article_id integer not null references article (id),
  primary key (claim_id, analyst_id)
) strict, without rowid
;;
create index assigned_claim_of on assigned_claim (article_id, analyst_id)
;;
create index decision_unclear on decision (claim_id) where ruling = 'rule_unclear'
;;
create table repeat (          -- claims that came back to who had answered them; no votes
  claim_id integer not null references claim (id),
  analyst_id text not null references analyst (id),
  article_id integer not null references article (id),
  first text not null,         -- what they said of it then: a tag, or an outcome without one
  again text not null,
  scheme text not null,
  seq integer not null references event (seq),
  repeated_at text not null,
  primary key (claim_id, analyst_id)
) strict, without rowid
;;
create index repeat_own on repeat (analyst_id, seq)
;;
create index event_working on event (actor, seq)
where kind in (
  'claim.answer', 'claim.clear', 'note.write', 'split.wish', 'evidence.attach',
  'evidence.withdraw', 'evidence.restore', 'session.end'
)
;;
create table preference (      -- what somebody prefers; not part of the history
  analyst_id text not null references analyst (id),
  name text not null,
  value text not null,
  primary key (analyst_id, name)
) strict, without rowid
;;
create table claim_time (      -- how long claims took somebody who agreed; theirs to delete
  analyst_id text not null references analyst (id),
  claim_id integer not null references claim (id),
  seconds integer not null,    -- that the claim was in front, up to the first answer
  open integer not null check (open in (0, 1)),  -- may leads see it in a median
  taken_at text not null,
  primary key (analyst_id, claim_id)
) strict, without rowid
;;
create index claim_time_latest on claim_time (analyst_id, taken_at)
;;
create table scheme_text (     -- tag schemes as TOML; rows are only ever added
  sha256 text primary key,     -- of the text as UTF-8
  text text not null
) strict
;;
create trigger scheme_text_no_update before update on scheme_text
begin select raise (abort, 'the text of a tag scheme never changes'); end
;;
create trigger scheme_text_no_delete before delete on scheme_text
begin select raise (abort, 'the text of a tag scheme never goes'); end
;;
create table scheme (          -- the tag schemes of the project; the one with the highest seq holds
  seq integer primary key references event (seq),
  label text not null unique,  -- name and version: "default/2"
  sha256 text not null references scheme_text (sha256),
  set_by text not null,
  set_at text not null
) strict
;;
create index vote_scheme on vote (scheme)
"""
