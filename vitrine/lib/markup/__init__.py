"""Other people's texts as HTML that may stand on our pages.

Markdown is rendered, then worked over as a tree (links, pictures, headings), and what leaves is what nh3 lets through:
the sanitizer comes last, so nothing that an earlier step misread gets past it.
"""

from .plain import description_html, preformatted_html
from .rendering import code_css, readme_html

__all__ = ["code_css", "description_html", "preformatted_html", "readme_html"]
