r"""NMEA from a socket carries no time: each sentence gets that at which it came, and its source.

    !AIVDM,1,1,,A,...*hh   ->   \s:tcp-host-4001,c:1772409608123*hh\!AIVDM,1,1,,A,...*hh

Method: an NMEA tag block with the time in ms (`c:`) and the station (`s:`), as readers of NMEA
know it. A line that gives its time itself is left as it is: a tag block with `c:`, an epoch behind
the checksum, a logger's time before the sentence. So is every line once the source has sent a
clock (`$PGHP`, `$--ZDA`, `$--RMC`): the reader dates sentences by it. A tag block without `c:`
gets one, and keeps its station. Of a group (`g:`) only the first sentence is dated.

Blind spot: a source that is hours late and sends no time is dated by when it came.
"""

import re

_TIMED = re.compile(
    rb"^\\[^\\\n]*\bc:\d|\*[0-9A-Fa-f]{2}[ \t]*[,; ][ \t]*\S|^[^!$\\\n#]+[!]..VD[MO],",
    re.MULTILINE,
)
CLOCK = re.compile(rb"\$(?:PGHP|..ZDA|..RMC),")
_TAGGED = re.compile(rb"^\\([^\\\n]*?)(?:\*[0-9A-Fa-f]{2})?\\(?=!)")
_LATER_IN_GROUP = re.compile(rb"\bg:([2-9])-")
_NOT_IN_NAMES = re.compile(r"[^A-Za-z0-9_.-]+")


def name_of(text: str) -> str:
    """Return a source's name as it may stand in a tag block and in a file's name."""
    return _NOT_IN_NAMES.sub("-", text).strip("-.")[:40] or "source"


def stamped(data: bytes, received_ms: int, station: str) -> bytes:
    """Return whole lines of NMEA, each sentence without a time dated by `received_ms`."""
    tag = _tag(b"s:" + station.encode("ascii", "replace") + b",c:" + str(received_ms).encode())
    if b"\\" not in data and not _TIMED.search(data):
        if data.startswith(b"!"):
            data = tag + data
        return data.replace(b"\n!", b"\n" + tag + b"!")
    return b"".join(_line(line, tag, received_ms) for line in data.splitlines(keepends=True))


def _line(line: bytes, tag: bytes, received_ms: int) -> bytes:
    if _TIMED.search(line):
        return line
    if line.startswith(b"!"):
        return tag + line
    tagged = _TAGGED.match(line)
    if tagged is None or _LATER_IN_GROUP.search(tagged[1]):
        return line
    return _tag(tagged[1] + b",c:" + str(received_ms).encode()) + line[tagged.end() :]


def _tag(text: bytes) -> bytes:
    checksum = 0
    for byte in text:
        checksum ^= byte
    return b"\\%s*%02X\\" % (text, checksum)
