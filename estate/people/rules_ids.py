"""Identity numbers and unified social credit codes: the check sign decides. Number plates."""

import re
from datetime import date

WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CREDIT_SIGNS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
CREDIT_WEIGHTS = tuple(3**i % 31 for i in range(17))
OTHER_PAPER = re.compile(r"[A-Z]{1,2}\d{7,9}|[HMC]\d{10}|[A-Z]{3}\d{12}")  # passport, permits, residence card
PLATE = re.compile(
    r"[\u4e00-\u9fff][A-Z][A-Z0-9]{4,6}[\u4e00-\u9fff]?|(?=.*\d)[A-Z0-9]{4,10}|[\u4e00-\u9fff]{1,2}[A-Z0-9]{4,8}"
)


def clean_id_number(text: str) -> str:
    """Upper-case without spaces and hyphens."""
    return re.sub(r"[\s\-]", "", text).upper()


def check_sign(first_17: str) -> str:
    """The eighteenth sign of an identity number (GB 11643, MOD 11-2)."""
    return "10X98765432"[sum(int(d) * w for d, w in zip(first_17, WEIGHTS, strict=True)) % 11]


def is_identity_number(text: str) -> bool:
    """Whether this is a resident identity number with a possible birthday and the right check sign."""
    if not re.fullmatch(r"[1-9]\d{16}[\dX]", text):
        return False
    return _is_day(text[6:14]) and check_sign(text[:17]) == text[17]


def is_credit_code(text: str) -> bool:
    """Whether this is a unified social credit code with the right check sign (GB 32100)."""
    if len(text) != 18 or any(sign not in CREDIT_SIGNS for sign in text):
        return False
    total = sum(CREDIT_SIGNS.index(s) * w for s, w in zip(text[:17], CREDIT_WEIGHTS, strict=True))
    return CREDIT_SIGNS[(31 - total % 31) % 31] == text[17]


def is_id_number(text: str, *, company: bool = False) -> bool:
    """Whether a person (identity card, passport, permit) or a company (credit code) can have this number."""
    if company:
        return is_credit_code(text)
    return is_identity_number(text) or bool(OTHER_PAPER.fullmatch(text))


def birth_year_in(id_number: str) -> int | None:
    """The year of birth that an identity number tells."""
    return int(id_number[6:10]) if is_identity_number(id_number) else None


def clean_plate(text: str) -> str:
    """A number plate without dots and spaces, in capitals: `京a·12345` is `京A12345`."""
    return re.sub(r"[\s·・.\-]", "", text).upper()


def is_plate(text: str) -> bool:
    """Whether a cleaned text can be a number plate."""
    return bool(PLATE.fullmatch(text))


def _is_day(text: str) -> bool:
    try:
        return 1880 <= date(int(text[:4]), int(text[4:6]), int(text[6:])).year <= 2200
    except ValueError:
        return False
