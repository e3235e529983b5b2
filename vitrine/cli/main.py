"""The `vitrine` command. Each subcommand is a module with `describe(parser)` and `run(arguments) -> exit code`."""

import argparse
import importlib
import os
import sys
from collections.abc import Sequence
from types import ModuleType

from vitrine import __version__
from vitrine.lib.errors import VitrineError

COMMANDS = {
    "up": "vitrine.cli.up",
    "import": "vitrine.cli.import_",
    "keys": "vitrine.cli.keys",
    "agent": "vitrine.cli.agent",
    "web": "vitrine.cli.roles",
    "worker": "vitrine.cli.roles",
    "beat": "vitrine.cli.roles",
    "tokens": "vitrine.cli.tokens",
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Exit codes: 0 done, 1 failed with a sentence, 2 wrong usage, 130 interrupted; `import` has more of its own."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "vitrine.config.settings")
    chosen = _parser().parse_args(arguments)
    module: ModuleType = chosen.module
    try:
        return int(module.run(chosen))
    except VitrineError as error:
        print(error.sentence, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="vitrine", description="A portfolio that keeps itself true.")
    parser.add_argument("--version", action="version", version=f"vitrine {__version__}")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for name, where in COMMANDS.items():
        module = importlib.import_module(where)
        describe = getattr(module, f"describe_{name}", None) or module.describe
        one = commands.add_parser(name, help=module.HELP[name])
        one.set_defaults(module=module)
        describe(one)
    return parser
