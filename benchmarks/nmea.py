"""How fast NMEA text becomes Polars tables, against pyais on the same sentences.

    python benchmarks/nmea.py [SENTENCES]

The feed is synthetic: nine tenths position messages (types 1, 3 and 18), one tenth static (type 5
in two sentences, and 24A and 24B), every sentence with a tag block, drawn by a fixed seed. pyais
decodes a sample of it. Both run on one thread; compare the ratio, not figures of two machines.
"""

import io
import sys
import time
from importlib.metadata import version

import numpy as np
from pyais import NMEAMessage, encode_dict

from seawarden.read import nmea


def _framed(sentence: str, epoch_s: int, station: int, group: str = "") -> str:
    head = f"{group}s:st{station:03d},c:{epoch_s}"
    checksum = 0
    for c in head.encode():
        checksum ^= c
    return f"\\{head}*{checksum:02X}\\{sentence}\n"


def feed(sentences: int, seed: int = 1) -> bytes:
    """Return a feed of about so many sentences."""
    rng = np.random.default_rng(seed)
    pool: list[list[str]] = []
    for i in range(2_000):
        position = {
            "mmsi": int(rng.integers(200_000_000, 775_000_000)),
            "lat": float(rng.uniform(25, 40)),
            "lon": float(rng.uniform(118, 130)),
            "speed": float(rng.uniform(0, 20)),
            "course": float(rng.uniform(0, 359.9)),
            "heading": int(rng.integers(0, 360)),
            "second": int(rng.integers(0, 60)),
            "status": 0,
        }
        pool.append(
            encode_dict(
                position | {"type": (1, 1, 3, 18)[i % 4]}, talker_id="AI", sentence_type="VDM"
            )
        )
    statics: list[list[str]] = []
    for i in range(400):
        ship = {"mmsi": int(rng.integers(200_000_000, 775_000_000)), "shipname": f"SHIP {i} MARU"}
        if i % 2:
            more = {"type": 5, "imo": 9_074_729, "callsign": "HLXX", "destination": "BUSAN",
                    "to_bow": 100, "to_stern": 20, "draught": 7.5, "ship_type": 80}  # fmt: skip
            statics.append(
                encode_dict(ship | more, talker_id="AI", sentence_type="VDM", seq_id=i % 10)
            )
        elif i % 4:
            statics.append(
                encode_dict(ship | {"type": 24, "partno": 0}, talker_id="AI", sentence_type="VDM")
            )
        else:
            more = {"type": 24, "partno": 1, "callsign": "HLYY", "to_bow": 10, "ship_type": 30}
            statics.append(encode_dict(ship | more, talker_id="AI", sentence_type="VDM"))
    out: list[str] = []
    n, messages = 0, 0
    epoch_s = 1_700_000_000
    while n < sentences:
        static = rng.random() < 0.1
        source = statics if static else pool
        message = source[int(rng.integers(len(source)))]
        station = int(rng.integers(200))
        epoch_s += int(rng.random() < 0.01)
        messages += 1
        for k, sentence in enumerate(message, 1):
            group = f"g:{k}-{len(message)}-{messages % 10_000}," if len(message) > 1 else ""
            out.append(_framed(sentence, epoch_s, station, group))
            n += 1
    return "".join(out).encode()


def main() -> None:
    """Print sentences a second for the reader (best of five) and for pyais, and the ratio."""
    sentences = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    started = time.perf_counter()
    for _ in nmea.read(io.BytesIO(feed(100)), file_id=0, place="warm-up"):
        pass
    print(f"first call (compile, or load from the cache): {time.perf_counter() - started:.1f} s")
    text = feed(min(sentences, 200_000)) * max(1, sentences // 200_000)
    seconds, lines, rows = float("inf"), 0, 0
    for _ in range(5):
        started = time.perf_counter()
        lines = rows = 0
        for batch in nmea.read(io.BytesIO(text), file_id=0, place="feed"):
            lines += batch.lines
            rows += batch.n_reports + batch.n_statics
        seconds = min(seconds, time.perf_counter() - started)
    rate = lines / seconds
    sample = text.split(b"\n")[:10_000]
    started = time.perf_counter()
    for line in sample:
        sentence = line[line.rfind(b"!") :]
        if b",1,1," in sentence[:12]:
            NMEAMessage(sentence).decode()
    pyais_rate = len(sample) / (time.perf_counter() - started)
    print(f"{lines:,} sentences ({len(text) / 1e6:.0f} MB) to {rows:,} rows in {seconds:.2f} s")
    print(f"seawarden {rate / 1e6:.2f} M sentences/s")
    print(f"pyais {version('pyais')} {pyais_rate / 1e6:.3f} M sentences/s (single sentences only)")
    print(f"ratio {rate / pyais_rate:.0f}")


if __name__ == "__main__":
    main()
