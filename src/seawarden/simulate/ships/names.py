"""Names, made of the words ships of each flag carry; none is meant to be a real ship.

DPRK names are geographical or common words with a number, checked in the tests against the
public lists so that an invented ship is never spelt like a listed one.
"""

import numpy as np

_WORDS: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "CN": (("XIN", "HAI", "JIN", "HUA", "FU", "SHUN", "HONG", "RUI", "TAI", "LIAN", "MIN", "YUE",
            "ZHE", "LU", "SU"),
           ("YANG", "FENG", "DA", "XIANG", "YUN", "HE", "SHENG", "TONG", "AN", "LONG", "YUAN",
            "KANG")),
    "KR": (("DAE", "HAN", "SEO", "DONG", "WOO", "SAM", "GEUM", "CHEON", "BO", "SUNG", "YOUNG"),
           ("YANG", "JIN", "HAE", "WON", "SEONG", "HO", "MYEONG", "IL", "KWANG", "A")),
    "JP": (("SHIN", "KOYO", "TOKU", "EI", "HOKU", "NICHI", "FUJI", "KYO", "ASAHI", "SETO"),
           ("RYU MARU", "WA MARU", "SEI MARU", "EI MARU", "YO MARU", "HO MARU", "KO MARU")),
    "TW": (("YUN", "KAO", "CHI", "TAI", "HSIN", "MING"), ("FA", "CHUN", "LUNG", "SHENG", "AN")),
    "RU": (("KAPITAN", "AKADEMIK", "PRIMORYE", "SVETLANA", "ZALIV", "BUKHTA"),
           ("ORLOV", "VOLKOV", "SOKOL", "ZARYA", "BEREG", "VOSTOK")),
    "KP": (("BYOL MURI", "PHARAN HAE", "SAE PYOL", "NOPUN SAN", "MALGUN GANG", "PUREUN SOL",
            "KUREUM BONG", "HWIN NUN", "MUJIGAE", "SAEBYOK PIT", "PADO SORI", "KALMAEGI"),
           ("1", "2", "3", "4", "5", "6", "7", "8", "11", "12", "15", "21")),
    "": (("OCEAN", "PACIFIC", "GOLDEN", "BRIGHT", "GRAND", "EASTERN", "STAR", "ROYAL", "NEW",
          "BLUE", "CORAL", "LUCKY", "ASIAN", "SILVER", "NOBLE", "UNITED", "GLOBAL", "JADE"),
         ("PIONEER", "GLORY", "HARMONY", "BREEZE", "FORTUNE", "TRADER", "PEARL", "VENTURE",
          "HORIZON", "SPIRIT", "CHAMPION", "LEGEND", "VOYAGER", "HERON", "CRANE", "ORCHID",
          "SUMMIT", "GRACE")),
}  # fmt: skip


def name(rng: np.random.Generator, flag: str, kind: str, taken: set[str]) -> str:
    """Return a name of at most 20 characters that no ship of the scenario bears yet."""
    first, second = _WORDS.get(flag, _WORDS[""])
    while True:
        text = f"{first[rng.integers(len(first))]} {second[rng.integers(len(second))]}"
        if kind == "fishing" and flag == "CN":
            text = f"{first[rng.integers(len(first))]} YU {rng.integers(10000, 69999)}"
        elif kind == "pilot":
            text = f"PILOT {rng.integers(1, 400)}"
        elif flag != "KP" and rng.random() < 0.5:
            text = f"{text} {rng.integers(1, 99)}"
        elif text in taken:
            text = f"{text} {rng.integers(22, 9999)}"
        if text not in taken and len(text) <= 20:
            taken.add(text)
            return text
