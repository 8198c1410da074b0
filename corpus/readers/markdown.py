"""Markdown (CommonMark): blocks as marked; inline markup taken out of their text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from markdown_it import MarkdownIt
from markdown_it.token import Token

from corpus.about import About
from corpus.assemble import assemble
from corpus.blocks import (
    RawBlock,
    fold,
    list_marker,
    looks_like_heading,
    mark_continuations,
)
from corpus.decode import decode
from corpus.limits import check_characters
from corpus.lines import ends_with_stop
from corpus.model import Article, BlockKind
from corpus.readers.front_matter import front_matter

READER = "markdown/1"

# Two passes: most paragraphs have no inline markup, and looking for it is the slow part.
_BLOCKS = MarkdownIt("commonmark").enable("table").disable(["inline", "text_join"])
_INLINE = MarkdownIt("commonmark").enable("strikethrough")
_MAY_BE_MARKUP = re.compile(r"[\\`*_\[<&~]")
_WORD_CHARACTER = re.compile(r"\w")
_LINE_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
_ANY_BREAKS = re.compile("[\n\r\x85\u2028\u2029]+")


@dataclass(frozen=True, slots=True)
class _Found:
    """One block of prose: where its source lies, and its text without markup (line breaks kept)."""

    kind: BlockKind
    start: int
    end: int
    text: str
    level: int
    marker: str
    top: bool  # not within a list or a quotation
    strong: bool  # nothing but bold text


@dataclass(slots=True)
class _Nesting:
    """What surrounds the token at hand."""

    lists: int = 0
    quotes: int = 0
    tables: int = 0
    marker: str = ""
    item_begun: bool = False


def read_markdown(data: bytes, name: str, encoding: str | None, about: About) -> Article:
    decoded = decode(data, name, encoding)
    check_characters(len(decoded.text), name)
    source = decoded.text
    matter = front_matter(source)
    found = list(_found(source, matter.end))
    text, blocks = _assembled_text(source, found)
    about = _either(about, matter.about)
    blocks = _with_titles(text, mark_continuations(blocks), about.title)
    return assemble(data, name, decoded, text, blocks, about, READER, matter.notices)


def _either(first: About, second: About) -> About:
    return About(
        title=first.title or second.title,
        author=first.author or second.author,
        published=first.published or second.published,
        url=first.url or second.url,
        language=first.language or second.language,
    )


def _found(source: str, begin: int) -> Iterator[_Found]:
    """The blocks of prose after the front matter, in order."""
    lines = source[begin:].split("\n")
    starts = _line_starts(lines, begin)
    nesting = _Nesting()
    opening: Token | None = None
    references: dict[str, object] = {}
    for token in _BLOCKS.parse(source[begin:], references):
        if token.type == "inline" and opening is not None and not nesting.tables:
            children = _inline(token.content, references)
            block = _block(token, children, opening, nesting, lines, starts)
            if block is not None:
                yield block
        elif token.type in ("paragraph_open", "heading_open"):
            opening = token
        else:
            _follow(nesting, token)


def _line_starts(lines: Sequence[str], begin: int) -> list[int]:
    starts = []
    for line in lines:
        starts.append(begin)
        begin += len(line) + 1
    return starts


def _follow(nesting: _Nesting, token: Token) -> None:
    """Keep count of the lists, quotations and tables around."""
    match token.type:
        case "bullet_list_open" | "ordered_list_open" | "bullet_list_close" | "ordered_list_close":
            nesting.lists += token.nesting
        case "blockquote_open" | "blockquote_close":
            nesting.quotes += token.nesting
        case "table_open" | "table_close":
            nesting.tables += token.nesting
        case "list_item_open":
            nesting.marker = token.info + token.markup
            nesting.item_begun = False


def _inline(content: str, references: dict[str, object]) -> Sequence[Token] | None:
    """The inline tokens of a block, or None when nothing in it is markup."""
    if not _MAY_BE_MARKUP.search(content):
        return None
    return _INLINE.parseInline(content, references)[0].children or []


def _block(
    token: Token,
    children: Sequence[Token] | None,
    opening: Token,
    nesting: _Nesting,
    lines: Sequence[str],
    starts: Sequence[int],
) -> _Found | None:
    kind, level, marker = _kind(opening, nesting)
    content = [line.strip() for line in token.content.split("\n")]
    rendered = "\n".join(content) if children is None else _without_markup(children)
    if token.map is None or not _WORD_CHARACTER.search(rendered):
        return None
    first = _first_line(token.map, lines, content[0])
    columns = [
        _column(lines[first + index], line, opening.markup) for index, line in enumerate(content)
    ]
    last = first + len(content) - 1
    end = columns[-1] + len(content[-1])
    if rendered == "\n".join(content):  # no markup: then not even a trailing space may go
        inner = [lines[first + index][column:] for index, column in enumerate(columns[:-1])]
        rendered = "\n".join([*inner, content[-1]])
    return _Found(
        kind,
        starts[first] + columns[0],
        starts[last] + end,
        rendered,
        level,
        marker,
        top=not nesting.lists and not nesting.quotes,
        strong=children is not None and _is_strong(children),
    )


def _kind(opening: Token, nesting: _Nesting) -> tuple[BlockKind, int, str]:
    if opening.type == "heading_open":
        return "heading", int(opening.tag[1:]), ""
    if nesting.lists and not nesting.item_begun:
        nesting.item_begun = True
        return "list-item", nesting.lists, nesting.marker
    if nesting.lists:
        return "list-continuation", nesting.lists, ""
    return ("quote" if nesting.quotes else "paragraph"), 0, ""


def _first_line(lines_of_token: Sequence[int], lines: Sequence[str], content: str) -> int:
    """Where the content begins: the parser drops leading lines of nothing but, say, NBSP."""
    first, after = lines_of_token
    return next((at for at in range(first, after) if content in lines[at]), first)


def _column(line: str, content: str, markup: str) -> int:
    """Where `content` begins in its line, after the marks of headings, lists and quotations."""
    if markup.startswith("#"):
        return max(line.find(content, line.find(markup) + len(markup)), 0)
    return max(line.rstrip().rfind(content), 0)


def _without_markup(children: Sequence[Token]) -> str:
    """The words of a block as a page shows them, each line stripped, line breaks kept."""
    parts: list[str] = []
    for child in children:
        if child.type in ("softbreak", "hardbreak"):
            parts.append("\n")
        elif child.type in ("text", "code_inline"):
            parts.append(_ANY_BREAKS.sub(" ", child.content))
        elif child.type == "html_inline" and _LINE_BREAK.match(child.content):
            parts.append(" ")
    return "\n".join(line.strip() for line in "".join(parts).split("\n")).strip()


def _is_strong(children: Sequence[Token]) -> bool:
    """Whether a block is bold from end to end, as some write their headings."""
    shown = [child for child in children if child.type != "text" or child.content.strip()]
    types = [child.type for child in shown]
    return (
        len(types) > 2
        and types[0] == "strong_open"
        and types.index("strong_close") == len(types) - 1
        and "softbreak" not in types
    )


def _assembled_text(source: str, found: Sequence[_Found]) -> tuple[str, list[RawBlock]]:
    """The source with each block's text in the place of its marked-up source; and the blocks."""
    unmarked = not any(block.kind == "heading" or _is_bold_heading(block) for block in found)
    parts: list[str] = []
    blocks: list[RawBlock] = []
    done = length = 0
    level = 1
    for index, block in enumerate(found):
        between = source[done : block.start]
        parts += (between, block.text.replace("\n", " "))
        at = length + len(between)
        if block.kind == "heading":
            level = block.level
        if block.kind == "paragraph" and block.top:
            look_alike = unmarked and index + 1 < len(found) and _looks_like_heading(block)
            if look_alike or _is_bold_heading(block):
                depth = 1 if unmarked and not blocks else min(level + 1, 6)
                blocks.append(RawBlock("heading", at, at + len(block.text), depth))
            else:
                blocks += _paragraphs_and_items(block.text, at)
        else:
            blocks.append(RawBlock(block.kind, at, at + len(block.text), block.level, block.marker))
        length = at + len(block.text)
        done = block.end
    parts.append(source[done:])
    return "".join(parts), blocks


def _looks_like_heading(block: _Found) -> bool:
    return (
        "\n" not in block.text
        and looks_like_heading(block.text)
        and list_marker(block.text) is None
    )


def _is_bold_heading(block: _Found) -> bool:
    return block.strong and block.top and block.kind == "paragraph" and _looks_like_heading(block)


def _paragraphs_and_items(text: str, at: int) -> Iterator[RawBlock]:
    """A paragraph, or the items in it whose markers (`1-`, `a)`) Markdown does not know."""
    start = position = 0
    lines = text.split("\n")
    itemised = list_marker(lines[0]) is not None
    previous = ""
    for line in lines:
        begins = list_marker(line) is not None and (itemised or ends_with_stop(previous))
        if begins and position > start:
            yield _paragraph_or_item(text[start : position - 1], at + start)
            start = position
        position += len(line) + 1
        previous = line
    yield _paragraph_or_item(text[start:], at + start)


def _paragraph_or_item(text: str, at: int) -> RawBlock:
    stripped = text.rstrip()
    marker = list_marker(stripped)
    if marker is None:
        return RawBlock("paragraph", at, at + len(stripped))
    return RawBlock("list-item", at + marker.end(), at + len(stripped), 1, marker["marker"])


def _with_titles(text: str, blocks: Sequence[RawBlock], title: str) -> list[RawBlock]:
    """The blocks with the title found among them, and what repeats it."""
    title = fold(title)
    first: int | None = None
    if title:
        same = (at for at, block in enumerate(blocks) if _may_be_title(text, block, title))
        first = next(same, None)
    else:
        first = _title_heading(blocks)
        if first is not None:
            title = fold(text[blocks[first].start : blocks[first].end])
    if first is None:
        return list(blocks)
    return [
        replace(block, kind="title" if at == first else "title-repeat")
        if at == first or (at > first and _may_be_title(text, block, title))
        else block
        for at, block in enumerate(blocks)
    ]


def _title_heading(blocks: Sequence[RawBlock]) -> int | None:
    """The first heading of level 1, or the first heading of all when no text stands before it."""
    headings = [at for at, block in enumerate(blocks) if block.kind == "heading"]
    top = next((at for at in headings if blocks[at].level == 1), None)
    return top if top is not None else (0 if headings[:1] == [0] else None)


def _may_be_title(text: str, block: RawBlock, title: str) -> bool:
    """Whether the block, a heading or a paragraph, is word for word the (folded) title."""
    if block.kind not in ("heading", "paragraph") or block.end - block.start > 4 * len(title) + 40:
        return False
    return fold(text[block.start : block.end]) == title
