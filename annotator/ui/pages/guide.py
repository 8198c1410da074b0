"""The codebook, from the scheme the answers are stored under."""

from __future__ import annotations

import html
import re
from typing import Final

import streamlit as st

from annotator import running
from annotator.scheme import Ruling, Scheme, Step, Tag, default_scheme
from annotator.ui import marks, places, session
from annotator.ui.say import literally
from annotator.words import counted
from db import reviews

_KEY: Final = re.compile("^([A-Z]):")  # of the desk, where a step says what to press


def page() -> None:
    """Draw the page."""
    _unclear()
    with st.container(key="open-desk"):
        places.link("tag", "Go tagging")
    st.html(guide(default_scheme()))


def _unclear() -> None:
    """For reviewers: the way to the claims whose rule they found unclear, drafts of rulings."""
    store = running.store()
    reviewer = session.signed_in(store)
    if not session.decides(reviewer):
        return
    with store.read() as db:
        number = reviews.count_ruled(db, reviewer.id, "rule_unclear")
    if number:
        with st.container(key="unclear", horizontal=True, vertical_alignment="center"):
            st.text("The codebook wants a ruling:", width="content")
            label = f"{counted(number, 'claim')} whose rule is unclear"
            places.link("review", literally(label), {"state": "decided", "ruling": "rule_unclear"})


def guide(scheme: Scheme) -> str:
    """The whole codebook as HTML; its words are ours, and escaped all the same."""
    parts = (
        ("order", "Stop at the first yes", _order(scheme)),
        ("answers", "The answers", "".join(_tag(scheme, tag) for tag in scheme.tags)),
        ("identifiable", "Identifiable", _identifiable(scheme)),
        ("actions", "Not answers", _actions(scheme)),
        ("rulings", "Rulings", _rulings(scheme)),
    )
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
        <p><b>Unit:</b> {_text(scheme.unit)} <b>Context:</b> {_text(scheme.context)}</p></header>
        {sections}
        <p class="ca-grounds">{_text(scheme.grounds)}</p>
        </div>
        </div>"""


def _order(scheme: Scheme) -> str:
    steps: list[str] = []
    after: list[str] = []
    for step in scheme.order:
        shown = f"{_text(step.question)}<span>{_answer(scheme, step)}</span>"
        (steps if scheme.is_numbered(step) else after).append(shown)
    return f'<ol class="ca-steps">{"".join(f"<li>{step}</li>" for step in steps)}</ol>' + "".join(
        f'<p class="ca-step">{step}</p>' for step in after
    )


def _answer(scheme: Scheme, step: Step) -> str:
    if not step.tag:
        return _KEY.sub(r"<kbd>\1</kbd>", _text(step.action))
    reason = f" <small>{_words(step.reason)}</small>" if step.reason else ""
    return f"{marks.letter(scheme.tag(step.tag))}{_text(step.tag)}{reason}"


def _tag(scheme: Scheme, tag: Tag) -> str:
    examples = "".join(
        f"<li><span>{_text(example.text)}</span>"
        + (f" <small>{_text(example.remark)}</small>" if example.remark else "")
        + "</li>"
        for example in tag.examples
    )
    reasons = ""
    if any(step.tag == tag.name and step.reason for step in scheme.order):
        told = "; ".join(
            f"<b>{_words(reason.name)}</b>, {_text(reason.meaning)}"
            for reason in scheme.explained_reasons
        )
        reasons = f"<p>A reason can go with it: {told}.</p>"
    return (
        f'<div class="ca-answer" style="{marks.example_line(tag)}">{marks.letter(tag)}'
        f"<div><h3>{_text(tag.name)} <kbd>{_text(tag.key.upper())}</kbd></h3>"
        f"<p>{_text(tag.meaning)}</p>{reasons}"
        + (f"<ul>{examples}</ul>" if examples else "")
        + "</div></div>"
    )


def _identifiable(scheme: Scheme) -> str:
    return f"<p>{_text(scheme.identifiable)}</p><p>Not: {_text(scheme.not_identifiable)}.</p>"


def _actions(scheme: Scheme) -> str:
    return "".join(f"<p>{_text(action)}</p>" for action in scheme.actions)


def _rulings(scheme: Scheme) -> str:
    rows = "".join(_ruling(scheme, ruling) for ruling in scheme.rulings)
    return (
        '<table><thead><tr><th scope="col">Case</th><th scope="col">Ruling</th></tr></thead>'
        f"<tbody>{rows}</tbody></table>"
    )


def _ruling(scheme: Scheme, ruling: Ruling) -> str:
    letters = "".join(marks.letter(scheme.tag(tag)) for tag in ruling.tags)
    return (
        f'<tr><th scope="row">{_text(ruling.case)}</th>'
        f'<td><span class="ca-letters">{letters}</span>{_words(ruling.ruling)}</td></tr>'
    )


def _words(text: str) -> str:
    """The text with the names of reasons as the desk writes them."""
    return _text(text.replace("_", " "))


def _text(words: str) -> str:
    return html.escape(words)
