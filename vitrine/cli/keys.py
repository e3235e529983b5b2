"""`vitrine keys create`, `list`, `revoke`: API keys from the operator's own shell, where the first one comes from."""

import argparse
import re
import sys
from datetime import datetime, timedelta

from django.utils.dateparse import parse_date, parse_datetime
from django.utils.timezone import get_default_timezone, is_naive

from vitrine.cli import start
from vitrine.lib import clock
from vitrine.lib.errors import NotFoundError, ValidationFailedError

HELP = {"keys": "make, list and revoke API keys"}
PERMISSIONS = ("READ_ONLY", "DOWNLOAD", "ADMIN", "FULL_ACCESS")
DAYS = re.compile(r"(\d{1,5})d?")


def describe(parser: argparse.ArgumentParser) -> None:
    what = parser.add_subparsers(dest="what", required=True, metavar="create|list|revoke")
    create = what.add_parser("create", help="make a key and print it, this once")
    create.add_argument("--name", required=True, help="what it is for")
    create.add_argument("--permission", choices=PERMISSIONS, default="READ_ONLY", type=str.upper)
    create.add_argument("--expires", default="", metavar="WHEN", help="a date (2027-01-31), or days from now (90d)")
    create.add_argument("--user", default="", metavar="NAME", help="whose key; default: the first administrator")
    create.add_argument("--description", default="")
    create.add_argument("--limit", type=int, metavar="N", help="calls a minute, instead of the permission's default")
    listing = what.add_parser("list", help="every key, newest first")
    listing.add_argument("--user", default="", metavar="NAME", help="only this person's")
    revoke = what.add_parser("revoke", help="refuse a key from now on")
    revoke.add_argument("key", metavar="KEY", help="its number or its beginning, as `list` shows them")


def run(arguments: argparse.Namespace) -> int:
    """Exit codes: 0 done, 1 refused (with the sentence)."""
    if not start.ready(reaches_out=False):
        return 1
    return {"create": _create, "list": _list, "revoke": _revoke}[arguments.what](arguments)


def _create(arguments: argparse.Namespace) -> int:
    from vitrine.accounts.actions import create_key
    from vitrine.accounts.queries import administrator, user_by_slug

    owner = user_by_slug(arguments.user) if arguments.user else administrator()
    key, secret = create_key(
        owner,
        arguments.name,
        arguments.permission,
        _moment(arguments.expires),
        arguments.description,
        arguments.limit,
    )
    until = f", until {key.expires_at:%-d %B %Y}" if key.expires_at else ""
    print(secret)
    print(f"{key.permission} for {owner.slug}{until}. It cannot be shown again.", file=sys.stderr)
    return 0


def _list(arguments: argparse.Namespace) -> int:
    from vitrine.accounts.callers import why_dead
    from vitrine.accounts.queries import all_keys, user_by_slug

    slug = user_by_slug(arguments.user).slug if arguments.user else ""
    rows, behind = all_keys(slug=slug)
    while rows:
        for key in rows:
            state = why_dead(key) or "In force."
            used = f"used {key.usage_count:,} times"
            print(f"{key.pk:>5}  {key.prefix}…  {key.permission:<11}  {key.user.slug}  {key.name}  ({used})  {state}")
        rows, behind = all_keys(slug=slug, before=behind) if behind else ([], 0)
    return 0


def _revoke(arguments: argparse.Namespace) -> int:
    from vitrine.accounts.actions import revoke_key
    from vitrine.accounts.models import ApiKey

    wanted: str = arguments.key
    found = list(
        ApiKey.objects.select_related("user").filter(
            **({"pk": int(wanted[:18])} if wanted.isdecimal() else {"prefix": wanted.rstrip("…")[:11]})
        )
    )
    if len(found) != 1:
        raise NotFoundError(f"There is no key {wanted}." if not found else f"Several keys begin with {wanted}.")
    key = revoke_key(found[0], by=None)
    print(f"Revoked: {key.prefix}… {key.name}, of {key.user.slug}.")
    return 0


def _moment(said: str) -> datetime | None:
    """When a key expires: at the end of the day named, at the moment named, or so many days from now."""
    if not said:
        return None
    if days := DAYS.fullmatch(said):
        return clock.now() + timedelta(days=int(days[1]))
    try:
        day, moment = parse_date(said), parse_datetime(said)
    except ValueError:
        day = moment = None
    if day is not None:
        return datetime(day.year, day.month, day.day, tzinfo=get_default_timezone()) + timedelta(days=1)
    if moment is None:
        raise ValidationFailedError(f"“{said}” is no date; write it like 2027-01-31, or 90d for ninety days from now.")
    return moment.replace(tzinfo=get_default_timezone()) if is_naive(moment) else moment
