"""Routes, a file a noun."""
