"""What docs/security.md promises, shown."""
