"""A bucket that answers as S3 does, in memory: PUT, GET, HEAD, DELETE of one object at a path."""

import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class _Bucket(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        """Silent."""

    def do_PUT(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        if "aws-chunked" in self.headers.get("Content-Encoding", ""):
            body = _joined(body)
        self.server.objects[self.path] = body
        self._answer(200)

    def do_GET(self):
        self._give(with_body=True)

    def do_HEAD(self):
        self._give(with_body=False)

    def do_DELETE(self):
        self.server.objects.pop(self.path, None)
        self._answer(204)

    def _give(self, *, with_body):
        found = self.server.objects.get(self.path)
        if found is None:
            self._answer(404)
        else:
            self._answer(200, found, with_body=with_body)

    def _answer(self, status, body=b"", *, with_body=True):
        self.server.asked.append((self.command, self.path, self.headers.get("Authorization", "")))
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("ETag", '"x"')
        self.end_headers()
        if with_body:
            self.wfile.write(body)


def _joined(body):
    """What AWS cuts in pieces, each after its length in hexadecimal, to sign as it goes."""
    found = b""
    while body:
        head, _, body = body.partition(b"\r\n")
        count = int(head.split(b";")[0], 16)
        if not count:
            break
        found, body = found + body[:count], body[count + 2 :]
    return found


@contextmanager
def bucket():
    """`objects` by path, and all that was `asked`."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Bucket)
    server.daemon_threads, server.objects, server.asked = True, {}, []
    server.address = f"http://127.0.0.1:{server.server_address[1]}"
    listening = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    listening.start()
    try:
        yield server
    finally:
        server.shutdown()
        listening.join()
        server.server_close()
