"""Texts that an SMS provider approved, and numbers. Pure. Source: DOMAIN section F."""

import re
from collections.abc import Mapping, Sequence

_PLACE = re.compile(r"\$\{([A-Za-z_][A-Za-z0-9_]*)\}|\{(\d{1,2})\}")
MOST_OF_A_VALUE = 35
"""Characters of one variable that providers take; what is longer they refuse with the whole message."""
EMPTY_NUMBER_FAILURES = 3

# What providers say of a number that is nobody's: Alibaba Cloud, Tencent Cloud, and in plain words.
_EMPTY_CODES = {
    "isv.mobile_number_illegal",
    "mobile_number_illegal",
    "invalid_number",
    "empty_number",
    "invalidparametervalue.incorrectphonenumber",
}
_EMPTY_WORDS = ("空号", "号码不存在", "unknown subscriber", "number does not exist")


def places(text: str) -> list[str]:
    """The parameters of an approved text in their order: `${name}` of Alibaba Cloud, `{1}` of Tencent Cloud."""
    found = [name or number for name, number in _PLACE.findall(text)]
    return sorted(set(found), key=lambda one: (int(one) if one.isdigit() else 0, found.index(one)))


def params(names: Sequence[tuple[str, str]], values: Mapping[str, str]) -> dict[str, str] | None:
    """The provider's parameters from our variables; None when one is missing, too long, or has a link in it."""
    given = {theirs: values.get(ours, "").strip() for theirs, ours in names}
    return given if all(_may_stand(value) for value in given.values()) else None


def rendered(signature: str, text: str, given: Mapping[str, str]) -> str:
    """The message as the phone shows it, with the signature in front: it counts for the length."""
    body = _PLACE.sub(lambda match: given.get(match[1] or match[2], match[0]), text)
    return f"【{signature}】{body}"


def number(text: str) -> str | None:
    """A mainland mobile number as eleven digits; None for anything else: a landline takes no SMS."""
    digits = re.sub(r"^(\+?86)(?=1[3-9]\d{9}$)", "", re.sub(r"[\s\-()]", "", text))
    return digits if re.fullmatch(r"1[3-9]\d{9}", digits) else None


def is_empty_number(code: str, text: str) -> bool:
    """Whether a provider's answer or receipt says that nobody has this number."""
    return code.strip().lower() in _EMPTY_CODES or any(word in text.lower() for word in _EMPTY_WORDS)


def _may_stand(value: str) -> bool:
    return 0 < len(value) <= MOST_OF_A_VALUE and not re.search(r"https?://|www\.", value, re.IGNORECASE)
