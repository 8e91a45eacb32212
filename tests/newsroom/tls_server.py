"""A real server with TLS on this machine, for what the paper asks of others."""

import contextlib
import socket
import ssl
import threading
from pathlib import Path

from newsroom.outgoing import Network

TLS = Path(__file__).parent / "tls"


class Server:
    """Answers each connection with the next of ``replies``: bytes, or a function that gets the line."""

    def __init__(self):
        self.replies, self.asked = [], []
        self._context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self._context.load_cert_chain(TLS / "certificate.pem", TLS / "key.pem")
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.port = self._socket.getsockname()[1]
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def network(self, **fields):
        return Network(
            **{
                "resolve": lambda host: ["127.0.0.1"],
                "is_public": lambda address: address == "127.0.0.1",
                "port": self.port,
                "trust": lambda: ssl.create_default_context(cafile=str(TLS / "certificate.pem")),
            }
            | fields
        )

    def close(self):
        with contextlib.suppress(OSError):  # closed before
            self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()
        self._thread.join(10)

    def _serve(self):
        with contextlib.suppress(OSError):
            while True:
                raw, _ = self._socket.accept()
                with (
                    raw,
                    contextlib.suppress(OSError),
                    self._context.wrap_socket(raw, server_side=True) as line,
                ):
                    self._answer(line)

    def _answer(self, line):
        line.settimeout(10)
        request = b""
        while b"\r\n\r\n" not in request:
            request += line.recv(65536)
        head, _, body = request.partition(b"\r\n\r\n")
        length = next((int(row[15:]) for row in head.split(b"\r\n") if row.startswith(b"Content-Length:")), 0)
        while len(body) < length:
            body += line.recv(65536)
        self.asked.append((head.decode(), body))
        reply = self.replies.pop(0)
        reply(line) if callable(reply) else line.sendall(reply)


def says(body, status="200 OK", **headers):
    lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(body)}"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    return "\r\n".join([*lines, "", ""]).encode() + body
