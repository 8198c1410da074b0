"""The codebook, from the scheme the answers are stored under."""

from __future__ import annotations

import html
import re
from typing import Final
from urllib.parse import quote

import streamlit as st

from annotator import key_sets, running, schemes
from annotator.identity import Subject, may
from annotator.scheme import Scheme, Step, Tag
from annotator.ui import codebook_form, codebook_lists, marks, places, say, session
from annotator.ui.say import literally
from annotator.words import counted
from db import preferences, reviews

_KEY: Final = re.compile("^([A-Z]):")  # of the desk, where a step says what to press


def page() -> None:
    """Draw the page."""
    store = running.store()
    actor = session.actor(store)
    edits, decides = may(actor, "scheme"), may(actor, "decide", Subject(0))
    for message in session.take_messages():
        say.passing(message)
    with store.read() as db:
        scheme, preferred = schemes.current(db), preferences.of(db, actor.id)
        unclear = reviews.count_ruled(db, actor.id, "rule_unclear") if decides else 0
        found = codebook_lists.drafts(db, actor) if unclear else []
        unseen = edits and not unclear and reviews.any_unclear(db)
        draft = codebook_lists.draft_of(db, actor, session.chosen_claim()) if decides else None
    entry = session.chosen_entry()
    if edits and entry is not None and codebook_form.draw(scheme, entry, draft):
        return
    _unclear(unclear)
    if unseen:
        with st.container(key="unclear", horizontal=True, vertical_alignment="center"):
            st.text("A reviewer found a rule unclear. To see where:", width="content")
            places.link("review", "Open Review")
    with st.container(key="open-desk"):
        places.link("tag", "Go tagging")
    st.html(guide(key_sets.with_own_keys(scheme, preferred), edits=edits))
    with st.container(key="guide-more"):
        if edits and st.button("New ruling", key="new-ruling"):
            session.choose_entry(codebook_form.NEW)
            st.rerun()
        if found:
            codebook_lists.show_drafts(found, total=unclear, edits=edits)
        with store.read() as db:
            codebook_lists.show_versions(db, with_votes=may(actor, "see-progress"))


def _unclear(number: int) -> None:
    """For reviewers: the way to the claims whose rule they found unclear, drafts of rulings."""
    if number:
        with st.container(key="unclear", horizontal=True, vertical_alignment="center"):
            st.text("The codebook wants a ruling:", width="content")
            label = f"{counted(number, 'claim')} whose rule is unclear"
            places.link("review", literally(label), {"state": "decided", "ruling": "rule_unclear"})


def guide(scheme: Scheme, *, edits: bool = False) -> str:
    """The whole codebook as HTML; its words are escaped.

    Args:
        edits: Whether the reader may change it, and gets the ways to that.
    """
    parts = [
        (name, title, body)
        for name, title, body in (
            ("order", "Stop at the first yes", _order(scheme)),
            ("answers", "The answers", "".join(_tag(scheme, tag, edits) for tag in scheme.tags)),
            ("identifiable", "Identifiable", _identifiable(scheme)),
            ("actions", "Not answers", _actions(scheme)),
            ("rulings", "Rulings", _rulings(scheme, edits)),
        )
        if body
    ]
    contents = "".join(f'<a href="#{name}">{html.escape(title)}</a>' for name, title, _ in parts)
    sections = "".join(
        f'<section id="{name}"><h2>{html.escape(title)}</h2>{body}</section>'
        for name, title, body in parts
    )
    return f"""
        <div class="ca-guide">
        <nav aria-label="On this page">{contents}</nav>
        <div>
        <header><h1>Guide</h1>
        <p>The codebook: tag scheme “{_text(scheme.name)}”, version {scheme.version}.
        {_text(scheme.advice)}</p>
        {_about(scheme)}</header>
        {sections}
        {f'<p class="ca-grounds">{_text(scheme.grounds)}</p>' if scheme.grounds else ""}
        </div>
        </div>"""


def _about(scheme: Scheme) -> str:
    told = " ".join(
        f"<b>{word}:</b> {_text(text)}"
        for word, text in (("Unit", scheme.unit), ("Context", scheme.context))
        if text
    )
    return told and f"<p>{told}</p>"


def _edit(entry: str, what: str) -> str:
    """The way to the form of an entry."""
    address = f"/guide?edit={quote(entry)}"
    label = html.escape(f"Edit {what}")
    return f'<a class="ca-edit" href="{html.escape(address)}" aria-label="{label}">Edit</a>'


def _order(scheme: Scheme) -> str:
    steps: list[str] = []
    after: list[str] = []
    for step in scheme.order:
        shown = f"{_text(step.question)}<span>{_answer(scheme, step)}</span>"
        (steps if scheme.is_numbered(step) else after).append(shown)
    numbered = "".join(f"<li>{step}</li>" for step in steps)
    return (f'<ol class="ca-steps">{numbered}</ol>' if steps else "") + "".join(
        f'<p class="ca-step">{step}</p>' for step in after
    )


def _answer(scheme: Scheme, step: Step) -> str:
    if not step.tag:
        return _KEY.sub(r"<kbd>\1</kbd>", _text(step.action))
    reason = f" <small>{_words(step.reason)}</small>" if step.reason else ""
    return f"{marks.letter(scheme.tag(step.tag))}{_text(step.tag)}{reason}"


def _tag(scheme: Scheme, tag: Tag, edits: bool) -> str:
    examples = "".join(
        f"<li><span>{_text(example.text)}</span>"
        + (f" <small>{_text(example.remark)}</small>" if example.remark else "")
        + "</li>"
        for example in tag.examples
    )
    reasons = ""
    if tag.takes_reasons:
        told = "; ".join(
            f"<b>{_words(reason.name)}</b>{', ' * bool(reason.meaning)}{_text(reason.meaning)}"
            for reason in scheme.explained_reasons
        )
        reasons = f"<p>A reason can go with it: {told}.</p>"
    return (
        f'<div class="ca-answer" style="{marks.example_line(tag)}">{marks.letter(tag)}'
        f"<div><h3>{_text(tag.name)} <kbd>{_text(tag.key.upper())}</kbd>"
        f"{_edit(codebook_form.entry_of_tag(tag), tag.name) if edits else ''}</h3>"
        f"<p>{_text(tag.meaning)}</p>{reasons}"
        + (f"<ul>{examples}</ul>" if examples else "")
        + "</div></div>"
    )


def _identifiable(scheme: Scheme) -> str:
    told = f"<p>{_text(scheme.identifiable)}</p>" if scheme.identifiable else ""
    no = f"<p>Not: {_text(scheme.not_identifiable)}.</p>" if scheme.not_identifiable else ""
    return told + no


def _actions(scheme: Scheme) -> str:
    return "".join(f"<p>{_text(action)}</p>" for action in scheme.actions)


def _rulings(scheme: Scheme, edits: bool) -> str:
    rows = "".join(_ruling(scheme, n, edits) for n in range(len(scheme.rulings)))
    return rows and (
        '<table><thead><tr><th scope="col">Case</th><th scope="col">Ruling</th></tr></thead>'
        f"<tbody>{rows}</tbody></table>"
    )


def _ruling(scheme: Scheme, place: int, edits: bool) -> str:
    ruling = scheme.rulings[place]
    way = _edit(codebook_form.entry_of_ruling(place), ruling.case) if edits else ""
    letters = "".join(marks.letter(scheme.tag(tag)) for tag in ruling.tags)
    return (
        f'<tr><th scope="row">{_text(ruling.case)}{way}</th>'
        f'<td><span class="ca-letters">{letters}</span>{_words(ruling.ruling)}</td></tr>'
    )


def _words(text: str) -> str:
    """The text with the names of reasons as the desk writes them."""
    return _text(text.replace("_", " "))


def _text(words: str) -> str:
    return html.escape(words)
