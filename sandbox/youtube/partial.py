"""The `fields` parameter: `items(id,snippet/title),nextPageToken` (Google APIs, partial response)."""

from typing import Any

from sandbox.youtube.failures import invalid_fields

Tree = dict[str, "Tree"]  # name → what of it; nothing more said: all of it


def read_fields(text: str) -> Tree:
    """The names wanted. Raises ApiError on a selection that is not one."""
    tree, at = _names(text, 0)
    if at != len(text) or not tree:
        raise invalid_fields(text)
    return tree


def _names(text: str, at: int) -> tuple[Tree, int]:
    tree: Tree = {}
    while at < len(text):
        at = _path(text, at, tree)
        if at >= len(text) or text[at] != ",":
            break
        at += 1
    return tree, at


def _path(text: str, at: int, tree: Tree) -> int:
    """One path such as a/b(c,d) from `at` into `tree`."""
    end = at
    while end < len(text) and text[end] not in ",/()":
        end += 1
    if end == at:
        raise invalid_fields(text)
    inner = tree.setdefault(text[at:end], {})
    if end < len(text) and text[end] == "/":
        return _path(text, end + 1, inner)
    if end < len(text) and text[end] == "(":
        found, end = _names(text, end + 1)
        if end >= len(text) or text[end] != ")" or not found:
            raise invalid_fields(text)
        inner.update(found)
        end += 1
    return end


def select(value: Any, tree: Tree) -> Any:
    """`value` with only what `tree` names."""
    if not tree:
        return value
    if isinstance(value, list):
        return [select(item, tree) for item in value]
    if not isinstance(value, dict):
        return value
    if "*" in tree:
        return {name: select(item, tree["*"]) for name, item in value.items()}
    return {name: select(item, tree[name]) for name, item in value.items() if name in tree}
