"""A broker that keeps the protocol, and one that does not."""

import time

import pytest

from seawarden.live.params import Params
from seawarden.live.sources.source import sources_of

from .broker import Broker, Client
from .listening import LINE, listening

pytest.importorskip("paho.mqtt.client")
QUICK = Params(reconnect_first_s=1.0, reconnect_most_s=2.0)


def test_messages_are_acknowledged_when_they_are_on_the_disk_and_not_before() -> None:
    """What the watch has not kept, the broker keeps: a kept session, QoS 1."""

    def session(client: Client, _n: int) -> None:
        client.publish("ais/busan", LINE + LINE, 7)
        client.publish("ais/busan", LINE.strip(), 8)

    broker = Broker(session)
    (source,) = sources_of((f"mqtt://127.0.0.1:{broker.port}/ais/#?client=w1",))
    with listening(source, QUICK) as heard:
        heard.is_acknowledging = False
        heard.until(lambda: heard.data == 3 * LINE)
        time.sleep(0.1)
        assert broker.acknowledged == []
        for acknowledge in heard.waiting:
            acknowledge()
        assert broker.wait_for(7) and broker.wait_for(8)
    assert broker.topics == ["ais/#"] and broker.clean == [False]
    broker.close()


def test_a_broker_that_closes_is_connected_again() -> None:
    def session(client: Client, n: int) -> None:
        client.publish("ais", LINE, n)
        if n == 1:
            broker.wait_for(1)
            client.line.shutdown(2)

    broker = Broker(session)
    (source,) = sources_of((f"mqtt://127.0.0.1:{broker.port}/ais",))
    with listening(source, QUICK) as heard:
        heard.until(lambda: heard.data == 2 * LINE)
    assert heard.channel.connects == 2
    assert any("connecting again" in text for text in heard.said)
    broker.close()


def test_an_empty_payload_is_passed_over_and_acknowledged() -> None:
    broker = Broker(lambda client, _n: client.publish("ais", b"\n", 3))
    (source,) = sources_of((f"mqtt://127.0.0.1:{broker.port}/ais",))
    with listening(source, QUICK) as heard:
        assert broker.wait_for(3)
    assert heard.data == b""
    broker.close()


def test_a_refusal_is_shown() -> None:
    broker = Broker(lambda _client, _n: None, refuse=5)
    (source,) = sources_of((f"mqtt://me@127.0.0.1:{broker.port}/ais",))
    with listening(source, QUICK) as heard:
        heard.until(lambda: bool(heard.said))
    assert "refuses" in heard.said[0]
    broker.close()
