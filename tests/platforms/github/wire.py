"""Answers in GitHub's shape, small: what a test changes is what it is about."""

import base64
from typing import Any

Json = dict[str, Any]


def repo(**changes: Any) -> Json:
    """As `GET /repos/{owner}/{repo}` tells it."""
    told: Json = {
        "id": 1000,
        "node_id": "R_1000",
        "name": "Kerf",
        "full_name": "HallowayBench/Kerf",
        "private": False,
        "owner": {
            "login": "HallowayBench",
            "id": 77,
            "avatar_url": "https://avatars.githubusercontent.com/u/77?v=4",
            "html_url": "https://github.com/HallowayBench",
            "type": "User",
        },
        "html_url": "https://github.com/HallowayBench/Kerf",
        "description": "Bend plywood by arithmetic",
        "fork": False,
        "created_at": "2023-04-05T06:07:08Z",
        "updated_at": "2026-11-19T17:21:00Z",
        "pushed_at": "2026-11-19T17:20:00Z",
        "homepage": "",
        "size": 812,
        "stargazers_count": 1902,
        "watchers_count": 1902,
        "subscribers_count": 31,
        "language": "Python",
        "forks_count": 143,
        "archived": False,
        "disabled": False,
        "is_template": False,
        "open_issues_count": 12,
        "license": {
            "key": "mit",
            "name": "MIT License",
            "spdx_id": "MIT",
            "url": "https://api.github.com/licenses/mit",
        },
        "topics": ["cnc", "plywood"],
        "visibility": "public",
        "default_branch": "main",
    }
    return told | changes


def readme(raw: bytes = b"# Kerf\n", **changes: Any) -> Json:
    """As `GET /repos/{owner}/{repo}/readme` tells it: base64 in lines of 60."""
    text = base64.b64encode(raw).decode()
    lines = "".join(f"{text[start : start + 60]}\n" for start in range(0, len(text), 60))
    told = {"type": "file", "encoding": "base64", "size": len(raw), "name": "README.md", "path": "README.md"}
    return told | {"content": lines} | changes


def account(**changes: Any) -> Json:
    """As `GET /users/{username}` tells it."""
    told: Json = {
        "login": "HallowayBench",
        "id": 77,
        "type": "User",
        "name": "Wren Halloway",
        "bio": "Furniture, and the arithmetic of it",
        "avatar_url": "https://avatars.githubusercontent.com/u/77?v=4",
        "public_repos": 2,
    }
    return told | changes
