"""How GitHub writes things down: the JSON shapes of its REST API, per version.

Source: GitHub's OpenAPI description (@octokit/openapi 23.0.2), with the changes of version 2026-03-10 (GitHub Docs,
"Breaking changes", 2026-03-10).
"""

import base64
from datetime import UTC, datetime
from typing import Any

from sandbox.oauth.cast import Email

from .files import Entry, Tree, blob_sha
from .history import Commit
from .manifests import LICENSES
from .world import Owner, Release, Repo

API = "https://api.github.com"
WEB = "https://github.com"
RAW = "https://raw.githubusercontent.com"

DEFAULT_VERSION = "2022-11-28"
NEWEST_VERSION = "2026-03-10"
VERSIONS = (DEFAULT_VERSION, NEWEST_VERSION)

MAX_JSON_CONTENT = 1024 * 1024  # above, `content` is empty and `encoding` "none" (REST, "Get repository content")

Json = dict[str, Any]


def moment(when: datetime) -> str:
    return when.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def node_id(kind: str, number: int) -> str:
    """An opaque global id: `R_kgDO…` for repositories, `U_kgDO…` for users, `O_kgDO…` for organisations."""
    return f"{kind}_kgDO{base64.urlsafe_b64encode(number.to_bytes(4, 'big')).decode().rstrip('=')}"


def simple_user(owner: Owner) -> Json:
    api = f"{API}/users/{owner.login}"
    return {
        "login": owner.login,
        "id": owner.id,
        "node_id": node_id("O" if owner.is_organization else "U", owner.id),
        "avatar_url": f"https://avatars.githubusercontent.com/u/{owner.id}?v=4",
        "gravatar_id": "",
        "url": api,
        "html_url": f"{WEB}/{owner.login}",
        "followers_url": f"{api}/followers",
        "following_url": f"{api}/following{{/other_user}}",
        "gists_url": f"{api}/gists{{/gist_id}}",
        "starred_url": f"{api}/starred{{/owner}}{{/repo}}",
        "subscriptions_url": f"{api}/subscriptions",
        "organizations_url": f"{api}/orgs",
        "repos_url": f"{api}/repos",
        "events_url": f"{api}/events{{/privacy}}",
        "received_events_url": f"{api}/received_events",
        "type": owner.type,
        "user_view_type": "public",
        "site_admin": False,
    }


def public_user(owner: Owner, *, public_repos: int) -> Json:
    return simple_user(owner) | {
        "name": owner.name or None,
        "company": owner.company or None,
        "blog": owner.blog,
        "location": owner.location or None,
        "email": owner.email or None,
        "hireable": None,
        "bio": owner.bio or None,
        "twitter_username": owner.twitter or None,
        "public_repos": public_repos,
        "public_gists": owner.id % 17,
        "followers": owner.followers,
        "following": owner.following,
        "created_at": moment(owner.created_at),
        "updated_at": moment(owner.updated_at),
    }


def private_user(owner: Owner, *, public_repos: int, private_repos: int) -> Json:
    """Who holds the token, as GET /user tells them."""
    return public_user(owner, public_repos=public_repos) | {
        "user_view_type": "private",
        "private_gists": 0,
        "total_private_repos": private_repos,
        "owned_private_repos": private_repos,
        "disk_usage": 10_000,
        "collaborators": 0,
        "two_factor_authentication": True,
    }


def email(one: Email, *, primary: bool) -> Json:
    visibility = ("private" if one.private else "public") if primary else None
    return {"email": one.address, "primary": primary, "verified": one.verified, "visibility": visibility}


def organization(owner: Owner, *, public_repos: int) -> Json:
    api = f"{API}/orgs/{owner.login}"
    return {
        "login": owner.login,
        "id": owner.id,
        "node_id": node_id("O", owner.id),
        "url": api,
        "repos_url": f"{api}/repos",
        "events_url": f"{api}/events",
        "hooks_url": f"{api}/hooks",
        "issues_url": f"{api}/issues",
        "members_url": f"{api}/members{{/member}}",
        "public_members_url": f"{api}/public_members{{/member}}",
        "avatar_url": f"https://avatars.githubusercontent.com/u/{owner.id}?v=4",
        "description": owner.bio or None,
        "name": owner.name,
        "company": owner.company or None,
        "blog": owner.blog,
        "location": owner.location or None,
        "email": owner.email or None,
        "twitter_username": owner.twitter or None,
        "is_verified": False,
        "has_organization_projects": True,
        "has_repository_projects": True,
        "public_repos": public_repos,
        "public_gists": 0,
        "followers": owner.followers,
        "following": owner.following,
        "html_url": f"{WEB}/{owner.login}",
        "created_at": moment(owner.created_at),
        "updated_at": moment(owner.updated_at),
        "archived_at": None,
        "type": "Organization",
    }


# Suffix of each `…_url` after the repository's own API address.
_LINKS = {
    "archive": "/{archive_format}{/ref}",
    "assignees": "/assignees{/user}",
    "blobs": "/git/blobs{/sha}",
    "branches": "/branches{/branch}",
    "collaborators": "/collaborators{/collaborator}",
    "comments": "/comments{/number}",
    "commits": "/commits{/sha}",
    "compare": "/compare/{base}...{head}",
    "contents": "/contents/{+path}",
    "contributors": "/contributors",
    "deployments": "/deployments",
    "downloads": "/downloads",
    "events": "/events",
    "forks": "/forks",
    "git_commits": "/git/commits{/sha}",
    "git_refs": "/git/refs{/sha}",
    "git_tags": "/git/tags{/sha}",
    "hooks": "/hooks",
    "issue_comment": "/issues/comments{/number}",
    "issue_events": "/issues/events{/number}",
    "issues": "/issues{/number}",
    "keys": "/keys{/key_id}",
    "labels": "/labels{/name}",
    "languages": "/languages",
    "merges": "/merges",
    "milestones": "/milestones{/number}",
    "notifications": "/notifications{?since,all,participating}",
    "pulls": "/pulls{/number}",
    "releases": "/releases{/id}",
    "stargazers": "/stargazers",
    "statuses": "/statuses/{sha}",
    "subscribers": "/subscribers",
    "subscription": "/subscription",
    "tags": "/tags",
    "teams": "/teams",
    "trees": "/git/trees{/sha}",
}


def api_url(repo: Repo) -> str:
    return f"{API}/repos/{repo.full_name}"


def repository(repo: Repo, *, version: str, push: bool = False) -> Json:
    """A repository as it stands in lists. `push`: whoever asks may write to it."""
    name = repo.full_name
    body = {
        "id": repo.id,
        "node_id": node_id("R", repo.id),
        "name": repo.name,
        "full_name": name,
        "private": repo.private,
        "owner": simple_user(repo.owner),
        "html_url": f"{WEB}/{name}",
        "description": repo.description or None,
        "fork": bool(repo.parent),
        "url": api_url(repo),
        **{f"{key}_url": api_url(repo) + suffix for key, suffix in _LINKS.items()},
        "git_url": f"git://github.com/{name}.git",
        "ssh_url": f"git@github.com:{name}.git",
        "clone_url": f"{WEB}/{name}.git",
        "svn_url": f"{WEB}/{name}",
        "mirror_url": None,
        **_facts(repo),
        "permissions": {"admin": push, "maintain": push, "push": push, "triage": push, "pull": True},
    }
    if version == DEFAULT_VERSION:
        body["has_downloads"] = True
    return body


def _facts(repo: Repo) -> Json:
    return {
        "created_at": moment(repo.created_at),
        "updated_at": moment(repo.updated_at),
        "pushed_at": moment(repo.pushed_at),
        "homepage": repo.homepage or None,
        "size": repo.size,
        "stargazers_count": repo.stars,
        "watchers_count": repo.stars,
        "watchers": repo.stars,
        "language": repo.language,
        "has_issues": not repo.archived,
        "has_projects": True,
        "has_wiki": repo.stars > 500,
        "has_pages": bool(repo.homepage),
        "has_discussions": repo.stars > 1000,
        "has_pull_requests": True,
        "pull_request_creation_policy": "all",
        "forks_count": repo.forks,
        "forks": repo.forks,
        "open_issues_count": repo.issues,
        "open_issues": repo.issues,
        "archived": repo.archived,
        "disabled": repo.disabled,
        "license": license_simple(repo),
        "allow_forking": True,
        "is_template": repo.template,
        "web_commit_signoff_required": False,
        "topics": list(repo.topics),
        "visibility": "private" if repo.private else "public",
        "default_branch": repo.branch,
    }


def full_repository(repo: Repo, parent: Repo | None, *, version: str, push: bool = False) -> Json:
    """A repository asked for by name or id. `watchers_count` is stars; who watches is `subscribers_count`."""
    body = repository(repo, version=version, push=push) | {
        "temp_clone_token": None,
        "network_count": repo.forks,
        "subscribers_count": repo.watching,
    }
    if push:
        body |= {
            "allow_squash_merge": True,
            "allow_merge_commit": True,
            "allow_rebase_merge": True,
            "allow_auto_merge": False,
            "delete_branch_on_merge": False,
            "allow_update_branch": False,
        }
        if version == DEFAULT_VERSION:
            body["use_squash_pr_title_as_default"] = False
    if repo.owner.is_organization:
        body["organization"] = simple_user(repo.owner)
    if parent:
        body |= {"parent": repository(parent, version=version), "source": repository(parent, version=version)}
    return body


def license_simple(repo: Repo) -> Json | None:
    if not repo.license:
        return None
    name, spdx = LICENSES[repo.license]
    return {
        "key": repo.license,
        "name": name,
        "spdx_id": spdx,
        "url": None if repo.license == "other" else f"{API}/licenses/{repo.license}",
        "node_id": "MDc6TGljZW5zZTEz",
    }


def entry(repo: Repo, item: Entry, *, ref: str, listed_as: str = "") -> Json:
    """One name of a folder's listing. `listed_as` overrides the type (2022-11-28 lists a submodule as a file)."""
    content = item.make() if item.type in {"file", "symlink"} else b""
    sha = blob_sha(content) if item.type in {"file", "symlink"} else blob_sha(f"{repo.id}/{item.path}".encode())
    api = f"{api_url(repo)}/contents/{item.path}?ref={ref}"
    html = f"{WEB}/{repo.full_name}/{'tree' if item.type == 'dir' else 'blob'}/{ref}/{item.path}"
    git = f"{api_url(repo)}/git/{'trees' if item.type == 'dir' else 'blobs'}/{sha}"
    download = f"{RAW}/{repo.full_name}/{ref}/{item.path}" if item.type in {"file", "symlink"} else None
    if item.type == "submodule":
        there = item.target.removesuffix(".git").removeprefix(f"{WEB}/")
        html, git = f"{WEB}/{there}/tree/{sha}", f"{API}/repos/{there}/git/trees/{sha}"
    return {
        "name": item.name,
        "path": item.path,
        "sha": sha,
        "size": len(content),
        "url": api,
        "html_url": html,
        "git_url": git,
        "download_url": download,
        "type": listed_as or item.type,
        "_links": {"self": api, "git": git, "html": html},
    }


def content(repo: Repo, item: Entry, *, ref: str) -> Json:
    """One name asked for alone: a file with its content, a symlink with its target, a submodule with its origin."""
    body = entry(repo, item, ref=ref)
    if item.type == "symlink":
        return body | {"target": item.target}
    if item.type == "submodule":
        return body | {"submodule_git_url": item.target}
    data = item.make()
    if len(data) > MAX_JSON_CONTENT:
        return body | {"content": "", "encoding": "none"}
    return body | {"content": _wrapped(data), "encoding": "base64"}


def _wrapped(data: bytes) -> str:
    """Base64 in lines of 60, each ended."""
    text = base64.b64encode(data).decode()
    return "".join(f"{text[start : start + 60]}\n" for start in range(0, len(text), 60))


def folder(repo: Repo, tree: Tree, path: str, *, ref: str, version: str) -> list[Json]:
    items = tree.listing(path)
    as_file = version == DEFAULT_VERSION
    return [
        entry(repo, item, ref=ref, listed_as="file" if as_file and item.type == "submodule" else "") for item in items
    ]


def commit(repo: Repo, one: Commit, author: Owner | None) -> Json:
    api = f"{api_url(repo)}/commits/{one.sha}"
    tree = blob_sha(one.sha.encode())
    person = {"name": one.name, "email": one.email, "date": moment(one.date)}
    account = simple_user(author) if author else None
    parents = [one.parent] if one.parent else []
    return {
        "sha": one.sha,
        "node_id": "C_" + base64.urlsafe_b64encode(one.sha.encode()).decode().rstrip("="),
        "commit": {
            "author": person,
            "committer": person,
            "message": one.message,
            "tree": {"sha": tree, "url": f"{api_url(repo)}/git/trees/{tree}"},
            "url": f"{api_url(repo)}/git/commits/{one.sha}",
            "comment_count": 0,
            "verification": {
                "verified": False,
                "reason": "unsigned",
                "signature": None,
                "payload": None,
                "verified_at": None,
            },
        },
        "url": api,
        "html_url": f"{WEB}/{repo.full_name}/commit/{one.sha}",
        "comments_url": f"{api}/comments",
        "author": account,
        "committer": account,
        "parents": [
            {"sha": sha, "url": f"{api_url(repo)}/commits/{sha}", "html_url": f"{WEB}/{repo.full_name}/commit/{sha}"}
            for sha in parents
        ],
    }


def release(repo: Repo, one: Release) -> Json:
    number = repo.id * 10 + repo.releases.index(one)
    api = f"{api_url(repo)}/releases/{number}"
    return {
        "url": api,
        "assets_url": f"{api}/assets",
        "upload_url": f"https://uploads.github.com/repos/{repo.full_name}/releases/{number}/assets{{?name,label}}",
        "html_url": f"{WEB}/{repo.full_name}/releases/tag/{one.tag}",
        "id": number,
        "author": simple_user(repo.owner),
        "node_id": node_id("RE", number % 2**32),
        "tag_name": one.tag,
        "target_commitish": repo.branch,
        "name": one.name,
        "draft": False,
        "immutable": False,
        "prerelease": one.prerelease,
        "created_at": moment(one.published_at),
        "updated_at": moment(one.published_at),
        "published_at": moment(one.published_at),
        "assets": [],
        "tarball_url": f"{api_url(repo)}/tarball/{one.tag}",
        "zipball_url": f"{api_url(repo)}/zipball/{one.tag}",
        "body": one.body,
    }
