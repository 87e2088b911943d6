"""IMO ship identification numbers: seven digits, the last one a check digit.

Source: IMO Resolution A.1117(30), IMO Ship Identification Number Scheme. The first six digits
are multiplied by 7, 6, 5, 4, 3, 2; the last digit of the sum is the seventh digit.

Blind spot: one typed-in number in ten passes the check by chance, and IMO *company* numbers
(Resolution MSC.160(78)) are seven digits too: only the context tells the two apart.
"""

import re

import numpy as np
from numpy.typing import ArrayLike, NDArray

_LOW, _HIGH = 1_000_000, 9_999_999
_PRINTED = re.compile(
    r"\s*(?:IMO)?[\s:.#-]*(?:(?:ship\s+)?(?:number|no)\b)?[\s:.#-]*(\d{7})(?:\.0*)?\s*", re.I
)


def check_digit_ok(number: int | None) -> bool:
    """Return whether `number` is a seven-digit number whose check digit agrees.

    None and numbers of any other length give False.
    """
    if number is None or not _LOW <= number <= _HIGH:
        return False
    digits = [int(d) for d in str(number)]
    return sum(d * w for d, w in zip(digits, range(7, 1, -1), strict=False)) % 10 == digits[6]


def check_digits_ok(numbers: ArrayLike) -> NDArray[np.bool_]:
    """Return `check_digit_ok` for each of `numbers` (whole numbers; shape is kept)."""
    n = np.asarray(numbers, dtype=np.int64)
    total = np.zeros(n.shape, dtype=np.int64)
    for weight, place in zip(range(7, 1, -1), range(6, 0, -1), strict=True):
        total += weight * (n // 10**place % 10)
    ok: NDArray[np.bool_] = (n >= _LOW) & (n <= _HIGH) & (total % 10 == n % 10)
    return ok


def parse(text: object) -> int | None:
    """Return the seven-digit number printed as `text`, or None when there is none.

    Takes what ships, lists and spreadsheets print: 'IMO1234567', 'IMO 9423671', 'IMO No.
    9423671', '9423671.0', 9423671, 9423671.0. The check digit is *not* tested: see
    `check_digit_ok`. Zero, other lengths and other text give None.
    """
    if text is None:
        return None
    found = _PRINTED.fullmatch(str(text))
    if not found:
        return None
    number = int(found[1])
    return number if number >= _LOW else None
