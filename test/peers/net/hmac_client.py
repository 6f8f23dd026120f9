"""A plain client that proves the key and then talks to the echo: each text is sent, and its answer printed as JSON.

usage: hmac_client.py PORT KEY TEXT...
"""

import hmac
import json
import socket
import sys

port, key, texts = int(sys.argv[1]), sys.argv[2].encode("utf-8"), sys.argv[3:]


def receive(peer, count):
    parts = b""
    while len(parts) < count:
        part = peer.recv(count - len(parts))
        if not part:
            break
        parts += part
    return parts


with socket.create_connection(("127.0.0.1", port), timeout=10) as peer:
    challenge = receive(peer, 32)
    peer.sendall(hmac.new(key, challenge, "sha256").digest())
    answers = []
    for text in texts:
        try:
            peer.sendall(text.encode("utf-8"))
            answers.append(receive(peer, len(text.encode("utf-8"))).decode("utf-8"))
        except ConnectionError:
            answers.append("")
print(json.dumps(answers))
