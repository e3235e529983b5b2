"""The only way from a domain to a platform: open a caller, metered."""
