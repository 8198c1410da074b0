"""Editing one entry of the codebook: a tag's meaning and examples, or a ruling."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import streamlit as st

from annotator import running, schemes, workflow
from annotator.act_fields import TEXT_LENGTH, kept_text
from annotator.scheme import Ruling, Scheme, Tag
from annotator.scheme_edits import (
    RulingEdit,
    TagEdit,
    applied,
    examples_as_text,
    examples_of,
)
from annotator.ui import say, session
from annotator.ui.codebook_lists import Draft
from annotator.ui.say import literally
from annotator.ui.session import Begun

NEW: Final = "new"  # the entry that is no ruling yet


def entry_of_tag(tag: Tag) -> str:
    """What the address calls the entry of a tag."""
    return f"tag-{tag.name}"


def entry_of_ruling(place: int) -> str:
    """What the address calls a ruling, by its place from 0."""
    return f"ruling-{place + 1}"


def draw(now: Scheme, entry: str, draft: Draft | None) -> bool:
    """The form of an entry, with what it would change; False where there is no such entry.

    Args:
        now: The scheme in force.
        draft: The claim whose rule was found unclear, for which the ruling is written.
    """
    tag = next((tag for tag in now.tags if entry_of_tag(tag) == entry), None)
    ruling = next((r for n, r in enumerate(now.rulings) if entry_of_ruling(n) == entry), None)
    begun = session.begun(entry)
    if begun is None and tag is None and ruling is None and entry != NEW:
        return False
    if begun is None:
        begun = Begun(entry, now.label, now.label, ruling.case if ruling else "")
        session.begin(begun)
    with running.store().read() as db:
        base = schemes.find(db, begun.base) or now
    with st.container(key="codebook-form"):
        _form(now, base, begun, tag, draft)
    return True


def _form(now: Scheme, base: Scheme, begun: Begun, tag: Tag | None, draft: Draft | None) -> None:
    if st.button("← Codebook", type="tertiary", key="back"):
        _close()
    if tag is not None:
        _head(f"Edit {tag.name}", now)
        edit: TagEdit | RulingEdit = _tag_fields(base.tag(tag.name))
    else:
        _head("Edit a ruling" if begun.was else "New ruling", now)
        edit = _ruling_fields(base, begun, draft)
    _preview(now, applied(now, base, edit))
    with st.container(key="form-ways", horizontal=True, gap="small"):
        if st.button("Save as a new version", type="primary", key="go-save"):
            _save(begun, base, edit)
        if st.button("Cancel", key="cancel"):
            _close()
        if begun.was and st.button("Take this ruling out", type="tertiary", key="take-out"):
            _save(begun, base, RulingEdit(begun.was, None))


def _head(title: str, now: Scheme) -> None:
    st.title(literally(title), anchor=False)
    with st.container(key="meta-form"):
        st.text(
            f"{now.name}, version {now.version}. Saving makes version {now.version + 1} or later; "
            "votes keep the version they were cast under."
        )


def _tag_fields(tag: Tag) -> TagEdit:
    return TagEdit(
        tag.name,
        _area("Meaning", tag.meaning, "meaning"),
        kept_text(
            st.text_input("In a few words, for the button", tag.line, key="edit-line")
        ).strip(),
        examples_of(
            _area("Examples, one a line; a remark stands behind a |", _shown(tag), "examples")
        ),
    )


def _ruling_fields(base: Scheme, begun: Begun, draft: Draft | None) -> RulingEdit:
    known = next((one for one in base.rulings if one.case == begun.was), None)
    if draft is not None and known is None:
        with st.container(key="quote-draft", gap="xxsmall"):
            st.text(draft.claim.text)
        with st.container(key="meta-draft"):
            said = f": {draft.reason}" if draft.reason else "."
            st.text(f"{draft.reviewer} found the rule unclear{said}")
    case = (draft.reason or f"“{draft.claim.text}”") if draft else ""
    case = _area("Case: what the doubt is about", known.case if known else case, "case")
    text = _area("Ruling: how it is settled", known.ruling if known else "", "ruling")
    tags = st.multiselect(
        "Tags that it can lead to",
        [tag.name for tag in base.tags],
        default=list(known.tags) if known else [],
        key="edit-leads",
    )
    return RulingEdit(begun.was, Ruling(case, text, tuple(tags)))


def _area(label: str, value: str, key: str) -> str:
    written = st.text_area(label, value, max_chars=TEXT_LENGTH, key=f"edit-{key}")
    return kept_text(written or "").strip()


def _shown(tag: Tag) -> str:
    return examples_as_text(tag.examples)


def _preview(now: Scheme, wanted: Scheme) -> None:
    """What is different from the version in force, before and after."""
    rows = list(_differences(now, wanted))
    with st.container(key="part-preview", border=True, gap="small"):
        st.header("What changes", anchor=False)
        if not rows:
            st.text("Nothing yet. What you change is shown here when you leave the field.")
        for n, (what, before, after) in enumerate(rows):
            with st.container(key=f"meta-changes-{n}"):
                st.text(what)
            if before:
                with st.container(key=f"meta-before-{n}"):
                    st.text(f"was: {before}")
            st.text(f"will be: {after}" if after else "will be taken out")


def _differences(now: Scheme, wanted: Scheme) -> list[tuple[str, str, str]]:
    """What is different, what it was, and what it will be."""
    found = []
    for before, after in zip(now.tags, wanted.tags, strict=True):
        for what, was, will in (
            ("meaning", before.meaning, after.meaning),
            ("line", before.line, after.line),
            ("examples", _shown(before), _shown(after)),
        ):
            if was != will:
                found.append((f"{before.name}: {what}", was, will))
    gone = [one for one in now.rulings if one not in wanted.rulings]
    new = [one for one in wanted.rulings if one not in now.rulings]
    for n in range(max(len(gone), len(new))):
        was, will = (_ruled(some[n]) if n < len(some) else "" for some in (gone, new))
        found.append(("Ruling", was, will))
    return found


def _ruled(ruling: Ruling) -> str:
    tags = f" ({', '.join(ruling.tags)})" if ruling.tags else ""
    return f"{ruling.case}: {ruling.ruling}{tags}"


def _save(begun: Begun, base: Scheme, edit: TagEdit | RulingEdit) -> None:
    store = running.store()
    with say.refusals():
        with store.read() as db:
            now = schemes.current(db)
        try:
            new = workflow.revise_scheme(
                store, session.actor(store), begun.seen, applied(now, base, edit)
            )
        except workflow.NewerVersionError:
            session.begin(replace(begun, seen=now.label))
            raise
        session.leave_message(f"Saved as version {new.version}.")
        _close()


def _close() -> None:
    session.choose_entry(None)
    st.rerun()
