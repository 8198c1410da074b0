"""Why a use case cannot be carried out."""

from __future__ import annotations


class WorkflowError(Exception):
    """What was asked cannot be done; the message says why and what to do."""
