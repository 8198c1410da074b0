"""Articles, their revisions, blocks and claims: adding them, and the questions asked about them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import Final

from sqlite_utils import Database

from corpus.model import Article
from db.errors import NotFoundError
from db.model import ArticleLoaded, ArticleRow, BlockRow, ClaimRow, Event
from db.transaction import Transaction
from db.worklist import listed as listed

_ARTICLE: Final = """
select
  article.id, article.title, article.author, article.published, article.url, article.language,
  article.name, article.loaded_at, revision.id, revision.number, revision.claims
from article
join revision on revision.article_id = article.id and revision.number = (
  select max(number) from revision as newest where newest.article_id = article.id
)
"""


LARGEST_ID: Final = 2**63 - 1  # what SQLite can compare


def sha256(data: bytes | str) -> str:
    """Hex SHA-256 of bytes, or of the UTF-8 of a text."""
    return hashlib.sha256(data.encode() if isinstance(data, str) else data).hexdigest()


def add(tx: Transaction, actor: str, article: Article) -> ArticleRow:
    """Store an article with its texts, blocks and claims."""
    content = ArticleLoaded(
        original_sha256=sha256(article.original),
        text_sha256=sha256(article.text),
        name=article.name,
        title=article.title,
        author=article.author,
        published=article.published,
        url=article.url,
        language=article.language,
        encoding=article.encoding,
        reader=article.reader,
        segmenter=article.segmenter,
        blocks=tuple((b.kind, b.level, b.marker, b.start, b.end) for b in article.blocks),
        claims=tuple(
            (position, start, end)
            for position, block in enumerate(article.blocks, 1)
            for start, end in block.sentences
        ),
    )
    tx.db.execute(
        "insert into original (sha256, bytes) values (?, ?) on conflict do nothing",
        [content.original_sha256, article.original],
    )
    tx.db.execute(
        "insert into body (sha256, text) values (?, ?) on conflict do nothing",
        [content.text_sha256, article.text],
    )
    article_id = _next(tx.db, "article")
    event = tx.append(actor, content, article_id=article_id)
    apply(tx.db, event, content, article.text)
    return get(tx.db, article_id)


def apply(db: Database, event: Event, content: ArticleLoaded, text: str) -> None:
    """Write the rows that follow from a load event and the text it names."""
    article_id, revision_id = event.article_id, _next(db, "revision")
    first_block, first_claim = _next(db, "block"), _next(db, "claim")
    db.execute(
        """
        insert into article
          (id, title, author, published, url, language, name, loaded_at)
        values (?, ?, ?, ?, ?, ?, ?, ?)
        """,
        [
            article_id,
            content.title,
            content.author,
            content.published,
            content.url,
            content.language,
            content.name,
            event.at,
        ],
    )
    db.execute(
        """
        insert into revision
          (id, article_id, number, text_sha256, original_sha256, encoding, reader, segmenter,
           claims, loaded_at)
        values (?, ?, 1, ?, ?, ?, ?, ?, ?, ?)
        """,
        [
            revision_id,
            article_id,
            content.text_sha256,
            content.original_sha256,
            content.encoding,
            content.reader,
            content.segmenter,
            len(content.claims),
            event.at,
        ],
    )
    db.conn.executemany(
        """
        insert into block (id, revision_id, position, kind, level, marker, start, end)
        values (?, ?, ?, ?, ?, ?, ?, ?)
        """,
        ((first_block + i, revision_id, i + 1, *block) for i, block in enumerate(content.blocks)),
    )
    db.conn.executemany(
        """
        insert into claim
          (id, article_id, revision_id, block_id, position, start, end, text, sha256)
        values (?, ?, ?, ?, ?, ?, ?, ?, ?)
        """,
        (
            (
                first_claim + i,
                article_id,
                revision_id,
                first_block + block - 1,
                i + 1,
                start,
                end,
                text[start:end],
                sha256(text[start:end]),
            )
            for i, (block, start, end) in enumerate(content.claims)
        ),
    )


def find_text(db: Database, text_sha256: str) -> ArticleRow | None:
    """The article that holds this very text, in any revision; the first one loaded."""
    row = db.execute(
        f"""
        {_ARTICLE}
        where article.id = (
          select min(article_id) from revision where text_sha256 = ?
        )
        """,
        [text_sha256],
    ).fetchone()
    return ArticleRow(*row) if row else None


def get(db: Database, article_id: int) -> ArticleRow:
    """The article with this id.

    Raises:
        NotFoundError: There is none.
    """
    row = None
    if abs(article_id) <= LARGEST_ID:
        row = db.execute(f"{_ARTICLE} where article.id = ?", [article_id]).fetchone()
    if row is None:
        raise NotFoundError(f"There is no article {article_id} in this project.")
    return ArticleRow(*row)


def get_claim(db: Database, claim_id: int) -> ClaimRow:
    """The claim with this id.

    Raises:
        NotFoundError: There is none.
    """
    row = None
    if abs(claim_id) <= LARGEST_ID:
        row = db.execute(
            """
            select id, article_id, block_id, position, start, end, text, sha256
            from claim where id = ?
            """,
            [claim_id],
        ).fetchone()
    if row is None:
        raise NotFoundError(f"There is no claim {claim_id} in this project.")
    return ClaimRow(*row)


def text_of_claim(db: Database, claim_id: int) -> str:
    """The text of the revision that a claim is in, to which offsets point."""
    row = db.execute(
        """
        select body.text
        from claim
        join revision on revision.id = claim.revision_id
        join body on body.sha256 = revision.text_sha256
        where claim.id = ?
        """,
        [claim_id],
    ).fetchone()
    if row is None:
        raise NotFoundError(f"There is no claim {claim_id} in this project.")
    return str(row[0])


def numbered(db: Database, article_id: int, position: int) -> int:
    """The id of the claim that the pages call by this number, in the newest revision.

    Raises:
        NotFoundError: There is none.
    """
    row = None
    if abs(position) <= LARGEST_ID:
        row = db.execute(
            """
            select id from claim where article_id = ? and position = ?
            order by revision_id desc limit 1
            """,
            [article_id, position],
        ).fetchone()
    if row is None:
        raise NotFoundError(f"There is no claim number {position} in article {article_id}.")
    return int(row[0])


def listing(
    db: Database, *, newest_first: bool = False, limit: int | None = None, offset: int = 0
) -> list[ArticleRow]:
    """Articles in the order they were loaded, or the other way round.

    All rows before `offset` are read as well: count it from the nearer end.
    """
    rows = db.execute(
        f"{_ARTICLE} order by article.id {'desc' if newest_first else 'asc'} limit ? offset ?",
        [-1 if limit is None else limit, offset],
    )
    return [ArticleRow(*row) for row in rows]


def titles_shown(db: Database, analyst_id: str) -> list[tuple[int, str]]:
    """Id and title of the articles on which others' work has been shown to somebody."""
    rows = db.execute(
        """
        select article.id, article.title
        from exposure join article on article.id = exposure.article_id
        where exposure.analyst_id = ?
        order by exposure.article_id
        """,
        [analyst_id],
    )
    return list(rows)


def behind(db: Database, article_id: int, *, limit: int) -> list[ArticleRow]:
    """The articles loaded after this one, in the order they were loaded."""
    rows = db.execute(
        f"{_ARTICLE} where article.id > ? order by article.id limit ?", [article_id, limit]
    )
    return [ArticleRow(*row) for row in rows]


def count(db: Database) -> int:
    """How many articles the project holds."""
    return int(db.execute("select count(*) from article").fetchone()[0])


def blocks(db: Database, revision_id: int) -> list[BlockRow]:
    """The blocks of a revision in reading order, each with its text."""
    body = text(db, revision_id)
    rows = db.execute(
        """
        select id, position, kind, level, marker, start, end
        from block
        where revision_id = ?
        order by position
        """,
        [revision_id],
    )
    return [
        BlockRow(id, position, kind, level, marker, start, end, body[start:end])
        for id, position, kind, level, marker, start, end in rows
    ]


def any_loaded(db: Database) -> bool:
    """Whether the project has an article."""
    return db.execute("select 1 from article limit 1").fetchone() is not None


def block_of(db: Database, claim: ClaimRow) -> BlockRow:
    """The block that a claim stands in, with its text."""
    row = db.execute(
        """
        select block.id, position, kind, level, marker, start, end, revision_id
        from block where block.id = ?
        """,
        [claim.block_id],
    ).fetchone()
    id, position, kind, level, marker, start, end, revision_id = row
    body = text(db, revision_id)
    return BlockRow(id, position, kind, level, marker, start, end, body[start:end])


def claims_of(
    db: Database, revision_id: int, *, after: int = 0, limit: int | None = None
) -> list[ClaimRow]:
    """The claims of a revision in reading order, all or those behind the position `after`."""
    rows = db.execute(
        """
        select id, article_id, block_id, position, start, end, text, sha256
        from claim
        where revision_id = ? and position > ?
        order by position
        limit ?
        """,
        [revision_id, after, -1 if limit is None else limit],
    )
    return [ClaimRow(*row) for row in rows]


def places_of(db: Database, revision_id: int) -> list[tuple[int, int, int]]:
    """The claims of a revision in reading order, as (start, end, position); code points."""
    rows = db.execute(
        "select start, end, position from claim where revision_id = ? order by position",
        [revision_id],
    )
    return [(start, end, position) for start, end, position in rows]


def claims(db: Database, article_id: int | None = None) -> Iterator[ClaimRow]:
    """The claims of the newest revisions, of one article or of all, in reading order."""
    if article_id is not None:
        get(db, article_id)
    rows = db.execute(
        f"""
        select id, article_id, block_id, position, start, end, text, sha256
        from claim
        {"" if article_id is None else "where article_id = :article_id"}
        order by article_id, position
        """,
        {"article_id": article_id},
    )
    return (ClaimRow(*row) for row in rows)


def text(db: Database, revision_id: int) -> str:
    """The normalised text of a revision."""
    row = db.execute(
        """
        select body.text
        from revision join body on body.sha256 = revision.text_sha256
        where revision.id = ?
        """,
        [revision_id],
    ).fetchone()
    return str(row[0])


def original(db: Database, revision_id: int) -> bytes:
    """The bytes a revision was read from."""
    row = db.execute(
        """
        select original.bytes
        from revision join original on original.sha256 = revision.original_sha256
        where revision.id = ?
        """,
        [revision_id],
    ).fetchone()
    return bytes(row[0])


def _next(db: Database, table: str) -> int:
    return int(db.execute(f"select coalesce(max(id), 0) + 1 from {table}").fetchone()[0])
