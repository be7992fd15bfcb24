"""Whether words name the home of somebody who wishes to stay unnamed, however it is written. Pure."""

import re
import unicodedata

_PARTS = re.compile(r"[0-9]+|[a-z]+")


def names_home(words: str, code: str) -> bool:
    """Whether a place in words names a home by its code `3-2-501`: `3栋2单元501室`, `３－２－５０１`, `3/2/501 门口` do.

    Its parts stand in it one after the other; `1-1-10` is not named by `1-1-101`.
    """
    said, parts = _parts(words), _parts(code)
    return bool(parts) and any(
        said[at : at + len(parts)] == parts for at in range(len(said) - len(parts) + 1)
    )


def _parts(text: str) -> list[str]:
    found = _PARTS.findall(unicodedata.normalize("NFKC", text).lower())
    return [one.lstrip("0") or "0" if one.isdigit() else one for one in found]
