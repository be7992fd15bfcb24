"""Where the files that ship with the program lie: beside the package from source, unpacked in the executable."""

import sys
from pathlib import Path


def resource(name: str) -> Path:
    """The shipped folder or file of this name: templates, static, locale, seed."""
    unpacked = getattr(sys, "_MEIPASS", None)
    return (Path(unpacked) if unpacked else Path(__file__).parent.parent) / name
