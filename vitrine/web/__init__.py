"""HTML pages and their HTMX partials, a file per page family."""
