"""Looking after the whole: doctor, later export, erase, backup and restore."""
