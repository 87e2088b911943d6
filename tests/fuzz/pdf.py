"""PDF files made by hand: a small release, and the parts that bombs are built of."""

import zlib

FONT = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"
LINE = b"BT /F 9 Tf (We condemn the launch of it, Ann Lee said.) Tj ET\n"


def pdf(objects: dict[int, bytes], *, root: int = 1) -> bytes:
    """Return a file of these objects, with its table of places."""
    out, at = b"%PDF-1.7\n", {}
    for number, body in sorted(objects.items()):
        at[number] = len(out)
        out += b"%d 0 obj\n" % number + body + b"\nendobj\n"
    start, most = len(out), max(objects) + 1
    out += b"xref\n0 %d\n0000000000 65535 f \n" % most
    out += b"".join(b"%010d 00000 n \n" % at.get(i, 0) for i in range(1, most))
    return out + (
        b"trailer\n<< /Size %d /Root %d 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (most, root, start)
    )


def stream(data: bytes, more: bytes = b"") -> bytes:
    """Return a packed stream."""
    packed = zlib.compress(data, 9)
    head = b"<< /Length %d /Filter /FlateDecode %s>>" % (len(packed), more)
    return head + b"\nstream\n" + packed + b"\nendstream"


def pages(n: int, content: bytes) -> bytes:
    """Return a file of `n` pages that share one content."""
    resources = b"/Resources << /Font << /F 3 0 R >> >> /MediaBox [0 0 99 99]"
    kids = b" ".join(b"%d 0 R" % (10 + i) for i in range(n))
    objects = {
        1: b"<< /Type /Catalog /Pages 2 0 R >>",
        2: b"<< /Type /Pages /Count %d /Kids [" % n + kids + b"] >>",
        3: FONT,
        4: stream(content),
    }
    for i in range(n):
        objects[10 + i] = b"<< /Type /Page /Parent 2 0 R /Contents 4 0 R %s >>" % resources
    return pdf(objects)


def release() -> bytes:
    """Return two pages of a release."""
    return pages(2, LINE * 3)
