"""A stand-in internet for the demo and the tests. Imports nothing of vitrine."""
