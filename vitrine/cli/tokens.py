"""`vitrine tokens rotate`: seal everybody's tokens anew under the first key of TOKEN_KEYS."""

import argparse

from vitrine.cli import start

HELP = {"tokens": "seal people's tokens anew, after a new key went in front of TOKEN_KEYS"}


def describe(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("what", choices=["rotate"], help="once every process was started with the new key in front")


def run(arguments: argparse.Namespace) -> int:  # noqa: ARG001 - as every command
    """Exit codes: 0 done, 1 when some could not be opened by any key: those people have to connect again."""
    if not start.ready():
        return 1
    from vitrine.accounts.actions import rotate_tokens

    done = rotate_tokens()
    print(f"{done.resealed} sealed anew. Older keys can leave TOKEN_KEYS now.")
    if done.broken:
        print(f"{done.broken} could not be opened by any key and were left alone: put the key back that sealed them.")
    return 1 if done.broken else 0
