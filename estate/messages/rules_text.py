"""Texts with holes: which variables they name, how they are filled, how long they are as an SMS. Pure."""

import hashlib
import re
from collections.abc import Collection, Mapping

HOLE = re.compile(r"\{([^{}]*)\}")


def variables(text: str) -> list[str]:
    """The variables that a text names, in order, each once."""
    return list(dict.fromkeys(HOLE.findall(text)))


def unknown(text: str, known: Collection[str]) -> list[str]:
    """What stands in braces and is no variable, or a brace without its other half; empty when all is well."""
    wrong = [name for name in variables(text) if name not in known]
    rest = HOLE.sub("", text)
    return wrong + [brace for brace in ("{", "}") if brace in rest]


def fill(text: str, values: Mapping[str, str]) -> str:
    """The text with the values of its variables; KeyError for one that is missing."""
    return HOLE.sub(lambda hole: values[hole[1]], text)


def renamed(text: str, names: Mapping[str, str]) -> str:
    """The text with its variables called otherwise; those that are not among the names stay."""
    return HOLE.sub(lambda hole: f"{{{names.get(hole[1].strip(), hole[1])}}}", text)


def segments(text: str) -> int:
    """How many SMS a text is, with its signature: up to 70 signs one, beyond that 67 for each part. DOMAIN F (ALI1)."""
    length = len(text)
    return 0 if not length else 1 if length <= 70 else -(-length // 67)


def signed(text: str, signature: str) -> str:
    """A short text as it arrives by SMS, with the signature that the provider puts before it."""
    return f"【{signature}】{text}" if signature else text


def digest(subject: str, text: str, short: str) -> str:
    """The SHA-256 of what was told, in hexadecimal: each part with its length, so that none can move to another."""
    parts = (f"{len(part)}:{part}" for part in (subject, text, short))
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()
