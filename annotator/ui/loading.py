"""The dialog that loads an article: pasted, uploaded or the sample, looked at before."""

from __future__ import annotations

import codecs
import itertools
import re
from collections.abc import Callable
from datetime import date
from typing import Final

import streamlit as st

import corpus
from annotator import running, workflow
from annotator.identity import Actor, NotAllowedError
from annotator.ui import parts, say, session
from annotator.ui.say import literally
from annotator.words import counted
from annotator.workflow import Loaded, WorkflowError
from db.errors import StoreError

_FIRST: Final = 3  # claims that are shown before they are loaded
_MEGABYTES: Final = corpus.MAX_BYTES // (1024 * 1024)
_LOOKS_LIKE_MARKDOWN: Final = re.compile(r"^(?:#{1,6} |[*+-] |> |---\s*$)", re.MULTILINE)
_FROM_TEXT: Final = ""
_LANGUAGES: Final = {
    _FROM_TEXT: "as the text says, else English",
    "en": "English",
    "ar": "Arabic",
    "zh": "Chinese",
    "nl": "Dutch",
    "fr": "French",
    "de": "German",
    "he": "Hebrew",
    "it": "Italian",
    "ja": "Japanese",
    "fa": "Persian",
    "pl": "Polish",
    "pt": "Portuguese",
    "ru": "Russian",
    "es": "Spanish",
    "tr": "Turkish",
    "uk": "Ukrainian",
}
_ENCODINGS: Final = {
    _FROM_TEXT: "as found",
    "utf-8": "UTF-8",
    "utf-16": "UTF-16",
    "cp1252": "Windows-1252, western",
    "iso8859-15": "ISO 8859-15, western",
    "cp1250": "Windows-1250, central European",
    "iso8859-2": "ISO 8859-2, central European",
    "cp1251": "Windows-1251, Cyrillic",
    "koi8-r": "KOI8-R, Cyrillic",
    "cp1253": "Windows-1253, Greek",
    "cp1254": "Windows-1254, Turkish",
    "cp1255": "Windows-1255, Hebrew",
    "cp1256": "Windows-1256, Arabic",
    "gb18030": "GB 18030, Chinese",
    "big5": "Big5, Chinese",
    "shift_jis": "Shift JIS, Japanese",
    "euc-kr": "EUC-KR, Korean",
}


@st.dialog("Load an article", width="medium")
def dialog() -> None:
    """The dialog itself."""
    contents()


def contents() -> None:
    """Paste, upload or sample; nothing is stored before Load."""
    paste, upload, sample = st.tabs(["Paste", "Upload", "Sample"])
    with paste:
        _paste()
    with upload:
        _upload()
    with sample:
        st.text(
            "A short briefing with headings, a list and quotations, to try everything with.",
        )
        if st.button("Load the sample", type="primary", key="go-load-sample"):
            _take(lambda actor: workflow.load_sample(running.store(), actor))


def looks_like_markdown(text: str) -> bool:
    """Whether a pasted text has headings, lists, quotes or front matter as Markdown writes them."""
    return bool(_LOOKS_LIKE_MARKDOWN.search(text))


def found(article: corpus.Article) -> str:
    """What reading it found, in a line: `42 claims found, 3 headings.`"""
    pieces = [piece.kind for piece in article.pieces()]
    claims, headings = pieces.count("sentence"), pieces.count("heading")
    with_headings = f", {counted(headings, 'heading')}" if headings else ""
    return f"{counted(claims, 'claim')} found{with_headings}."


def telling(article: corpus.Article) -> str:
    """The first claim with a letter that another encoding would show differently, or nothing."""
    return next(
        (
            piece.text
            for piece in article.pieces()
            if piece.kind == "sentence" and not piece.text.isascii()
        ),
        "",
    )


def is_certain(data: bytes) -> bool:
    """Whether the bytes themselves say which letters they mean."""
    if data.startswith((codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return True
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _claims(article: corpus.Article) -> str:
    claims = sum(len(block.sentences) for block in article.blocks)
    return counted(claims, "claim")


def _paste() -> None:
    text = st.text_area(
        "Text",
        height=200,
        placeholder="Paste the article, headings and all. Plain text or Markdown.",
        persist_state="page",  # closing the dialog by accident loses nothing
        key="pasted",
    )
    parts.focus("pasted")
    name = "pasted text.md" if looks_like_markdown(text) else "pasted text"
    data = text.encode("utf-8", "replace") if text.strip() else None
    _offer(data, name, "paste", nothing="Paste a text first, then load it.")


def _upload() -> None:
    file = st.file_uploader(
        f"Text or Markdown, up to {_MEGABYTES} MB",
        type=None,  # whatever it is, the reader knows more and says it better
        key="uploaded",
    )
    data, name = (file.getvalue(), file.name) if file else (None, "")
    _offer(data, name, "upload")


def _offer(data: bytes | None, name: str, where: str, *, nothing: str = "") -> None:
    """What is known of a text, what is found in it, and the button that takes it.

    Args:
        nothing: What is said to whoever takes a text that is not there, because it may not have
            left its field yet. Without, the button waits for one.
    """
    # Above what is found: that comes when the text loses the focus, under the pointer that clicks.
    place = st.container(key=f"take-{where}")
    line = st.container(key=f"found-{where}")
    letters = st.container(key=f"letters-{where}")
    details = st.expander("Title, author, date and more, where the text does not say it")
    with details:
        about = _about(where)
    if where == "upload":
        # A guess is nothing to be looked for: the choice stands beside what it led to.
        with details if data is None or is_certain(data) else letters:
            about["encoding"] = _encoding()
    article = None
    with line:
        if data is not None:
            article = _read(data, name, about)
    with place:
        label = f"Load as {_claims(article)}" if article else "Load"
        wanted = st.button(
            literally(label),
            type="primary",
            disabled=article is None and not nothing,
            key=f"go-load-{where}",
        )
    if article is not None and wanted:
        ready = article
        with line:
            _take(lambda actor: workflow.add_article(running.store(), actor, ready))
    elif data is None:
        with line:
            st.text(
                nothing
                if wanted
                else "What is found in it is shown here, before anything is stored."
            )


def _read(data: bytes, name: str, about: dict[str, str]) -> corpus.Article | None:
    """The article in the bytes, and what was found in it; or why there is none."""
    try:
        with st.spinner("Reading the text"):
            article = corpus.read(data, name, **about)
    except corpus.ReadError as refusal:
        say.error(str(refusal))
        return None
    st.text(found(article))
    st.text(f"Title: {article.title}")
    for notice in article.notices:
        st.text(notice)
    sample = "" if is_certain(data) else telling(article)
    with st.container(key="quote-found", gap="xxsmall"):
        if sample:
            st.text(sample)
        else:
            sentences = (piece.text for piece in article.pieces() if piece.kind == "sentence")
            for number, sentence in enumerate(itertools.islice(sentences, _FIRST), start=1):
                st.text(f"{number}  {sentence}")
    return article


def _encoding() -> str:
    return st.selectbox(
        "Encoding",
        list(_ENCODINGS),
        format_func=lambda code: _ENCODINGS.get(code, code),
        accept_new_options=True,
        filter_mode="contains",
        help="When letters with accents look wrong. Another one: write its name.",
        width=320,
        key="upload-encoding",
    )


def _about(where: str) -> dict[str, str]:
    """What somebody says of the article, as `corpus.read` takes it; empty: ask the text."""
    title = st.text_input("Title", placeholder="else the first line", key=f"{where}-title")
    left, right = st.columns(2)
    author = left.text_input("Author", key=f"{where}-author")
    day = right.date_input(
        "Date",
        None,
        format="YYYY-MM-DD",
        min_value=date(1400, 1, 1),
        key=f"{where}-date",
    )
    url = left.text_input("Address", placeholder="https://", key=f"{where}-url")
    language = right.selectbox(
        "Language",
        list(_LANGUAGES),
        format_func=lambda code: _LANGUAGES.get(code, code),
        accept_new_options=True,
        filter_mode="contains",
        help="Another one: write its code, such as pt-BR.",
        key=f"{where}-language",
    )
    return {
        "title": title,
        "author": author,
        "published": day.isoformat() if day else "",
        "url": url,
        "language": language,
        "encoding": "utf-8",
    }


def _take(load: Callable[[Actor], Loaded]) -> None:
    """Load, then close the dialog; what goes wrong is said in it."""
    store = running.store()
    try:
        with st.spinner("Loading"):
            loaded = load(session.actor(store))
    except (corpus.ReadError, StoreError, WorkflowError, NotAllowedError) as refusal:
        say.refused(refusal)
        return
    if loaded.already:
        session.leave_message(
            f"Nothing was changed: this text is here already, as “{loaded.title}”."
        )
    else:
        session.leave_article(loaded.article_id)
    st.rerun()
