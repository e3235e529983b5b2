"""`vitrine agent create`: a page of a channel, without anybody who signs in to it."""

import argparse
import sys
from pathlib import Path

from vitrine.cli import import_, start
from vitrine.lib.errors import ValidationFailedError, VitrineError

HELP = {"agent": "make a page of a channel, kept in step without anybody signing in"}
PROFILES = {
    "twitter": "https://x.com/",
    "instagram": "https://www.instagram.com/",
    "linkedin": "https://www.linkedin.com/in/",
    "github": "https://github.com/",
}


def describe(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("verb", choices=("create",))
    parser.add_argument("url", metavar="URL", help="the channel or account")
    parser.add_argument("--name", required=True, help="what the page is called")
    parser.add_argument("--avatar", default="", help="a picture: its web address, or a file here")
    parser.add_argument("--website", default="", metavar="URL")
    for profile in PROFILES:
        parser.add_argument(f"--{profile}", default="", metavar="NAME", help="a name there, or the whole address")


def run(arguments: argparse.Namespace) -> int:
    """Exit codes as of `vitrine import`."""
    if not start.ready():
        return import_.FAILED
    from django.conf import settings

    from vitrine.sync.actions import follow_as_agent

    try:
        avatar, portrait = _avatar(arguments.avatar.strip())
        agent, job_id = follow_as_agent(
            arguments.url, name=arguments.name, avatar=avatar, portrait=portrait, links=_links(arguments)
        )
    except VitrineError as error:
        print(error.sentence, file=sys.stderr)
        return import_.REFUSED
    print(f"{agent.shown_name} is at {settings.BASE_URL}/{agent.slug}/")
    return import_.carry(job_id)


def _avatar(told: str) -> tuple[str, bytes]:
    """(web address, picture): one of them, or neither."""
    if not told or told.startswith(("https://", "http://")):
        return told, b""
    path = Path(told).expanduser()
    if not path.is_file():
        raise ValidationFailedError(f"“{told}” is neither a web address nor a file here.")
    return "", path.read_bytes()


def _links(arguments: argparse.Namespace) -> list[str]:
    told = {profile: str(getattr(arguments, profile)).strip() for profile in PROFILES}
    whole = [one if "/" in one else f"{PROFILES[profile]}{one.lstrip('@')}" for profile, one in told.items() if one]
    return [arguments.website.strip(), *whole] if arguments.website.strip() else whole
