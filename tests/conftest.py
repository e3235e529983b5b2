"""What every test may ask for: the sandbox, and a named cast.

Nobody of the cast has a password, for a good hash takes its time: `client.force_login` them.
"""

import pytest

from vitrine.accounts.models import User

pytest_plugins = [
    "tests.support.sandbox",
    "tests.support.browser",
    "tests.support.consent",
    "tests.support.pipeline",
    "tests.support.stack",
    "tests.support.together",
]


@pytest.fixture
def alice(db: None) -> User:
    """Owns what the test is about."""
    return User.objects.create_user("alice", "alice@example.org")


@pytest.fixture
def charlie(db: None) -> User:
    """A stranger."""
    return User.objects.create_user("charlie", "charlie@example.org")
