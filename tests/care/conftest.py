"""Quick passwords, an empty memory and a storage of its own for every test here."""

from tests.support.house import own_storage, quick_and_clean

__all__ = ["own_storage", "quick_and_clean"]
