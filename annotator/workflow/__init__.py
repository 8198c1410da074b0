"""The use cases, one function each. Pages, routes and the command line change things only here."""

from __future__ import annotations

from annotator.workflow.articles import (
    SAMPLE,
    Loaded,
    add_article,
    load_article,
    load_sample,
    submit_article,
)
from annotator.workflow.claims import BATCH, show_others, submit_acts
from annotator.workflow.errors import WorkflowError
from annotator.workflow.evidencing import keep_file, rate_source, want_evidence
from annotator.workflow.people import (
    DEAD_LINK,
    NAME_LENGTH,
    Joined,
    add_analyst,
    add_api_token,
    end_api_token,
    end_login,
    end_logins,
    end_unproven_logins,
    first_lead,
    join,
    make_link,
    note_key_use,
    note_key_use_in,
    note_use,
    rename_analyst,
    revoke_link,
    set_role,
    sign_in,
    sign_out,
)
from annotator.workflow.reviewing import NOT_SHOWN, let_review_own, show_questions

__all__ = [
    "BATCH",
    "DEAD_LINK",
    "NAME_LENGTH",
    "NOT_SHOWN",
    "SAMPLE",
    "Joined",
    "Loaded",
    "WorkflowError",
    "add_analyst",
    "add_api_token",
    "add_article",
    "end_api_token",
    "end_login",
    "end_logins",
    "end_unproven_logins",
    "first_lead",
    "join",
    "keep_file",
    "let_review_own",
    "load_article",
    "load_sample",
    "make_link",
    "note_key_use",
    "note_key_use_in",
    "note_use",
    "rate_source",
    "rename_analyst",
    "revoke_link",
    "set_role",
    "show_others",
    "show_questions",
    "sign_in",
    "sign_out",
    "submit_acts",
    "submit_article",
    "want_evidence",
]
