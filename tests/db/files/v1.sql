-- A project as version 1 of the schema left it: never edited, for the tests of later migrations.
pragma application_id = 1668050291;
pragma user_version = 1;
BEGIN TRANSACTION;
CREATE TABLE "_sqlite_migrations" (
   "id" INTEGER PRIMARY KEY,
   "migration_set" TEXT,
   "name" TEXT,
   "applied_at" TEXT
);
INSERT INTO "_sqlite_migrations" VALUES(1,'claim-annotator','m001_initial','2026-11-23 01:54:58.716995+00:00');
CREATE TABLE analyst (
  id text primary key,
  name text not null,          -- may be changed or blanked: the log names people by id
  created_at text not null
) strict;
INSERT INTO "analyst" VALUES('0c6402a05d39f8e8','Ana','2026-11-23T01:54:58.837Z');
INSERT INTO "analyst" VALUES('e19c10cf2df3de65','Bo','2026-11-23T01:54:58.847Z');
CREATE TABLE answer (          -- what an analyst says of a claim now
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
) strict, without rowid;
INSERT INTO "answer" VALUES(1,'0c6402a05d39f8e8',1,'tagged','opinion','','',1,'default/1','01a2061d-14ac-7abf-b110-4eb7c4f414b5',6,'2026-11-23T01:54:58.860Z');
INSERT INTO "answer" VALUES(1,'e19c10cf2df3de65',1,'tagged','none','bare','',1,'default/1','01a2061d-14c4-7c69-87ec-e50d2ef06d63',10,'2026-11-23T01:54:58.884Z');
INSERT INTO "answer" VALUES(2,'0c6402a05d39f8e8',1,'tagged','opinion','','',0,'default/1','01a2061d-14e0-75f7-984e-bb2fb792676e',15,'2026-11-23T01:54:58.912Z');
INSERT INTO "answer" VALUES(3,'e19c10cf2df3de65',1,'unsure',NULL,'','',1,'default/1','01a2061d-14d8-7995-9c18-30380446b379',13,'2026-11-23T01:54:58.904Z');
CREATE TABLE article (
  id integer primary key,
  title text not null,
  author text not null,
  published text not null,
  url text not null,
  language text not null,
  name text not null,          -- of the file it came from
  loaded_at text not null
) strict;
INSERT INTO "article" VALUES(1,'Harbour notes','','','','en','harbour.txt','2026-11-23T01:54:58.821Z');
INSERT INTO "article" VALUES(2,'Grain','','','','en','harbour.txt','2026-11-23T01:54:58.833Z');
CREATE TABLE block (
  id integer primary key,
  revision_id integer not null references revision (id),
  position integer not null,   -- from 1
  kind text not null,
  level integer not null,
  marker text not null,
  start integer not null,      -- code points of body.text
  end integer not null,        -- exclusive
  unique (revision_id, position)
) strict;
INSERT INTO "block" VALUES(1,1,1,'title',1,'',0,13);
INSERT INTO "block" VALUES(2,1,2,'paragraph',0,'',15,75);
INSERT INTO "block" VALUES(3,2,1,'title',1,'',0,5);
INSERT INTO "block" VALUES(4,2,2,'paragraph',0,'',7,36);
CREATE TABLE body (
  sha256 text primary key,     -- of the UTF-8 of the text
  text text not null           -- the one normalised text all offsets point into
) strict;
INSERT INTO "body" VALUES('43a7ab31c6f3e50692266d10d0d2404c3d60326013b0e12f3807fe1f45102df7','Harbour notes

The quay was rebuilt in May. It leaks. Ships will stay away.');
INSERT INTO "body" VALUES('28db79a3882f4761f38a056aaba1ed4a2666c58c7aabbe9036d1bfd27ad7eb4b','Grain

Grain is cheap. Bread is not.');
CREATE TABLE claim (
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
) strict;
INSERT INTO "claim" VALUES(1,1,1,2,1,15,43,'The quay was rebuilt in May.','f0d23aceb6df0d613da426ab7b0579ec154ff8636c3916985d6def88df0a61a5');
INSERT INTO "claim" VALUES(2,1,1,2,2,44,53,'It leaks.','b59169a75a02998b7c7164a0804a966f239c8ff59b3ab468eacd190641cce8ba');
INSERT INTO "claim" VALUES(3,1,1,2,3,54,75,'Ships will stay away.','ecb9fe866008f0f9bd7268bf2a3291b67cbfea3a6320a85d28a5f5f4ff9320a3');
INSERT INTO "claim" VALUES(4,2,2,4,1,7,22,'Grain is cheap.','8be241b93fc6a257bb3c2f99c2aa96fbda80a7d348fd886405342e8b8e754152');
INSERT INTO "claim" VALUES(5,2,2,4,2,23,36,'Bread is not.','a2077cd41cc2cd34f753a462f4d4515daa8a3f433fbfa1091e59efb3b6211741');
CREATE TABLE event (
  seq integer primary key,
  id text not null unique,     -- UUIDv7, made by whoever acts, so that a resend never counts twice
  at text not null,
  actor text not null,         -- an analyst's id, or cli:<login name>
  kind text not null,
  article_id integer,
  claim_id integer,
  payload text not null check (json_valid(payload)),
  hash text not null           -- SHA-256 of the previous hash and this row
) strict;
INSERT INTO "event" VALUES(1,'01a2061d-1487-7fac-9c66-18f87315aae3','2026-11-23T01:54:58.821Z','cli:test','article.load',1,NULL,'{"author":"","blocks":[["title",1,"",0,13],["paragraph",0,"",15,75]],"claims":[[2,15,43],[2,44,53],[2,54,75]],"encoding":"utf-8","language":"en","name":"harbour.txt","original_sha256":"43a7ab31c6f3e50692266d10d0d2404c3d60326013b0e12f3807fe1f45102df7","published":"","reader":"plain/1","segmenter":"rules/1","text_sha256":"43a7ab31c6f3e50692266d10d0d2404c3d60326013b0e12f3807fe1f45102df7","title":"Harbour notes","url":""}','4c8acedd9d827ecee09dba54b3999ca544ddcdf5e6c003c7c29b5eafcf9386df');
INSERT INTO "event" VALUES(2,'01a2061d-1492-7c4b-b6ae-e57f1df8146c','2026-11-23T01:54:58.833Z','cli:test','article.load',2,NULL,'{"author":"","blocks":[["title",1,"",0,5],["paragraph",0,"",7,36]],"claims":[[2,7,22],[2,23,36]],"encoding":"utf-8","language":"en","name":"harbour.txt","original_sha256":"28db79a3882f4761f38a056aaba1ed4a2666c58c7aabbe9036d1bfd27ad7eb4b","published":"","reader":"plain/1","segmenter":"rules/1","text_sha256":"28db79a3882f4761f38a056aaba1ed4a2666c58c7aabbe9036d1bfd27ad7eb4b","title":"Grain","url":""}','09e557e94c11dc4b797e6ca11a4c87d7e2bbb07453c6760717ab9d85b34fbd43');
INSERT INTO "event" VALUES(3,'01a2061d-1496-726a-b3f5-e09bac8a9798','2026-11-23T01:54:58.837Z','0c6402a05d39f8e8','analyst.add',NULL,NULL,'{"analyst":"0c6402a05d39f8e8"}','c4c08ba86709ae9c68c1e5c7869b5f1d4502ebd0676f3cb7316b0c8227e43af7');
INSERT INTO "event" VALUES(4,'01a2061d-149f-7ec6-b987-ea99b1f4641d','2026-11-23T01:54:58.847Z','e19c10cf2df3de65','analyst.add',NULL,NULL,'{"analyst":"e19c10cf2df3de65"}','e30fb9ccdd2f7da15faf1c1acdfdcc2184e401338cd02311f1e5c305b6b466e6');
INSERT INTO "event" VALUES(5,'01a2061d-14a3-7aa1-9377-fc83a86938e8','2026-11-23T01:54:58.851Z','0c6402a05d39f8e8','claim.answer',1,1,'{"confidence":"low","outcome":"tagged","reason":"","redo":null,"replaces":null,"scheme":"default/1","sha":"f0d23aceb6df","tag":"sourced","undo":null}','5b9e9ace85b7b8f3662d2f65deec4c9d38074d72aed6262fefcd6fda8404c7ce');
INSERT INTO "event" VALUES(6,'01a2061d-14ac-7abf-b110-4eb7c4f414b5','2026-11-23T01:54:58.860Z','0c6402a05d39f8e8','claim.answer',1,1,'{"confidence":"","outcome":"tagged","reason":"","redo":null,"replaces":"01a2061d-14a3-7aa1-9377-fc83a86938e8","scheme":"default/1","sha":"f0d23aceb6df","tag":"opinion","undo":null}','de2659efe2ab232ee8c0e1c65526a4ba084e34ceb171c849726acaa603d6d6f6');
INSERT INTO "event" VALUES(7,'01a2061d-14b0-7d30-8297-8ab7d8bfb3f3','2026-11-23T01:54:58.864Z','0c6402a05d39f8e8','claim.answer',1,1,'{"confidence":"","outcome":"tagged","reason":"","redo":null,"replaces":null,"scheme":"default/1","sha":"f0d23aceb6df","tag":"contested","undo":null}','d35d14662b71f0d18a8f2d0990f7470b4de7c2534b9e48512a6f82a31d4b78aa');
INSERT INTO "event" VALUES(8,'01a2061d-14b4-7cb3-bf3c-08c57eb7756a','2026-11-23T01:54:58.868Z','e19c10cf2df3de65','claim.answer',1,2,'{"confidence":"","outcome":"skipped","reason":"","redo":null,"replaces":null,"scheme":"default/1","sha":"b59169a75a02","tag":null,"undo":null}','785b6133600f0b006543d200278d61a81169d21fe289c86d630aef38ee3eaaeb');
INSERT INTO "event" VALUES(9,'01a2061d-14c1-762d-b143-9958e531262f','2026-11-23T01:54:58.880Z','e19c10cf2df3de65','claim.clear',1,2,'{"redo":null,"replaces":"01a2061d-14b4-7cb3-bf3c-08c57eb7756a","sha":"b59169a75a02","undo":null}','95c1a413b50486313a200eb1c00a8ebd7d6c679b69f6f069f6748fca758f80ce');
INSERT INTO "event" VALUES(10,'01a2061d-14c4-7c69-87ec-e50d2ef06d63','2026-11-23T01:54:58.884Z','e19c10cf2df3de65','claim.answer',1,1,'{"confidence":"","outcome":"tagged","reason":"bare","redo":null,"replaces":null,"scheme":"default/1","sha":"f0d23aceb6df","tag":"none","undo":null}','5ca68d318eab94e3f885d99d18dde3bcf8bf2455beed67fd803ddda7ebe037c6');
INSERT INTO "event" VALUES(11,'01a2061d-14cd-7c49-9ff4-70b0507c4933','2026-11-23T01:54:58.893Z','e19c10cf2df3de65','note.write',1,1,'{"replaces":null,"sha":"f0d23aceb6df","text":"=Who says so?"}','be999c4bbae5c49292e35455e45601f4416c31ac42515445220963aa3c0703a2');
INSERT INTO "event" VALUES(12,'01a2061d-14d1-7fd6-bfcb-560c80427a15','2026-11-23T01:54:58.897Z','e19c10cf2df3de65','note.write',2,4,'{"replaces":null,"sha":"8be241b93fc6","text":"A note alone."}','099747a0f1e4aab76b949c530737cb9d98d497cd2da7ecf5aaf83d25d9e94101');
INSERT INTO "event" VALUES(13,'01a2061d-14d8-7995-9c18-30380446b379','2026-11-23T01:54:58.904Z','e19c10cf2df3de65','claim.answer',1,3,'{"confidence":"","outcome":"unsure","reason":"","redo":null,"replaces":null,"scheme":"default/1","sha":"ecb9fe866008","tag":null,"undo":null}','457bf946ae28f918eef422e460c5d1f168bb44c9d71374047a661920216d5afd');
INSERT INTO "event" VALUES(14,'01a2061d-14db-7e58-8f63-859c86f43434','2026-11-23T01:54:58.907Z','0c6402a05d39f8e8','exposure',1,NULL,'{}','e31288bf60a65c545d048a1bb807bb0408ef5e4e8fe9b7017089ff91d35341da');
INSERT INTO "event" VALUES(15,'01a2061d-14e0-75f7-984e-bb2fb792676e','2026-11-23T01:54:58.912Z','0c6402a05d39f8e8','claim.answer',1,2,'{"confidence":"","outcome":"tagged","reason":"","redo":null,"replaces":null,"scheme":"default/1","sha":"b59169a75a02","tag":"opinion","undo":null}','117e52de544f91bec9ea106974e78dee1148ae7977e201a3fa6d12a8baa2eb1f');
CREATE TABLE exposure (        -- when an analyst first saw others' work on an article
  analyst_id text not null references analyst (id),
  article_id integer not null references article (id),
  seq integer not null references event (seq),
  exposed_at text not null,
  primary key (analyst_id, article_id)
) strict, without rowid;
INSERT INTO "exposure" VALUES('0c6402a05d39f8e8',1,14,'2026-11-23T01:54:58.907Z');
CREATE TABLE login (
  token_sha256 text primary key,
  analyst_id text not null references analyst (id),
  created_at text not null
) strict;
CREATE TABLE note (
  claim_id integer not null references claim (id),
  analyst_id text not null references analyst (id),
  article_id integer not null references article (id),
  text text not null check (text <> ''),
  event_id text not null,
  seq integer not null references event (seq),
  written_at text not null,
  primary key (claim_id, analyst_id)
) strict, without rowid;
INSERT INTO "note" VALUES(1,'e19c10cf2df3de65',1,'=Who says so?','01a2061d-14cd-7c49-9ff4-70b0507c4933',11,'2026-11-23T01:54:58.893Z');
INSERT INTO "note" VALUES(4,'e19c10cf2df3de65',2,'A note alone.','01a2061d-14d1-7fd6-bfcb-560c80427a15',12,'2026-11-23T01:54:58.897Z');
CREATE TABLE original (
  sha256 text primary key,     -- of the bytes as they were loaded
  bytes blob not null
) strict;
INSERT INTO "original" VALUES('43a7ab31c6f3e50692266d10d0d2404c3d60326013b0e12f3807fe1f45102df7',X'486172626F7572206E6F7465730A0A5468652071756179207761732072656275696C7420696E204D61792E204974206C65616B732E2053686970732077696C6C207374617920617761792E');
INSERT INTO "original" VALUES('28db79a3882f4761f38a056aaba1ed4a2666c58c7aabbe9036d1bfd27ad7eb4b',X'477261696E0A0A477261696E2069732063686561702E204272656164206973206E6F742E');
CREATE TABLE progress (        -- how many claims, per article, analyst and answer
  article_id integer not null references article (id),
  analyst_id text not null references analyst (id),
  outcome text not null,
  tag text not null,           -- '' unless tagged
  claims integer not null check (claims >= 0),
  primary key (article_id, analyst_id, outcome, tag)
) strict, without rowid;
INSERT INTO "progress" VALUES(1,'0c6402a05d39f8e8','tagged','opinion',2);
INSERT INTO "progress" VALUES(1,'0c6402a05d39f8e8','tagged','sourced',0);
INSERT INTO "progress" VALUES(1,'e19c10cf2df3de65','skipped','',0);
INSERT INTO "progress" VALUES(1,'e19c10cf2df3de65','tagged','none',1);
INSERT INTO "progress" VALUES(1,'e19c10cf2df3de65','unsure','',1);
CREATE TABLE project (
  id text primary key check (length(id) = 32),
  created_at text not null
) strict;
INSERT INTO "project" VALUES('17ac06346a41d44fa523cc2de08c41be','2026-11-23T01:54:58.717Z');
CREATE TABLE revision (
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
) strict;
INSERT INTO "revision" VALUES(1,1,1,'43a7ab31c6f3e50692266d10d0d2404c3d60326013b0e12f3807fe1f45102df7','43a7ab31c6f3e50692266d10d0d2404c3d60326013b0e12f3807fe1f45102df7','utf-8','plain/1','rules/1',3,'2026-11-23T01:54:58.821Z');
INSERT INTO "revision" VALUES(2,2,1,'28db79a3882f4761f38a056aaba1ed4a2666c58c7aabbe9036d1bfd27ad7eb4b','28db79a3882f4761f38a056aaba1ed4a2666c58c7aabbe9036d1bfd27ad7eb4b','utf-8','plain/1','rules/1',2,'2026-11-23T01:54:58.833Z');
CREATE TABLE vote (            -- the last answer given while still blind; agreement counts these
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
) strict, without rowid;
INSERT INTO "vote" VALUES(1,'0c6402a05d39f8e8',1,'tagged','opinion','','','default/1','01a2061d-14ac-7abf-b110-4eb7c4f414b5',6,'2026-11-23T01:54:58.860Z');
INSERT INTO "vote" VALUES(1,'e19c10cf2df3de65',1,'tagged','none','bare','','default/1','01a2061d-14c4-7c69-87ec-e50d2ef06d63',10,'2026-11-23T01:54:58.884Z');
INSERT INTO "vote" VALUES(3,'e19c10cf2df3de65',1,'unsure',NULL,'','','default/1','01a2061d-14d8-7995-9c18-30380446b379',13,'2026-11-23T01:54:58.904Z');
CREATE UNIQUE INDEX "idx__sqlite_migrations_migration_set_name"
    ON "_sqlite_migrations" ("migration_set", "name");
CREATE UNIQUE INDEX analyst_name on analyst (lower(name)) where name <> '';
CREATE INDEX revision_text on revision (text_sha256);
CREATE INDEX claim_article on claim (article_id, position);
CREATE INDEX event_claim on event (claim_id, actor, seq) where claim_id is not null;
CREATE INDEX event_own on event (article_id, actor, seq) where article_id is not null;
CREATE INDEX event_actor on event (actor, seq);
CREATE TRIGGER event_no_update before update on event
begin select raise (abort, 'the event log is append-only'); end;
CREATE TRIGGER event_no_delete before delete on event
begin select raise (abort, 'the event log is append-only'); end;
CREATE VIEW tags_long as
select
  article.id as article_id, article.title as article, claim.id as claim_id, claim.position,
  claim.text, analyst.name as analyst, answer.outcome, answer.tag, note.text as note,
  answer.confidence, answer.reason, answer.blind, answer.answered_at as tagged_at
from answer
join claim on claim.id = answer.claim_id
join article on article.id = answer.article_id
join analyst on analyst.id = answer.analyst_id
left join note on note.claim_id = answer.claim_id and note.analyst_id = answer.analyst_id;
CREATE VIEW disagreements as
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
having count(distinct vote.tag) > 1;
CREATE VIEW tag_history as
select
  event.seq, event.at, coalesce(analyst.name, event.actor) as who, event.kind, event.article_id,
  claim.id as claim_id, claim.position, claim.text,
  event.payload ->> 'outcome' as outcome, event.payload ->> 'tag' as tag,
  event.payload ->> 'text' as note
from event
join claim on claim.id = event.claim_id
left join analyst on analyst.id = event.actor;
COMMIT;
