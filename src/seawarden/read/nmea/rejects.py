"""NMEA kernel: a line that could not be read is kept with its reason and its text."""

from .jit import BYTES, I8, OUT, VOID, kernel
from .state import J_LINE, J_REASON, J_TEXT_END, J_VALUE, N_REJ, TEXT, Bytes, Out


@kernel(VOID(BYTES, I8, I8, I8, I8, I8, OUT))
def reject(buf: Bytes, a: int, b: int, line: int, reason: int, value: int, out: Out) -> None:
    """Write one row of REJECTS with the text `buf[a:b]`, cut at TEXT bytes."""
    i = out.n[N_REJ]
    out.n[N_REJ] = i + 1
    rej = out.rej
    rej[J_LINE, i] = line
    rej[J_REASON, i] = reason
    rej[J_VALUE, i] = value
    end = rej[J_TEXT_END, i - 1] if i > 0 else 0
    for k in range(a, min(b, a + TEXT)):
        out.rej_text[end] = buf[k]
        end += 1
    rej[J_TEXT_END, i] = end
