"""Refuse every connection and every look-up of a name but those of this machine.

Python runs this file by its name in each process whose `PYTHONPATH` holds this folder; the tests'
own process installs it by hand. Method: Python's audit events, which fire before the system is
asked. Blind spot: libraries that open sockets without Python (DuckDB, Polars).
"""

import ipaddress
import socket
import sys

_HERE = {"", "localhost", "localhost.localdomain", "ip6-localhost", "0.0.0.0", "::"}


class ReachedOut(RuntimeError):
    """Something tried to reach another machine."""


def is_here(host: object) -> bool:
    """Tell whether an address or name is this machine's."""
    if host is None:
        return True
    name = host.decode("ascii", "replace") if isinstance(host, bytes) else str(host)
    if name.lower() in _HERE or name == socket.gethostname():
        return True
    try:
        return ipaddress.ip_address(name.split("%")[0]).is_loopback
    except ValueError:
        return False


def refuse(event: str, args: tuple[object, ...]) -> None:
    """Raise ReachedOut for an event that leaves this machine."""
    if event in {"socket.connect", "socket.sendto"}:
        address = args[1]
        if isinstance(address, tuple) and not is_here(address[0]):
            raise ReachedOut(f"{event} to {address!r}: tests reach no other machine")
    elif event == "socket.getaddrinfo" and not is_here(args[0]):
        raise ReachedOut(f"a look-up of {args[0]!r}: tests reach no other machine")


sys.addaudithook(refuse)
