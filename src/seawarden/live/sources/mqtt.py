"""`mqtt://user@broker:1883/ais/#`: what a broker publishes under a topic.

A payload is one or more lines: NMEA, or one JSON message a line. Messages are asked for with QoS 1
under a fixed client name and a kept session, and acknowledged to the broker when they are on the
disk: what was sent while the watch was stopped comes when it is back. The password is a setting
(`--key-file`), the topic is the path (default `#`), a client's name `?client=`.
"""

from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from ...errors import UsageError
from .channel import Channel

_LOOK_S = 0.5
_KEEP_ALIVE_S = 30


@dataclass(frozen=True, slots=True)
class Mqtt:
    """Subscribes to a topic of a broker."""

    host: str
    port: int
    topic: str
    user: str = ""
    password: str = field(default="", repr=False)
    client: str = "seawarden"
    is_tls: bool = False
    can_wait = True

    @classmethod
    def of(cls, text: str, password: str) -> "Mqtt":
        """Return the source that was given. Raises UsageError without a host."""
        scheme, _, rest = text.partition("://")
        plain, _, query = rest.partition("?")
        host, _, topic = plain.partition("/")  # `#` is a wildcard here, no fragment
        at = urlsplit(f"//{host}")
        if not at.hostname:
            raise UsageError(f"source '{text}': expected mqtt://user@host:port/topic")
        is_tls = scheme == "mqtts"
        client = parse_qs(query).get("client", ["seawarden"])[0]
        return cls(
            at.hostname, at.port or (8883 if is_tls else 1883), unquote(topic) or "#",
            unquote(at.username or ""), password, client, is_tls,
        )  # fmt: skip

    def run(self, channel: Channel) -> None:
        """Read until the watch stops; a connection that ends is made again, later each time.

        Raises UsageError when the package `paho-mqtt` is missing.
        """
        try:
            from paho.mqtt import client as paho
            from paho.mqtt.enums import CallbackAPIVersion
        except ImportError as error:
            raise UsageError("mqtt: needs paho-mqtt; pip install 'seawarden[live]'") from error
        client = paho.Client(
            CallbackAPIVersion.VERSION2, client_id=self.client, clean_session=False,
            manual_ack=True,
        )  # fmt: skip
        if self.user:
            client.username_pw_set(self.user, self.password)
        if self.is_tls:
            client.tls_set()
        params = channel.params
        client.reconnect_delay_set(
            max(1, round(params.reconnect_first_s)), max(2, round(params.reconnect_most_s))
        )

        def connected(_c: Any, _u: Any, _flags: Any, reason: Any, _p: Any) -> None:
            if reason.is_failure:
                channel.failed(f"the broker refuses: {reason}")
                return
            client.subscribe(self.topic, qos=1)
            channel.connected()

        def lost(_c: Any, _u: Any, _flags: Any, reason: Any, _p: Any) -> None:
            if not channel.stop.is_set():
                channel.failed(f"the broker closed the connection ({reason}); connecting again")

        def came(_c: Any, _u: Any, message: Any) -> None:
            lines = [line for line in message.payload.splitlines() if line.strip()]

            def acknowledge() -> None:
                client.ack(message.mid, message.qos)

            if lines:
                channel.deliver(b"\n".join(lines) + b"\n", acknowledge=acknowledge)
            else:
                acknowledge()

        client.on_connect, client.on_disconnect, client.on_message = connected, lost, came
        client.on_connect_fail = lambda _c, _u: channel.failed("no answer; connecting again")
        client.connect_async(self.host, self.port, keepalive=_KEEP_ALIVE_S)
        client.loop_start()
        try:
            channel.stop.wait()
        finally:
            client.disconnect()
            client.loop_stop()
