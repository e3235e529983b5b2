"""Tests of one `xdist_group` run in one process, so that what they share is made once.

pytest-xdist 3.8 writes a group's name to `_nodeid`, which pytest 9.2 reads no more: the mark would do nothing. This
writes it where it is read. It does no harm beside an xdist that does so itself.
"""

from collections.abc import Sequence

import pytest
from _pytest.nodeid import NodeId


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: Sequence[pytest.Item]) -> None:
    if not getattr(config.option, "loadgroup", False):  # only set in a process that xdist started
        return
    for item in items:
        mark = item.get_closest_marker("xdist_group")
        suffix = f"@{mark.args[0]}" if mark else ""
        if not item.nodeid.endswith(suffix):
            item._id = NodeId.parse(item.nodeid + suffix)
