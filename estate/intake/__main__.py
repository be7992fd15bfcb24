"""python -m estate.intake KIND FILE: print a dry run as JSON, for scoring the engine without the appliance."""

import json
import sys
from pathlib import Path

from estate.intake.dry_run import UnknownKind, dry_run
from estate.intake.workbook import UnreadableLedger


def main(words: list[str]) -> int:
    """Exit status 0 done, 1 refused with a line on stderr, 2 wrong usage."""
    if len(words) < 2:
        print("python -m estate.intake KIND FILE", file=sys.stderr)
        return 2
    try:
        print(json.dumps(dry_run(words[0], Path(words[1])), ensure_ascii=False))
    except (UnknownKind, UnreadableLedger, OSError) as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
