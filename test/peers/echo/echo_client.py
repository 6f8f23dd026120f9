"""A plain client of the echo that proves the key, sends many bytes, shuts its side down, and only then reads the rest.

usage: echo_client.py PORT KEY BYTES
"""

import hmac
import json
import socket
import sys
import threading

port, key, count = int(sys.argv[1]), sys.argv[2].encode("utf-8"), int(sys.argv[3])
text = (b"linhaifeng bang \xe4\xbd\xa0" * (count // 19 + 1))[:count]

with socket.create_connection(("127.0.0.1", port), timeout=10) as peer:
    challenge = peer.recv(32, socket.MSG_WAITALL)
    peer.sendall(hmac.new(key, challenge, "sha256").digest())

    def send():
        peer.sendall(text)
        peer.shutdown(socket.SHUT_WR)

    sender = threading.Thread(target=send)
    sender.start()
    answer = b""
    while True:
        part = peer.recv(65536)
        if not part:
            break
        answer += part
    sender.join()
print(json.dumps({"received": len(answer), "right": answer == text.upper()}))
