"""How personal data is shown by default (DOMAIN E): enough to recognise, too little to misuse."""


def mask_phone(number: str | None) -> str:
    """`13812345678` is `138****5678`; a landline keeps its area code and last two digits."""
    if not number:
        return "–"
    if "-" in number:
        code, rest = number.split("-", 1)
        return f"{code}-{'*' * max(len(rest) - 2, 0)}{rest[-2:]}"
    return (
        f"{number[:3]}{'*' * max(len(number) - 7, 1)}{number[-4:]}"
        if len(number) >= 9
        else f"***{number[-3:]}"
    )


def mask_name(name: str | None) -> str:
    """`张三` is `张*`, `欧阳小明` is `欧***`."""
    return f"{name[0]}{'*' * (len(name) - 1)}" if name else "–"


def mask_id_number(number: str | None) -> str:
    """The first and the last character of an ID number stay."""
    return f"{number[0]}{'*' * (len(number) - 2)}{number[-1]}" if number and len(number) > 2 else "–"


def mask_plate(plate: str | None) -> str:
    """`京A12345` is `京A**345`."""
    return (
        f"{plate[:2]}{'*' * max(len(plate) - 5, 1)}{plate[-3:]}"
        if plate and len(plate) > 5
        else (plate or "–")
    )
