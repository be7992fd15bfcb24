"""Amounts in capital numerals, as receipts bear them, and back.

Printed after 人民币 without a gap. Source: 《正确填写票据和结算凭证的基本规定》; DOMAIN G, cases G01 to G19.
"""

_DIGITS = "零壹贰叁肆伍陆柒捌玖"
_TENS = {"仟": 1000, "佰": 100, "拾": 10}
_MYRIAD, _HUNDRED_MILLION = 10**4, 10**8
_LIMIT_FEN = 10**14

_SAME = str.maketrans("圆圓正萬億貳參叄陸", "元元整万亿贰叁叁陆")
"""Other spellings of the same signs, in print and by hand."""


def capital(amount_fen: int) -> str:
    """The amount in fen in capital numerals: 16606 → 壹佰陆拾陆元零陆分; a negative one begins with 负.

    Raises ValueError from a trillion yuan on.
    """
    if abs(amount_fen) >= _LIMIT_FEN:
        raise ValueError("too large an amount for capital numerals")
    yuan, cents = divmod(abs(amount_fen), 100)
    jiao, fen = divmod(cents, 10)
    text = "负" if amount_fen < 0 else ""
    if yuan or not cents:
        text += f"{_whole(yuan)}元"
    if not cents:
        return text + "整"
    if yuan and (not jiao or yuan % 10 == 0):
        text += "零"
    if jiao:
        text += f"{_DIGITS[jiao]}角"
    return text + (f"{_DIGITS[fen]}分" if fen else "整")


def written(amount_fen: int) -> str:
    """The amount as it stands on paper, with the currency before it and no gap; raises ValueError as capital()."""
    return f"人民币{capital(amount_fen)}"


def read_capital(text: str) -> int:
    """The amount in fen that these capital numerals say; the optional 零 and 整 may be there or not.

    Raises ValueError when they say no amount, or say it in a way that leaves room to add to it (拾元).
    """
    signs = text.strip().removeprefix("人民币").translate(_SAME)
    amount = _value(signs.removeprefix("负"))
    if signs.startswith("负"):
        amount = -amount
    complete = set(signs) & set(_DIGITS) and signs.endswith(("元", "角", "分", "整"))
    if not complete or _bare(signs) != _bare(capital(amount)):
        raise ValueError(f"not an amount in capital numerals: {text}")
    return amount


def _whole(yuan: int) -> str:
    """A whole number; a gap of zeros inside it is one 零, but none stands before 万 or 亿."""
    if yuan == 0:
        return "零"
    text = ""
    for size, sign in ((_HUNDRED_MILLION, "亿"), (_MYRIAD, "万"), (1, "")):
        group, yuan = divmod(yuan, size)
        if group:
            text += ("零" if text and group < 1000 else "") + _below_myriad(group) + sign
    return text


def _below_myriad(number: int) -> str:
    text, gap = "", False
    for sign, size in (*_TENS.items(), ("", 1)):
        digit, number = divmod(number, size)
        if digit:
            text += ("零" if gap else "") + _DIGITS[digit] + sign
        gap = bool(text) and not digit
    return text


def _value(signs: str) -> int:
    """What the signs add up to in fen, each digit times the unit after it; order and gaps are not looked at."""
    fen = total = group = digit = 0
    for sign in signs:
        if sign in _DIGITS:
            digit = _DIGITS.index(sign)
        elif sign in _TENS:
            group, digit = group + digit * _TENS[sign], 0
        elif sign == "万":
            total, group, digit = total + (group + digit) * _MYRIAD, 0, 0
        elif sign == "亿":
            total, group, digit = (total + group + digit) * _HUNDRED_MILLION, 0, 0
        elif sign == "元":
            fen, total, group, digit = (total + group + digit) * 100, 0, 0, 0
        elif sign in "角分":
            fen, digit = fen + digit * (10 if sign == "角" else 1), 0
        elif sign != "整":
            raise ValueError(f"not a sign of an amount: {sign}")
    return fen


def _bare(signs: str) -> str:
    """Without what may be left out: 零, the closing 整, and the yuan of an amount below one."""
    bare = signs.removesuffix("整").replace("零", "")
    minus, rest = ("负", bare[1:]) if bare.startswith("负") else ("", bare)
    return minus + rest.removeprefix("元")
