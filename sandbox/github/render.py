"""Markdown as GitHub's HTML media type gives it: rendered and cleaned, inside its article element."""

from html import escape

import nh3
from markdown_it import MarkdownIt


def page(path: str, content: bytes) -> bytes:
    text = content.decode("utf-8", errors="replace")
    if path.lower().endswith((".md", ".markdown")):
        body = nh3.clean(MarkdownIt("gfm-like", {"linkify": False}).render(text))
    else:
        body = f"<pre>{escape(text)}</pre>"
    frame = f'<div id="file" class="md" data-path="{escape(path)}"><article class="markdown-body entry-content">'
    return f"{frame}{body}</article></div>".encode()
