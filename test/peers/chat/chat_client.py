"""A plain chat client by UDP: sends each line of its input, and waits for one answer to each before it reads the next.

usage: chat_client.py PORT
"""

import socket
import sys

peer = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
for line in sys.stdin:
    message = line.strip()
    if message == "q":
        break
    if not message:
        continue
    peer.sendto(message.encode("utf-8"), ("127.0.0.1", int(sys.argv[1])))
    answer, address = peer.recvfrom(1024)
    print("%s:%s %s" % (*address, answer.decode("utf-8")), flush=True)
