-- A project as version 5 of the schema left it: never edited, for the tests of later migrations.
pragma application_id = 1668050291;
pragma user_version = 5;
BEGIN TRANSACTION;
CREATE TABLE "_sqlite_migrations" (
   "id" INTEGER PRIMARY KEY,
   "migration_set" TEXT,
   "name" TEXT,
   "applied_at" TEXT
);
INSERT INTO "_sqlite_migrations" VALUES(1,'claim-annotator','m001_initial','2026-11-23 05:34:58.601990+00:00');
INSERT INTO "_sqlite_migrations" VALUES(2,'claim-annotator','m002_wishes_for_a_split','2026-11-23 05:34:58.602573+00:00');
INSERT INTO "_sqlite_migrations" VALUES(3,'claim-annotator','m003_teams','2026-11-29 21:00:59.004392+00:00');
INSERT INTO "_sqlite_migrations" VALUES(4,'claim-annotator','m004_reviewing','2026-11-30 00:15:12.465869+00:00');
INSERT INTO "_sqlite_migrations" VALUES(5,'claim-annotator','m005_evidence','2026-11-30 09:17:13.042958+00:00');
CREATE TABLE analyst (
  id text primary key,
  name text not null,          -- may be changed or blanked: the log names people by id
  created_at text not null
) strict;
INSERT INTO "analyst" VALUES('9c5caa4a07b3e8de','Ana','2026-11-23T05:34:58.613Z');
INSERT INTO "analyst" VALUES('3042bff76c847b3a','Bo','2026-11-23T05:34:58.614Z');
INSERT INTO "analyst" VALUES('8e8a27753f0f0d9e','Eve','2026-11-29T21:00:59.018Z');
INSERT INTO "analyst" VALUES('897c09cb73002b3f','Dan','2026-11-29T21:00:59.023Z');
INSERT INTO "analyst" VALUES('54715e56a826f7aa','Rea','2026-11-30T00:15:12.480Z');
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
INSERT INTO "answer" VALUES(1,'3042bff76c847b3a',1,'tagged','opinion','','',1,'default/1','01a206e6-7e3b-7b00-ad50-a2172ed15a96',7,'2026-11-23T05:34:58.618Z');
INSERT INTO "answer" VALUES(1,'897c09cb73002b3f',1,'tagged','contested','','',1,'default/1','01a2291c-6f2f-74c3-b274-24753afe5069',19,'2026-11-29T21:00:59.055Z');
INSERT INTO "answer" VALUES(1,'8e8a27753f0f0d9e',1,'tagged','sourced','','',1,'default/1','01a2291c-6f22-7abf-8237-d37499d389b6',17,'2026-11-29T21:00:59.042Z');
INSERT INTO "answer" VALUES(1,'9c5caa4a07b3e8de',1,'tagged','opinion','','',1,'default/1','01a206e6-7e41-7e4a-9219-08c5859292c4',11,'2026-11-23T05:34:58.625Z');
INSERT INTO "answer" VALUES(2,'3042bff76c847b3a',1,'tagged','sourced','','',0,'default/1','01a206e6-7e45-7d5a-bcf6-1775ba04cf68',14,'2026-11-23T05:34:58.629Z');
INSERT INTO "answer" VALUES(2,'8e8a27753f0f0d9e',1,'tagged','opinion','','',1,'default/1','01a2291c-6f27-74ec-871e-dde6d8623f85',18,'2026-11-29T21:00:59.047Z');
INSERT INTO "answer" VALUES(2,'9c5caa4a07b3e8de',1,'tagged','contested','','',1,'default/1','01a206e6-7e39-77fa-aedd-8c637dafc0b1',6,'2026-11-23T05:34:58.617Z');
INSERT INTO "answer" VALUES(3,'897c09cb73002b3f',1,'tagged','opinion','','',1,'default/1','01a2291c-6f33-734d-8816-9311d3a1b923',20,'2026-11-29T21:00:59.059Z');
INSERT INTO "answer" VALUES(3,'8e8a27753f0f0d9e',1,'tagged','opinion','','',1,'default/1','01a2291c-6f44-7aff-9a9d-365f50ae4e0f',21,'2026-11-29T21:00:59.076Z');
INSERT INTO "answer" VALUES(3,'9c5caa4a07b3e8de',1,'skipped',NULL,'','',1,'default/1','01a206e6-7e43-7201-8ed4-e10f797b0c05',12,'2026-11-23T05:34:58.627Z');
INSERT INTO "answer" VALUES(4,'3042bff76c847b3a',2,'unsure',NULL,'','',1,'default/1','01a206e6-7e3c-7b95-b68d-460164d960b1',8,'2026-11-23T05:34:58.620Z');
CREATE TABLE api_token (       -- a key to the API, for a program of somebody's
  id text primary key,
  token_sha256 text not null unique,
  analyst_id text not null references analyst (id),
  name text not null,          -- of the program
  created_at text not null,
  expires_at text not null,    -- empty: never
  seen_at text not null        -- when it was used last, within the hour; empty: never
) strict;
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
INSERT INTO "article" VALUES(1,'Harbour notes','','','','en','harbour.txt','2026-11-23T05:34:58.609Z');
INSERT INTO "article" VALUES(2,'Grain','','','','en','harbour.txt','2026-11-23T05:34:58.612Z');
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
INSERT INTO "block" VALUES(4,2,2,'paragraph',0,'',7,45);
CREATE TABLE body (
  sha256 text primary key,     -- of the UTF-8 of the text
  text text not null           -- the one normalised text all offsets point into
) strict;
INSERT INTO "body" VALUES('43a7ab31c6f3e50692266d10d0d2404c3d60326013b0e12f3807fe1f45102df7','Harbour notes

The quay was rebuilt in May. It leaks. Ships will stay away.');
INSERT INTO "body" VALUES('794c38d8c1adc307afbf46be51e10ce7f3a1b2ce8b0280dd8daa870b42eb3722','Grain

Grain came in June. Nobody counted it.');
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
INSERT INTO "claim" VALUES(4,2,2,4,1,7,26,'Grain came in June.','0d1e280ac807e4ac15f00c5d97529180cab5c8954e7f420f3f1211aa682355b4');
INSERT INTO "claim" VALUES(5,2,2,4,2,27,45,'Nobody counted it.','84e88d8da9166399b33ccbcebe2753acfa018525767a4dc1896e87458772d93e');
CREATE TABLE comment (
  id text primary key,
  claim_id integer not null references claim (id),
  article_id integer not null references article (id),
  analyst_id text not null references analyst (id),
  text text not null,
  seq integer not null references event (seq),
  written_at text not null
) strict, without rowid;
INSERT INTO "comment" VALUES('01a229ce-41aa-795a-bd9a-4abcbd761054',1,1,'54715e56a826f7aa','Ask the port.',28,'2026-11-30T00:15:12.810Z');
CREATE TABLE decision (        -- how a claim was settled, or sent back; it changes no vote
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
) strict;
INSERT INTO "decision" VALUES(1,1,'54715e56a826f7aa','tag','contested','Two sides.','','','','default/1','01a229ce-40d6-7459-91ed-92cf33b5cf8b',26,'2026-11-30T00:15:12.597Z');
INSERT INTO "decision" VALUES(2,1,'54715e56a826f7aa','sent_back',NULL,'Which?','','','','default/1','01a229ce-416f-7841-9a14-3d1490273819',27,'2026-11-30T00:15:12.751Z');
CREATE TABLE decision_held (   -- which acts on decisions took effect when they came
  event_id text primary key,
  claim_id integer not null references claim (id)
) strict, without rowid;
INSERT INTO "decision_held" VALUES('01a229ce-40d6-7459-91ed-92cf33b5cf8b',1);
INSERT INTO "decision_held" VALUES('01a229ce-416f-7841-9a14-3d1490273819',2);
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
INSERT INTO "event" VALUES(1,'01a206e6-7e31-713a-ba9a-cbe169a5f05d','2026-11-23T05:34:58.609Z','cli:test','article.load',1,NULL,'{"author":"","blocks":[["title",1,"",0,13],["paragraph",0,"",15,75]],"claims":[[2,15,43],[2,44,53],[2,54,75]],"encoding":"utf-8","language":"en","name":"harbour.txt","original_sha256":"43a7ab31c6f3e50692266d10d0d2404c3d60326013b0e12f3807fe1f45102df7","published":"","reader":"plain/1","segmenter":"rules/1","text_sha256":"43a7ab31c6f3e50692266d10d0d2404c3d60326013b0e12f3807fe1f45102df7","title":"Harbour notes","url":""}','ef9dfb019ef4c92fc4c9ec465f0392cdad19dc95e3ceb86774f741b2f50841c2');
INSERT INTO "event" VALUES(2,'01a206e6-7e34-77e6-8cb3-764fd6bfdedd','2026-11-23T05:34:58.612Z','cli:test','article.load',2,NULL,'{"author":"","blocks":[["title",1,"",0,5],["paragraph",0,"",7,45]],"claims":[[2,7,26],[2,27,45]],"encoding":"utf-8","language":"en","name":"harbour.txt","original_sha256":"794c38d8c1adc307afbf46be51e10ce7f3a1b2ce8b0280dd8daa870b42eb3722","published":"","reader":"plain/1","segmenter":"rules/1","text_sha256":"794c38d8c1adc307afbf46be51e10ce7f3a1b2ce8b0280dd8daa870b42eb3722","title":"Grain","url":""}','b3ef1906d4b5258973961199a27ecd5124179d4b5e85f56235ad6c96464421a2');
INSERT INTO "event" VALUES(3,'01a206e6-7e35-7f07-bd1b-b63e78d6c3c9','2026-11-23T05:34:58.613Z','9c5caa4a07b3e8de','analyst.add',NULL,NULL,'{"analyst":"9c5caa4a07b3e8de"}','324ab762ed7a5eb5bb671161809baebfcfe6528b5595f78b34bb7aad12f286fc');
INSERT INTO "event" VALUES(4,'01a206e6-7e36-7ec3-8acb-68bec7e25081','2026-11-23T05:34:58.614Z','3042bff76c847b3a','analyst.add',NULL,NULL,'{"analyst":"3042bff76c847b3a"}','f70afa83e2f35ffab44d7931596cccab1c6292c1acca49aa37cb474e24c1a514');
INSERT INTO "event" VALUES(5,'01a206e6-7e37-7574-a216-ec3ce8321556','2026-11-23T05:34:58.615Z','9c5caa4a07b3e8de','claim.answer',1,1,'{"confidence":"","outcome":"tagged","reason":"","redo":null,"replaces":null,"scheme":"default/1","sha":"f0d23aceb6df","tag":"sourced","undo":null}','e0268515ab5ca04c43902098d5f6f9f2a31441a6c570e327c21a8849f65ae9b2');
INSERT INTO "event" VALUES(6,'01a206e6-7e39-77fa-aedd-8c637dafc0b1','2026-11-23T05:34:58.617Z','9c5caa4a07b3e8de','claim.answer',1,2,'{"confidence":"","outcome":"tagged","reason":"","redo":null,"replaces":null,"scheme":"default/1","sha":"b59169a75a02","tag":"contested","undo":null}','163f5ea31acae2b02f96d4572521173ffb8b59518c1e8bffaea946e8adc9b4ea');
INSERT INTO "event" VALUES(7,'01a206e6-7e3b-7b00-ad50-a2172ed15a96','2026-11-23T05:34:58.618Z','3042bff76c847b3a','claim.answer',1,1,'{"confidence":"","outcome":"tagged","reason":"","redo":null,"replaces":null,"scheme":"default/1","sha":"f0d23aceb6df","tag":"opinion","undo":null}','d8a2120292e83c3a9be681d99c62c28826192032d6edff6008d4e4484dbfbdcf');
INSERT INTO "event" VALUES(8,'01a206e6-7e3c-7b95-b68d-460164d960b1','2026-11-23T05:34:58.620Z','3042bff76c847b3a','claim.answer',2,4,'{"confidence":"","outcome":"unsure","reason":"","redo":null,"replaces":null,"scheme":"default/1","sha":"0d1e280ac807","tag":null,"undo":null}','39fced67edfa14eabf6b6b34de182676949a6aef1ab3e2d0b9991b8a27954304');
INSERT INTO "event" VALUES(9,'01a206e6-7e3e-7f6f-ac38-1653af139dbd','2026-11-23T05:34:58.622Z','9c5caa4a07b3e8de','note.write',1,1,'{"replaces":null,"sha":"f0d23aceb6df","text":"See page 3."}','96403def5dc39dcb53d06f8d779268dbda4311775b6f9e3692368abb7ce582a1');
INSERT INTO "event" VALUES(10,'01a206e6-7e3f-7fb6-8d37-ef291fb411a1','2026-11-23T05:34:58.623Z','3042bff76c847b3a','split.wish',1,2,'{"replaces":null,"sha":"b59169a75a02","wanted":true}','906f091ebdf4644de023f5965d221abc872df09a1b1cec8c4627429851d2c897');
INSERT INTO "event" VALUES(11,'01a206e6-7e41-7e4a-9219-08c5859292c4','2026-11-23T05:34:58.625Z','9c5caa4a07b3e8de','claim.answer',1,1,'{"confidence":"","outcome":"tagged","reason":"","redo":null,"replaces":"01a206e6-7e37-7574-a216-ec3ce8321556","scheme":"default/1","sha":"f0d23aceb6df","tag":"opinion","undo":null}','4389b54e56b9e9bb21f3a3b4d0316ce58dc3816473aeece2a0ae0e80b0ee5dab');
INSERT INTO "event" VALUES(12,'01a206e6-7e43-7201-8ed4-e10f797b0c05','2026-11-23T05:34:58.627Z','9c5caa4a07b3e8de','claim.answer',1,3,'{"confidence":"","outcome":"skipped","reason":"","redo":null,"replaces":null,"scheme":"default/1","sha":"ecb9fe866008","tag":null,"undo":null}','8ebb7d1b8f90f10673930d00380723178e9e815168ef66bda0bea86498dfc3da');
INSERT INTO "event" VALUES(13,'01a206e6-7e44-7412-a6e6-72f2430cc882','2026-11-23T05:34:58.628Z','3042bff76c847b3a','exposure',1,NULL,'{}','bfaba76af30e3051131643c21b1e4349d619224d7d7bd078481b6dba58b5f5ba');
INSERT INTO "event" VALUES(14,'01a206e6-7e45-7d5a-bcf6-1775ba04cf68','2026-11-23T05:34:58.629Z','3042bff76c847b3a','claim.answer',1,2,'{"confidence":"","outcome":"tagged","reason":"","redo":null,"replaces":null,"scheme":"default/1","sha":"b59169a75a02","tag":"sourced","undo":null}','11ca2a13e0b664835106af38523355e7602653ce46c983b64c8f45d913a4000d');
INSERT INTO "event" VALUES(15,'01a2291c-6f0b-75f7-9cbf-6c9de0eb3c76','2026-11-29T21:00:59.018Z','8e8a27753f0f0d9e','analyst.add',NULL,NULL,'{"analyst":"8e8a27753f0f0d9e"}','f5736346ff059a453d43772c396e418896a022198cb8ff6af33fb256f428601d');
INSERT INTO "event" VALUES(16,'01a2291c-6f0f-74dd-b620-afc80a90e5f7','2026-11-29T21:00:59.023Z','897c09cb73002b3f','analyst.add',NULL,NULL,'{"analyst":"897c09cb73002b3f"}','1aa5bec0bdeaff8b12fe06176e3aa985fcc53eac934c9eba7a8e465f93d03a21');
INSERT INTO "event" VALUES(17,'01a2291c-6f22-7abf-8237-d37499d389b6','2026-11-29T21:00:59.042Z','8e8a27753f0f0d9e','claim.answer',1,1,'{"confidence":"","outcome":"tagged","reason":"","redo":null,"replaces":null,"scheme":"default/1","sha":"f0d23aceb6df","tag":"sourced","undo":null}','52a70b242805011580117d416ba9b4d1afc2aa58d0314e58215c5eb88109301a');
INSERT INTO "event" VALUES(18,'01a2291c-6f27-74ec-871e-dde6d8623f85','2026-11-29T21:00:59.047Z','8e8a27753f0f0d9e','claim.answer',1,2,'{"confidence":"","outcome":"tagged","reason":"","redo":null,"replaces":null,"scheme":"default/1","sha":"b59169a75a02","tag":"opinion","undo":null}','0ad34f59d6c4612b96109f497c2044b9a92455a1f3c74c88a1998e3fde7d594a');
INSERT INTO "event" VALUES(19,'01a2291c-6f2f-74c3-b274-24753afe5069','2026-11-29T21:00:59.055Z','897c09cb73002b3f','claim.answer',1,1,'{"confidence":"","outcome":"tagged","reason":"","redo":null,"replaces":null,"scheme":"default/1","sha":"f0d23aceb6df","tag":"contested","undo":null}','eed6163d1db0e91c7584d9625030721cbf858c3ea49394deacd7905b7de0998d');
INSERT INTO "event" VALUES(20,'01a2291c-6f33-734d-8816-9311d3a1b923','2026-11-29T21:00:59.059Z','897c09cb73002b3f','claim.answer',1,3,'{"confidence":"","outcome":"tagged","reason":"","redo":null,"replaces":null,"scheme":"default/1","sha":"ecb9fe866008","tag":"opinion","undo":null}','b13b5354e3fb2382156812861f72fad49ddd0a46e6e35387d5ea5bf790f4bd4b');
INSERT INTO "event" VALUES(21,'01a2291c-6f44-7aff-9a9d-365f50ae4e0f','2026-11-29T21:00:59.076Z','8e8a27753f0f0d9e','claim.answer',1,3,'{"confidence":"","outcome":"tagged","reason":"","redo":null,"replaces":null,"scheme":"default/1","sha":"ecb9fe866008","tag":"opinion","undo":null}','66794fb73aaa5eedc5ac7558d5078417db5133a3ed5a79bacb8711e738514adb');
INSERT INTO "event" VALUES(22,'01a229ce-4060-7b83-84a9-66419bf81a5a','2026-11-30T00:15:12.480Z','54715e56a826f7aa','analyst.add',NULL,NULL,'{"analyst":"54715e56a826f7aa"}','d12d85ff01e1d19538ee4179ee4ae55bdc9d2b2bbb5c10a3ec4a4d7e4dc3dc29');
INSERT INTO "event" VALUES(23,'01a229ce-4063-73b2-853c-d76d2e7e6c7f','2026-11-30T00:15:12.483Z','54715e56a826f7aa','exposure',1,NULL,'{}','439cd4e21cde30a12b6f8acc91ba3a67d04d404ded6be76ea527eccfc43e818d');
INSERT INTO "event" VALUES(24,'01a229ce-4064-74ba-9326-75c84168d937','2026-11-30T00:15:12.484Z','54715e56a826f7aa','exposure',2,NULL,'{}','8d0bfb33a294ba349837a7ae345eb69588127713bbbec5de03857616d381c4b3');
INSERT INTO "event" VALUES(25,'01a229ce-4069-71f0-bfea-13f6a046866f','2026-11-30T00:15:12.489Z','54715e56a826f7aa','review.vote',1,1,'{"replaces":null,"scheme":"default/1","sha":"f0d23aceb6df","tag":"sourced"}','07c6ef638a66bbcebe539e0b5d2b65f0efd0e2807177c50539b964a8df68f087');
INSERT INTO "event" VALUES(26,'01a229ce-40d6-7459-91ed-92cf33b5cf8b','2026-11-30T00:15:12.597Z','54715e56a826f7aa','decision.make',1,1,'{"cause":"","like":null,"majority":"","minority":"","reason":"Two sides.","replaces":null,"ruling":"tag","scheme":"default/1","sha":"f0d23aceb6df","tag":"contested"}','bfb5fb6716c28741e69f5d60eb8d69c8efe92a964539b5f7959b5b061a26f19e');
INSERT INTO "event" VALUES(27,'01a229ce-416f-7841-9a14-3d1490273819','2026-11-30T00:15:12.751Z','54715e56a826f7aa','decision.make',1,2,'{"cause":"","like":null,"majority":"","minority":"","reason":"Which?","replaces":null,"ruling":"sent_back","scheme":"default/1","sha":"b59169a75a02","tag":null}','5f086f1ea1aac77bcacdc93f742ea7ce97ea599a845dab0a42afaebbdd7b1442');
INSERT INTO "event" VALUES(28,'01a229ce-41aa-795a-bd9a-4abcbd761054','2026-11-30T00:15:12.810Z','54715e56a826f7aa','comment.write',1,1,'{"sha":"f0d23aceb6df","text":"Ask the port."}','63e04d1ba9daf8ca997faae11ab47b5fa57f73dede4e80b8081f5f15c3b4289b');
INSERT INTO "event" VALUES(29,'01a22bbe-79db-7e48-8d03-4c0d19f00799','2026-11-30T09:17:13.049Z','9c5caa4a07b3e8de','source.add',NULL,NULL,'{"name":"Harbour office","source":"01a22bbe-79db-758e-857d-af896eb9a3ab","type":"","url":""}','7e501063851a820cc5e21baa081c366fb94de7aece662d4f75389714a53a5c65');
INSERT INTO "event" VALUES(30,'01a22bbe-79db-701c-a5c4-8a6599d4088f','2026-11-30T09:17:13.049Z','9c5caa4a07b3e8de','evidence.attach',1,1,'{"accessed_at":"","archive_url":"","assisted":false,"credibility":2,"doi":"","end":null,"file_name":"","file_sha256":"","group":null,"locator":"","note":"seen there","prefix":"","published_on":"","quote":"So it was said.","replaces":null,"sha":"f0d23aceb6df","shared":false,"source":"01a22bbe-79db-758e-857d-af896eb9a3ab","stance":"supports","start":null,"suffix":"","title":"","type":"quote","url":""}','f9e0837d5504e92b169549346fce983a1f1e362ce43b8a577bb11a7d6824fff6');
INSERT INTO "event" VALUES(31,'01a22bbe-79df-7b2d-a7ac-0f7fb337df69','2026-11-30T09:17:13.053Z','3042bff76c847b3a','evidence.attach',1,1,'{"accessed_at":"","archive_url":"","assisted":false,"credibility":null,"doi":"","end":null,"file_name":"","file_sha256":"","group":null,"locator":"","note":"","prefix":"","published_on":"","quote":"So it was said.","replaces":null,"sha":"f0d23aceb6df","shared":false,"source":null,"stance":"refutes","start":null,"suffix":"","title":"Minutes","type":"quote","url":""}','778ebf7a8c285419f7441d81178cedc63e5bf4abf0c451acfbc1182b63aa178b');
INSERT INTO "event" VALUES(32,'01a22bbe-79e1-7f8b-bef6-97fb1b57b0e9','2026-11-30T09:17:13.057Z','3042bff76c847b3a','evidence.withdraw',1,1,'{"evidence":"01a22bbe-79df-7b2d-a7ac-0f7fb337df69","redo":null,"sha":"f0d23aceb6df","undo":null}','dd6fc9cab2be163aee1d5d9717d5bf44d1ef9dcdd4f50263810b4b0dec131ad8');
INSERT INTO "event" VALUES(33,'01a22bbe-79e3-7898-8f21-23528002197b','2026-11-30T09:17:13.057Z','3042bff76c847b3a','evidence.attach',1,2,'{"accessed_at":"","archive_url":"","assisted":false,"credibility":null,"doi":"","end":null,"file_name":"","file_sha256":"","group":null,"locator":"","note":"","prefix":"","published_on":"","quote":"So it was said.","replaces":null,"sha":"b59169a75a02","shared":false,"source":null,"stance":"context","start":null,"suffix":"","title":"Minutes","type":"quote","url":""}','4c7def458fab8e654bbb552f73eb8237e69cae3dd8c1a838542630f7423112bf');
INSERT INTO "event" VALUES(34,'01a22bbe-79e5-7d3f-8b42-592d2ed8a4af','2026-11-30T09:17:13.061Z','3042bff76c847b3a','evidence.withdraw',1,2,'{"evidence":"01a22bbe-79e3-7898-8f21-23528002197b","redo":null,"sha":"b59169a75a02","undo":null}','02f3c547d9a7fa1427090a240208ff1eb38ab41c331d384df7f6a2c29f4a93ca');
INSERT INTO "event" VALUES(35,'01a22bbe-79e7-78a2-927a-a9dd89d66364','2026-11-30T09:17:13.063Z','3042bff76c847b3a','evidence.restore',1,2,'{"evidence":"01a22bbe-79e3-7898-8f21-23528002197b","redo":null,"sha":"b59169a75a02","undo":null}','841d6b02c1acb79eaada37f71012d19838e7da7d1bd8302404ff082830d1f34b');
INSERT INTO "event" VALUES(36,'01a22bbe-79ea-7cca-a7f2-4819ec0c8b43','2026-11-30T09:17:13.065Z','9c5caa4a07b3e8de','evidence.attach',1,2,'{"accessed_at":"","archive_url":"","assisted":false,"credibility":null,"doi":"","end":null,"file_name":"kept.txt","file_sha256":"2fc9fb6b24b2fb96f71278908aa6d07392cd2c9cd4cb4eab649a86ea72b28c95","group":null,"locator":"","note":"","prefix":"","published_on":"","quote":"","replaces":null,"sha":"b59169a75a02","shared":true,"source":null,"stance":"supports","start":null,"suffix":"","title":"","type":"document","url":""}','567d4ac7be4dfaedca0ad22e6708dacdafe2d6d2eb2d4f85180d9f5647149461');
INSERT INTO "event" VALUES(37,'01a22bbe-79eb-750a-ae3a-4971a0d8edae','2026-11-30T09:17:13.067Z','cli:test','project.setting',NULL,NULL,'{"name":"evidence_wanted","value":"yes"}','254c8c4ccd0f6463e6649053dc95716bd658f0305982ab5cecfaf496677c0819');
INSERT INTO "event" VALUES(38,'01a22bbe-79ed-7712-b2f9-858e885dae0a','2026-11-30T09:17:13.069Z','9c5caa4a07b3e8de','source.rate',NULL,NULL,'{"note":"often right","reliability":"B","source":"01a22bbe-79db-758e-857d-af896eb9a3ab"}','529861446b8c3c7a263aa145d6bd79b05580f503985a5514ea84504dc2dbdfde');
CREATE TABLE evidence (        -- what stands behind a tag, or against it
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
) strict, without rowid;
INSERT INTO "evidence" VALUES('01a22bbe-79db-701c-a5c4-8a6599d4088f',1,1,'9c5caa4a07b3e8de','quote','supports',NULL,'01a22bbe-79db-758e-857d-af896eb9a3ab','','','','','So it was said.','','',NULL,NULL,'','','',NULL,'',2,'seen there',0,0,NULL,30,'2026-11-30T09:17:13.049Z',NULL);
INSERT INTO "evidence" VALUES('01a22bbe-79df-7b2d-a7ac-0f7fb337df69',1,1,'3042bff76c847b3a','quote','refutes',NULL,NULL,'Minutes','','','','So it was said.','','',NULL,NULL,'','','',NULL,'',NULL,'',0,0,NULL,31,'2026-11-30T09:17:13.053Z','2026-11-30T09:17:13.057Z');
INSERT INTO "evidence" VALUES('01a22bbe-79e3-7898-8f21-23528002197b',2,1,'3042bff76c847b3a','quote','context',NULL,NULL,'Minutes','','','','So it was said.','','',NULL,NULL,'','','',NULL,'',NULL,'',0,0,NULL,33,'2026-11-30T09:17:13.057Z',NULL);
INSERT INTO "evidence" VALUES('01a22bbe-79ea-7cca-a7f2-4819ec0c8b43',2,1,'9c5caa4a07b3e8de','document','supports',NULL,NULL,'','','','','','','',NULL,NULL,'','','','2fc9fb6b24b2fb96f71278908aa6d07392cd2c9cd4cb4eab649a86ea72b28c95','kept.txt',NULL,'',1,0,NULL,36,'2026-11-30T09:17:13.065Z',NULL);
CREATE TABLE exposure (        -- when an analyst first saw others' work on an article
  analyst_id text not null references analyst (id),
  article_id integer not null references article (id),
  seq integer not null references event (seq),
  exposed_at text not null,
  primary key (analyst_id, article_id)
) strict, without rowid;
INSERT INTO "exposure" VALUES('3042bff76c847b3a',1,13,'2026-11-23T05:34:58.628Z');
INSERT INTO "exposure" VALUES('54715e56a826f7aa',1,23,'2026-11-30T00:15:12.483Z');
INSERT INTO "exposure" VALUES('54715e56a826f7aa',2,24,'2026-11-30T00:15:12.484Z');
CREATE TABLE file (            -- attached files; rows are only ever added
  sha256 text primary key,     -- of the bytes
  size integer not null,
  media_type text not null,    -- found in the bytes
  bytes blob not null,
  added_at text not null
) strict;
INSERT INTO "file" VALUES('2fc9fb6b24b2fb96f71278908aa6d07392cd2c9cd4cb4eab649a86ea72b28c95',13,'text/plain',X'41206B6570742066696C652E0A','2026-11-30T09:17:13.064Z');
CREATE TABLE invitation (      -- a personal link; making another one ends it
  analyst_id text primary key references analyst (id),
  token_sha256 text not null unique,
  created_at text not null,
  expires_at text not null     -- empty: never
) strict;
CREATE TABLE login (
  token_sha256 text primary key,
  analyst_id text not null references analyst (id),
  created_at text not null
, id text not null default '', browser text not null default '', seen_at text not null default '') strict;
INSERT INTO "login" VALUES('8e06d4be59787d03cd7367d781d8e6700c121b5cc91be30fc49fbfefbb57c567','9c5caa4a07b3e8de','2026-11-23T05:34:58.630Z','f329d1a83d5f6004','','2026-11-23T05:34:58.630Z');
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
INSERT INTO "note" VALUES(1,'9c5caa4a07b3e8de',1,'See page 3.','01a206e6-7e3e-7f6f-ac38-1653af139dbd',9,'2026-11-23T05:34:58.622Z');
CREATE TABLE original (
  sha256 text primary key,     -- of the bytes as they were loaded
  bytes blob not null
) strict;
INSERT INTO "original" VALUES('43a7ab31c6f3e50692266d10d0d2404c3d60326013b0e12f3807fe1f45102df7',X'486172626F7572206E6F7465730A0A5468652071756179207761732072656275696C7420696E204D61792E204974206C65616B732E2053686970732077696C6C207374617920617761792E');
INSERT INTO "original" VALUES('794c38d8c1adc307afbf46be51e10ce7f3a1b2ce8b0280dd8daa870b42eb3722',X'477261696E0A0A477261696E2063616D6520696E204A756E652E204E6F626F647920636F756E7465642069742E');
CREATE TABLE progress (        -- how many claims, per article, analyst and answer
  article_id integer not null references article (id),
  analyst_id text not null references analyst (id),
  outcome text not null,
  tag text not null,           -- '' unless tagged
  claims integer not null check (claims >= 0),
  primary key (article_id, analyst_id, outcome, tag)
) strict, without rowid;
INSERT INTO "progress" VALUES(1,'3042bff76c847b3a','tagged','opinion',1);
INSERT INTO "progress" VALUES(1,'3042bff76c847b3a','tagged','sourced',1);
INSERT INTO "progress" VALUES(1,'897c09cb73002b3f','tagged','contested',1);
INSERT INTO "progress" VALUES(1,'897c09cb73002b3f','tagged','opinion',1);
INSERT INTO "progress" VALUES(1,'8e8a27753f0f0d9e','tagged','opinion',2);
INSERT INTO "progress" VALUES(1,'8e8a27753f0f0d9e','tagged','sourced',1);
INSERT INTO "progress" VALUES(1,'9c5caa4a07b3e8de','skipped','',1);
INSERT INTO "progress" VALUES(1,'9c5caa4a07b3e8de','tagged','contested',1);
INSERT INTO "progress" VALUES(1,'9c5caa4a07b3e8de','tagged','opinion',1);
INSERT INTO "progress" VALUES(1,'9c5caa4a07b3e8de','tagged','sourced',0);
INSERT INTO "progress" VALUES(2,'3042bff76c847b3a','unsure','',1);
CREATE TABLE project (
  id text primary key check (length(id) = 32),
  created_at text not null
) strict;
INSERT INTO "project" VALUES('ee7161c4530440eb2de6681361fb522c','2026-11-23T05:34:58.602Z');
CREATE TABLE review_vote (     -- what a reviewer says before seeing whose votes are which
  claim_id integer not null references claim (id),
  analyst_id text not null references analyst (id),
  article_id integer not null references article (id),
  tag text not null,
  scheme text not null,
  event_id text not null,
  seq integer not null references event (seq),
  voted_at text not null,
  primary key (claim_id, analyst_id)
) strict, without rowid;
INSERT INTO "review_vote" VALUES(1,'54715e56a826f7aa',1,'sourced','default/1','01a229ce-4069-71f0-bfea-13f6a046866f',25,'2026-11-30T00:15:12.489Z');
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
INSERT INTO "revision" VALUES(1,1,1,'43a7ab31c6f3e50692266d10d0d2404c3d60326013b0e12f3807fe1f45102df7','43a7ab31c6f3e50692266d10d0d2404c3d60326013b0e12f3807fe1f45102df7','utf-8','plain/1','rules/1',3,'2026-11-23T05:34:58.609Z');
INSERT INTO "revision" VALUES(2,2,1,'794c38d8c1adc307afbf46be51e10ce7f3a1b2ce8b0280dd8daa870b42eb3722','794c38d8c1adc307afbf46be51e10ce7f3a1b2ce8b0280dd8daa870b42eb3722','utf-8','plain/1','rules/1',2,'2026-11-23T05:34:58.612Z');
CREATE TABLE role (            -- who may do what in team mode; without a row somebody is an analyst
  analyst_id text primary key references analyst (id),
  role text not null check (role in ('analyst', 'reviewer', 'lead', 'removed')),
  seq integer not null references event (seq)
) strict;
CREATE TABLE setting (         -- what the lead has set for the whole project
  name text primary key,
  value text not null,
  seq integer not null references event (seq)
) strict;
INSERT INTO "setting" VALUES('evidence_wanted','yes',37);
CREATE TABLE source (          -- who or what evidence comes from
  id text primary key,
  name text not null,
  key text not null unique,    -- the name, however it is written
  type text not null,
  url text not null,
  added_by text not null,
  seq integer not null references event (seq),
  added_at text not null
) strict;
INSERT INTO "source" VALUES('01a22bbe-79db-758e-857d-af896eb9a3ab','Harbour office','harbour office','','','9c5caa4a07b3e8de',29,'2026-11-30T09:17:13.049Z');
CREATE TABLE source_rating (   -- how reliable a source is, in one person's judgement
  source_id text not null references source (id),
  analyst_id text not null references analyst (id),
  reliability text not null check (reliability in ('A', 'B', 'C', 'D', 'E', 'F')),
  note text not null,
  seq integer not null references event (seq),
  rated_at text not null,
  primary key (source_id, analyst_id)
) strict, without rowid;
INSERT INTO "source_rating" VALUES('01a22bbe-79db-758e-857d-af896eb9a3ab','9c5caa4a07b3e8de','B','often right',38,'2026-11-30T09:17:13.069Z');
CREATE TABLE split_wish (      -- the sentence was cut wrongly, or holds two claims
  claim_id integer not null references claim (id),
  analyst_id text not null references analyst (id),
  article_id integer not null references article (id),
  event_id text not null,
  seq integer not null references event (seq),
  wished_at text not null,
  primary key (claim_id, analyst_id)
) strict, without rowid;
INSERT INTO "split_wish" VALUES(2,'3042bff76c847b3a',1,'01a206e6-7e3f-7fb6-8d37-ef291fb411a1',10,'2026-11-23T05:34:58.623Z');
CREATE TABLE tally (           -- what the votes on a claim add up to
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
) strict, without rowid;
INSERT INTO "tally" VALUES(1,1,4,3,0,3.33333333333333348136e+00,'contested,opinion,sourced',0,1,0,0,0);
INSERT INTO "tally" VALUES(2,1,2,2,1,2.0,'contested,opinion',0,0,1,0,0);
INSERT INTO "tally" VALUES(3,1,2,1,0,0.0,'opinion',0,0,0,0,1);
INSERT INTO "tally" VALUES(4,2,0,0,0,0.0,'',1,0,0,0,0);
CREATE TABLE upload (          -- who has sent a file: only they may attach what they were not shown
  file_sha256 text not null references file (sha256),
  analyst_id text not null references analyst (id),
  primary key (file_sha256, analyst_id)
) strict, without rowid;
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
INSERT INTO "vote" VALUES(1,'3042bff76c847b3a',1,'tagged','opinion','','','default/1','01a206e6-7e3b-7b00-ad50-a2172ed15a96',7,'2026-11-23T05:34:58.618Z');
INSERT INTO "vote" VALUES(1,'897c09cb73002b3f',1,'tagged','contested','','','default/1','01a2291c-6f2f-74c3-b274-24753afe5069',19,'2026-11-29T21:00:59.055Z');
INSERT INTO "vote" VALUES(1,'8e8a27753f0f0d9e',1,'tagged','sourced','','','default/1','01a2291c-6f22-7abf-8237-d37499d389b6',17,'2026-11-29T21:00:59.042Z');
INSERT INTO "vote" VALUES(1,'9c5caa4a07b3e8de',1,'tagged','opinion','','','default/1','01a206e6-7e41-7e4a-9219-08c5859292c4',11,'2026-11-23T05:34:58.625Z');
INSERT INTO "vote" VALUES(2,'8e8a27753f0f0d9e',1,'tagged','opinion','','','default/1','01a2291c-6f27-74ec-871e-dde6d8623f85',18,'2026-11-29T21:00:59.047Z');
INSERT INTO "vote" VALUES(2,'9c5caa4a07b3e8de',1,'tagged','contested','','','default/1','01a206e6-7e39-77fa-aedd-8c637dafc0b1',6,'2026-11-23T05:34:58.617Z');
INSERT INTO "vote" VALUES(3,'897c09cb73002b3f',1,'tagged','opinion','','','default/1','01a2291c-6f33-734d-8816-9311d3a1b923',20,'2026-11-29T21:00:59.059Z');
INSERT INTO "vote" VALUES(3,'8e8a27753f0f0d9e',1,'tagged','opinion','','','default/1','01a2291c-6f44-7aff-9a9d-365f50ae4e0f',21,'2026-11-29T21:00:59.076Z');
INSERT INTO "vote" VALUES(3,'9c5caa4a07b3e8de',1,'skipped',NULL,'','','default/1','01a206e6-7e43-7201-8ed4-e10f797b0c05',12,'2026-11-23T05:34:58.627Z');
INSERT INTO "vote" VALUES(4,'3042bff76c847b3a',2,'unsure',NULL,'','','default/1','01a206e6-7e3c-7b95-b68d-460164d960b1',8,'2026-11-23T05:34:58.620Z');
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
CREATE INDEX progress_own on progress (analyst_id, article_id);
CREATE VIEW tags_long as
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
  on split_wish.claim_id = answer.claim_id and split_wish.analyst_id = answer.analyst_id;
CREATE VIEW tag_history as
select
  event.seq, event.at, coalesce(analyst.name, event.actor) as who, event.kind, event.article_id,
  claim.id as claim_id, claim.position, claim.text,
  event.payload ->> 'outcome' as outcome, event.payload ->> 'tag' as tag,
  event.payload ->> 'text' as note,
  case event.payload ->> 'wanted' when 1 then 'yes' when 0 then 'no' end as split_wanted
from event
join claim on claim.id = event.claim_id
left join analyst on analyst.id = event.actor;
CREATE INDEX api_token_of on api_token (analyst_id);
CREATE UNIQUE INDEX login_id on login (id);
CREATE INDEX login_of on login (analyst_id);
CREATE INDEX decision_article on decision (article_id, ruling);
CREATE INDEX decision_event on decision (event_id);
CREATE INDEX decision_sent_back on decision (claim_id) where ruling = 'sent_back';
CREATE INDEX comment_claim on comment (claim_id, seq);
CREATE INDEX tally_worst on tally (place, claim_id) where waits = 1;
CREATE INDEX tally_waiting on tally (tags, place, claim_id, article_id) where waits = 1;
CREATE INDEX tally_waiting_article on tally (article_id, tags) where waits = 1;
CREATE INDEX tally_agreed on tally (article_id) where agreed = 1;
CREATE INDEX tally_article on tally (article_id);
CREATE INDEX event_tagging on event (actor, seq)
where kind in ('claim.answer', 'claim.clear', 'note.write', 'split.wish');
CREATE VIEW disagreements as
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
where tally.different > 1;
CREATE VIEW adjudicated as
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
left join analyst on analyst.id = decision.reviewer_id;
CREATE INDEX source_added on source (added_by);
CREATE INDEX evidence_claim on evidence (claim_id, analyst_id);
CREATE INDEX evidence_article on evidence (article_id, analyst_id);
CREATE INDEX evidence_own on evidence (analyst_id, source_id);
CREATE INDEX evidence_shared on evidence (article_id, source_id) where shared = 1;
CREATE INDEX evidence_resting on evidence (claim_id, source_id, analyst_id, article_id, shared)
where stance = 'supports' and withdrawn_at is null;
CREATE INDEX evidence_source on evidence (source_id) where source_id is not null;
CREATE INDEX evidence_file on evidence (file_sha256) where file_sha256 is not null;
CREATE VIEW evidence_long as
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
left join file on file.sha256 = evidence.file_sha256;
COMMIT;
