"""`serial:///dev/ttyUSB0?baud=38400`: a receiver on a serial line (IEC 61162-2: 38400 baud)."""

from dataclasses import dataclass

from ...errors import UsageError
from .channel import Channel, Lines
from .reconnect import keep_connected

_LOOK_S = 0.5


@dataclass(frozen=True, slots=True)
class Serial:
    """Reads a serial port."""

    device: str
    baud: int = 38_400
    can_wait = False

    def run(self, channel: Channel) -> None:
        """Read until the watch stops; a port that went away is opened again."""
        keep_connected(channel, lambda: self._session(channel))

    def _session(self, channel: Channel) -> str:
        try:
            import serial
        except ImportError as error:
            raise UsageError("serial: needs pyserial; pip install 'seawarden[live]'") from error
        with serial.serial_for_url(self.device, baudrate=self.baud, timeout=_LOOK_S) as port:
            channel.connected()
            lines = Lines()
            while not channel.stop.is_set():
                data = port.read(max(1, port.in_waiting))
                if whole := lines.feed(data):
                    channel.deliver(whole)
        return "stopped"
