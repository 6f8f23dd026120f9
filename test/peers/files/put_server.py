"""A plain file server for one connection: prints its port, stores uploads in a folder, and prints a line for each file.

usage: put_server.py FOLDER KEY     KEY: what clients have to prove the challenge with, - for none
"""

import hmac
import json
import os
import socket
import struct
import sys

folder, key = sys.argv[1], sys.argv[2]
listener = socket.create_server(("127.0.0.1", 0))
print(listener.getsockname()[1], flush=True)
client, _ = listener.accept()
client.settimeout(10)


def receive(size):
    """Exactly so many bytes; fewer when the client has ended."""
    return client.recv(size, socket.MSG_WAITALL)


if key != "-":
    challenge = os.urandom(32)
    client.sendall(challenge)
    digest = hmac.new(key.encode("utf-8"), challenge, "sha256").digest()
    if not hmac.compare_digest(receive(len(digest)), digest):
        sys.exit("wrong key")
while length := receive(4):
    header = json.loads(receive(struct.unpack("i", length)[0]).decode("utf-8"))
    left = header["filesize"]
    with open(os.path.join(folder, os.path.basename(header["filename"])), "wb") as file:
        while left > 0:
            data = client.recv(min(left, 8192))
            if not data:
                sys.exit("the file is cut off")
            file.write(data)
            left -= len(data)
    print(json.dumps(header), flush=True)
