"""A plain time server by UDP: an empty datagram is the time, any other is a format of strftime.

usage: time_server.py PORT   (0: any free one; the port is printed)
"""

import socket
import sys
import time

peer = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
peer.bind(("127.0.0.1", int(sys.argv[1])))
print(peer.getsockname()[1], flush=True)
while True:
    question, address = peer.recvfrom(1024)
    answer = time.strftime(question.decode("utf-8") or "%Y-%m-%d %X")
    peer.sendto(answer.encode("utf-8"), address)
