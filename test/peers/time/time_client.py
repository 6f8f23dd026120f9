"""A plain client of a time server: sends each format it is given as one datagram and prints the answers as JSON.

usage: time_client.py PORT FORMAT...
"""

import json
import socket
import sys

peer = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
peer.settimeout(10)
answers = []
for text in sys.argv[2:]:
    peer.sendto(text.encode("utf-8"), ("127.0.0.1", int(sys.argv[1])))
    answers.append(peer.recv(1024).decode("utf-8"))
print(json.dumps(answers))
