"""The command line: one front door for the office's double-click, the worker and who automates."""

import argparse
import gc
import json
import multiprocessing
import sys
from collections.abc import Sequence

from estate import __version__
from estate.data.migrate import NewerData
from estate.data.store import Unusable
from estate.refusal import Refused
from estate.settings import BadSettings

NEW_OBJECTS = 50_000
"""After so many Python looks for what is no longer used; after 700, as it comes, a start takes a sixth longer."""


def main(words: Sequence[str] | None = None) -> int:
    """Run one command; exit 0 done, 1 refused or failed with one line on stderr, 2 wrong usage."""
    multiprocessing.freeze_support()
    gc.set_threshold(NEW_OBJECTS)
    given = list(sys.argv[1:] if words is None else words)
    arguments = build_parser().parse_args(given or ["serve"])
    try:
        return int(arguments.run(arguments) or 0)
    except (Refused, BadSettings, NewerData, Unusable, OSError) as refused:
        print(f"estate: {refused}", file=sys.stderr)
        return 1


def build_parser() -> argparse.ArgumentParser:
    """All commands with their options."""
    from estate import commands

    parser = argparse.ArgumentParser(prog="estate", description="Property management for small communities.")
    parser.add_argument("--version", action="version", version=__version__)
    subcommands = parser.add_subparsers(required=True, metavar="COMMAND")
    commands.register(subcommands)
    version = subcommands.add_parser("version", help="print the version")
    version.add_argument("--json", action="store_true")
    version.set_defaults(run=print_version)
    return parser


def print_version(arguments: argparse.Namespace) -> None:
    """The version, plain or as JSON."""
    print(json.dumps({"version": __version__}) if arguments.json else __version__)


if __name__ == "__main__":
    sys.exit(main())
