"""An endpoint for Incode's onboarding-status webhook, with Python's standard library alone (3.9 or later).

    WEBHOOK_TOKEN=secret PORT=3000 python3 server.py     # without WEBHOOK_TOKEN, everybody may post
    HOOKSTEP_TOKEN=secret npx hookstep check http://127.0.0.1:3000/webhook
"""

import hmac
import json
import os
import re
import signal
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

HOST = os.environ.get("HOST", "127.0.0.1")
PORT = int(os.environ.get("PORT", "3000"))
TOKEN = os.environ.get("WEBHOOK_TOKEN")
LIMIT = 100 * 1024


class Refused(Exception):
    """What is wrong with a request, as the status of the answer."""

    def __init__(self, status, error, headers=(), closes=False):
        super().__init__(error)
        self.status, self.headers, self.closes = status, dict(headers), closes


class Webhook(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"  # connections are kept
    server_version, sys_version = "webhook", ""
    timeout = 30  # seconds of silence, until a connection is closed

    def respond(self):
        try:
            body = self.read_body()  # always, or its rest would be taken for the next request
            if self.path.split("?")[0] != "/webhook":
                raise Refused(404, "not found")
            if self.command != "POST":
                raise Refused(405, "POST only", {"Allow": "POST"})
            self.authenticate()
            self.require_json()
            notification = parse_notification(body)
        except Refused as refused:
            self.close_connection = self.close_connection or refused.closes
            return self.answer(refused.status, {"error": str(refused)}, refused.headers)
        is_new = record(notification)
        # Answer first, work later: the vendor waits, and sends again what is not answered in time.
        self.answer(204)
        if is_new:
            work(notification)

    do_POST = do_GET = do_HEAD = do_PUT = do_PATCH = do_DELETE = do_OPTIONS = respond

    def answer(self, status, content=None, headers=()):
        body = b"" if content is None else json.dumps(content).encode()
        self.send_response(status)
        for name, value in dict(headers).items():
            self.send_header(name, value)
        if status != 204:
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
        if self.close_connection:
            self.send_header("Connection", "close")
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def authenticate(self):
        if TOKEN is None:
            return
        sent = re.fullmatch(r"Bearer +(\S+)", self.headers.get("Authorization", ""), re.IGNORECASE)
        # In constant time: how long a comparison takes must not tell how much of a token is right.
        if sent and hmac.compare_digest(sent[1].encode(), TOKEN.encode()):
            return
        # RFC 6750, 3: an error code only where a token was sent.
        challenge = 'Bearer error="invalid_token"' if sent else "Bearer"
        raise Refused(401, "unauthorized", {"WWW-Authenticate": challenge})

    def require_json(self):
        media_type = self.headers.get("Content-Type", "application/json")
        is_json = re.match(r"application/json *(;|$)", media_type, re.IGNORECASE)
        if not is_json or "Content-Encoding" in self.headers:
            raise Refused(415, "application/json only, not compressed")

    def read_body(self):
        body, total = b"", 0
        for piece in self.pieces():
            total += len(piece)
            # Who still sends does not read: an answer before the end of it could be lost with the connection.
            body += piece if total <= LIMIT else b""
            if total > 100 * LIMIT:
                raise Refused(413, "too large", closes=True)
        if total > LIMIT:
            raise Refused(413, "too large")
        return body

    def pieces(self):
        for size in self.sizes():
            while size > 0:
                piece = self.rfile.read1(min(size, 65536))
                if not piece:
                    raise ConnectionResetError("the client went away in the middle of the body")
                size -= len(piece)
                yield piece

    def sizes(self):
        encoding, length = self.headers.get("Transfer-Encoding"), self.headers.get("Content-Length")
        if encoding is None:
            if not re.fullmatch(r"[0-9]{1,12}", length or "0"):
                raise Refused(400, "no length", closes=True)
            yield int(length or 0)
            return
        if encoding.lower() != "chunked" or length is not None:
            raise Refused(400, "unknown framing", closes=True)
        while size := self.chunk_size():
            yield size
            self.rfile.readline(3)  # the end of the chunk
        while self.rfile.readline(1000).strip():
            pass  # trailers

    def chunk_size(self):
        digits = self.rfile.readline(1000).split(b";")[0].strip()
        if not re.fullmatch(rb"[0-9A-Fa-f]{1,8}", digits):
            raise Refused(400, "no size of a chunk", closes=True)
        return int(digits, 16)

    def handle(self):
        try:
            super().handle()
        except ConnectionError:
            pass  # one request fails alone

    def log_message(self, *args):
        pass


def parse_notification(body):
    # Only what is used is checked: new fields and new statuses must not break it.
    try:
        fields = json.loads(body.decode("utf-8"))
    except (ValueError, RecursionError):  # not UTF-8, not JSON, or nested too deep
        fields = None
    names = ("interviewId", "onboardingStatus")
    if not isinstance(fields, dict) or not all(is_text(fields.get(name)) for name in names):
        raise Refused(400, "not a notification")
    return fields


def is_text(value):
    return isinstance(value, str) and value != ""


# Your database, with a unique key: the vendor may send the same twice, and in any order.
seen, lock = set(), threading.Lock()


def record(notification):
    key = (notification["interviewId"], notification["onboardingStatus"])
    with lock:
        is_new = key not in seen
        seen.add(key)
    return is_new


def work(notification):
    # ONBOARDING_FINISHED does not say whether somebody passed: fetch the score, and look at overall.status.
    names = ("onboardingStatus", "interviewId", "externalCustomerId")
    print(json.dumps({name: notification.get(name) for name in names}), flush=True)


class Server(ThreadingHTTPServer):
    request_queue_size = 128  # five, as it is by default, is less than one burst


if __name__ == "__main__":
    server = Server((HOST, PORT), Webhook)
    # What is under way gets no answer, so that the vendor sends it again.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    print(f"listening on http://{HOST}:{server.server_port}/webhook", flush=True)
    server.serve_forever()
