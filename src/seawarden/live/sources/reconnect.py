"""A connection that ends is made again: after a second, then twice as late each time."""

from collections.abc import Callable

from .channel import Channel


def keep_connected(channel: Channel, session: Callable[[], str]) -> None:
    """Run `session` until the watch stops; it returns, or raises OSError, when a connection ends.

    What it returns is why. The wait before the next one doubles up to `reconnect_most_s`, and is
    short again after a connection that brought lines.
    """
    wait_s = channel.params.reconnect_first_s
    while not channel.stop.is_set():
        before = channel.lines
        try:
            why = session()
        except (OSError, ValueError, EOFError) as error:
            why = str(error) or type(error).__name__
        if channel.stop.is_set():
            return
        if channel.lines > before:
            wait_s = channel.params.reconnect_first_s
        channel.failed(f"{why}; connecting again in {wait_s:g} s")
        channel.stop.wait(wait_s)
        wait_s = min(2 * wait_s, channel.params.reconnect_most_s)
