"""What was imported: sources, the ledger of items seen, projects and their labels."""
