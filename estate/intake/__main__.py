"""python -m estate.intake KIND FILE: write a dry run as JSON, for scoring the engine without the appliance."""

import json
import sys
from pathlib import Path

from estate.intake.dry_run import UnknownKind, dry_run
from estate.intake.workbook import UnreadableLedger


def main(words: list[str]) -> int:
    """Exit status 0 done, 1 refused with a line on stderr, 2 wrong usage."""
    if len(words) < 2:
        sys.stderr.write("python -m estate.intake KIND FILE\n")
        return 2
    try:
        result = dry_run(words[0], Path(words[1]))
    except (UnknownKind, UnreadableLedger, OSError) as error:
        sys.stderr.write(f"{error}\n")
        return 1
    sys.stdout.buffer.write(json.dumps(result, ensure_ascii=False).encode())
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
