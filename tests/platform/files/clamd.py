"""A clamd that listens as the true one does, for the tests: it knows EICAR, and counts what it was shown."""

import socketserver
import struct
import threading
from contextlib import contextmanager

EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}" + b"$EICAR-" + b"STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


class _Conversation(socketserver.BaseRequestHandler):
    def handle(self):
        assert self._read(10) == b"zINSTREAM\0"
        shown = b""
        while count := struct.unpack("!L", self._read(4))[0]:
            shown += self._read(count)
        self.server.shown.append(len(shown))
        found = b"stream: Eicar-Signature FOUND" if EICAR in shown else b"stream: OK"
        self.request.sendall((self.server.answer or found) + b"\0")

    def _read(self, count):
        data = b""
        while len(data) < count:
            part = self.request.recv(count - len(data))
            if not part:
                raise ConnectionError
            data += part
        return data


class _Tcp(socketserver.ThreadingTCPServer):
    daemon_threads = True


class _Unix(socketserver.ThreadingUnixStreamServer):
    daemon_threads = True


@contextmanager
def clamd(path=None, answer=None):
    """Its address, on a port or at a path; `shown` counts the bytes of each file, `answer` replaces what it says."""
    server = _Unix(str(path), _Conversation) if path else _Tcp(("127.0.0.1", 0), _Conversation)
    server.shown, server.answer = [], answer
    server.address = f"unix://{path}" if path else f"tcp://127.0.0.1:{server.server_address[1]}"
    listening = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    listening.start()
    try:
        yield server
    finally:
        server.shutdown()
        listening.join()
        server.server_close()
