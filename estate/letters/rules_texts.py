"""Texts of letters: names in braces stand for what differs from letter to letter."""

import re
from collections.abc import Collection, Mapping

NAME = re.compile(r"\{([^{}]*)\}")


def unknown_names(text: str, known: Collection[str]) -> list[str]:
    """The names in braces that nothing stands for, and a brace that stands alone as itself."""
    names = [name for name in NAME.findall(text) if name not in known]
    return names + re.findall(r"[{}]", NAME.sub("", text))


def filled(text: str, values: Mapping[str, str]) -> str:
    """The text with every known name replaced."""
    return NAME.sub(lambda match: values.get(match[1], match[0]), text)
