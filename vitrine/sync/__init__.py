"""The engine: fetch, decide, enrich, apply, report."""
