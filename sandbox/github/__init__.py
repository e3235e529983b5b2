"""GitHub as it is in November 2026: REST, raw files, pictures and the redirects of its web pages."""
