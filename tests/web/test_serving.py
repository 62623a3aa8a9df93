"""The socket on which the page is served."""

import asyncio
import socket

import pytest

from midcourse.errors import MidcourseError
from midcourse.web.serving import open_socket

HOSTS = ["127.0.0.1", "::1"]


def listening(host):
    """A listening socket, or the test is skipped where the machine has no such address."""
    try:
        return open_socket(host, None)
    except (MidcourseError, OSError):
        pytest.skip(f"no {host} here")


@pytest.mark.parametrize("host", HOSTS)
def test_the_parts_of_an_answer_do_not_wait_for_one_another(host):
    # Nagle's algorithm holds a body back until the head is acknowledged, which a client delays by 40 ms
    kept = []

    async def one_connection():
        async def answer(_, writer):
            there = writer.get_extra_info("socket")
            kept.append(there.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY))
            writer.close()

        made = listening(host)
        async with await asyncio.start_server(answer, sock=made):
            reader, writer = await asyncio.open_connection(*made.getsockname()[:2])
            await reader.read()
            writer.close()
            await writer.wait_closed()

    asyncio.run(one_connection())
    assert len(kept) == 1
    assert kept[0] != 0


def test_without_a_port_the_next_free_one_is_taken_and_a_taken_one_is_refused():
    with listening("127.0.0.1") as first, listening("127.0.0.1") as second:
        ports = [one.getsockname()[1] for one in (first, second)]
        assert ports[0] != ports[1]
        with pytest.raises(MidcourseError, match="port"):
            open_socket("127.0.0.1", ports[0])
