"""The frame of our small pages without Streamlit, which cannot set a cookie."""

from __future__ import annotations

import html


def plain_page(title: str, content: str, *, script: str = "", goal: str = "/") -> str:
    """A whole page around `content`, which is HTML; `title` is text.

    Args:
        script: The script's name; without one the page works where none may run.
        goal: Where the script goes when all is done.
    """
    runs = f'<script type="module" src="/who/{script}"></script>\n' if script else ""
    needs = (
        "<noscript><p>This program needs JavaScript. Allow it for this address and reload.</p>"
        "</noscript>\n"
    )
    return f"""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>{html.escape(title)} · claim annotator</title>
<link rel="icon" href="/favicon.png">
<link rel="stylesheet" href="/who/fonts.css">
<link rel="stylesheet" href="/who/tokens.css">
<link rel="stylesheet" href="/who/who.css">
{runs}</head>
<body>
<main data-next="{html.escape(goal)}">
<picture>
<source srcset="/who/logo-dark.svg" media="(prefers-color-scheme: dark)">
<img src="/who/logo.svg" alt="claim annotator" width="159" height="28">
</picture>
{content}
{needs if script else ""}</main>
</body>
</html>
"""
