"""A plain client of a file server: sends each file it is given over one connection, and reads no answers.

usage: put_client.py PORT KEY FILE...     KEY: what to prove the challenge with, - for a server that asks for no proof
"""

import hmac
import json
import os
import socket
import struct
import sys

port, key, files = int(sys.argv[1]), sys.argv[2], sys.argv[3:]
server = socket.create_connection(("127.0.0.1", port), timeout=10)
if key != "-":
    challenge = server.recv(32, socket.MSG_WAITALL)
    server.sendall(hmac.new(key.encode("utf-8"), challenge, "sha256").digest())
for path in files:
    name, size = os.path.basename(path), os.path.getsize(path)
    header = json.dumps({"cmd": "put", "filename": name, "filesize": size}).encode("utf-8")
    server.sendall(struct.pack("i", len(header)))
    server.sendall(header)
    with open(path, "rb") as file:
        for line in file:
            server.sendall(line)
server.close()
