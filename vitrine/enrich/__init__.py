"""Tools, categories and topics out of text. Knows no database.

`enrich(Text(...)) -> Labels` works by rules alone: one Aho-Corasick pass over title, tags, description and body with
the taxonomy of `data/`, where a name that is also an ordinary word (Go, Express, Swift) counts only beside words of
its own trade.
"""

from .rules import enrich
from .types import Label, Labels, Text

__all__ = ["Label", "Labels", "Text", "enrich"]
