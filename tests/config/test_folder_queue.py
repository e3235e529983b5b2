"""The queue in a folder: each message to one reader, whatever is killed in the middle."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from queue import Empty

import pytest
from kombu import Connection
from kombu.simple import SimpleQueue

from vitrine.config import folder_queue

BROKER = f"{folder_queue.SCHEME}://localhost"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "queue"


def connected(folder: Path) -> Connection:
    return Connection(BROKER, transport_options=folder_queue.options(folder, 0.01))


def drain(queue: SimpleQueue) -> list[object]:
    got: list[object] = []
    while True:
        try:
            message = queue.get(block=False)
        except Empty:
            return got
        message.ack()
        got.append(message.payload)


def test_several_readers_share_the_messages_without_doubling_or_losing_one(folder: Path) -> None:
    def read(_: int) -> list[object]:
        with connected(folder) as connection:
            return drain(connection.SimpleQueue("people"))

    with connected(folder) as connection:
        queue = connection.SimpleQueue("people")
        for number in range(200):
            queue.put(number)
    with ThreadPoolExecutor(4) as pool:
        got = Counter(number for numbers in pool.map(read, range(4)) for number in numbers)
    assert got == Counter(range(200))


def test_messages_come_in_order_and_to_their_own_queue(folder: Path) -> None:
    with connected(folder) as connection:
        people, rest = connection.SimpleQueue("people"), connection.SimpleQueue("rest")
        for number in range(5):
            people.put(number)
        rest.put("other")
        assert drain(people) == [0, 1, 2, 3, 4]
        assert drain(rest) == ["other"]


def test_what_a_killed_writer_left_is_not_seen_and_what_is_no_message_is_dropped(folder: Path) -> None:
    with connected(folder) as connection:
        queue = connection.SimpleQueue("people")
        messages = folder / "messages"
        (messages / "00000000000000000001_a.people.msg.0123.part").write_text('{"half": ')
        (messages / "00000000000000000002_b.people.msg").write_text("")
        (messages / "00000000000000000003_c.people.msg").write_text('{"body"')
        queue.put("whole")
        assert drain(queue) == ["whole"]
