"""Tools, categories and topics out of text. Knows no database."""
