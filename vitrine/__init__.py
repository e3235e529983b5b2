"""Vitrine keeps a creator's portfolio true to what they publish elsewhere."""

__version__ = "0.1.0"
