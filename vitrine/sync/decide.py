"""What to do with a remote item: a function of what is known, seen and wanted. No database, no network."""
