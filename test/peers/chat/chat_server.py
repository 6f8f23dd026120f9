"""A plain chat partner by UDP: shows what comes, and answers each message with the next line of its input.

usage: chat_server.py PORT   (0: any free one; the port is printed)
"""

import socket
import sys

peer = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
peer.bind(("127.0.0.1", int(sys.argv[1])))
print(peer.getsockname()[1], flush=True)
while True:
    message, address = peer.recvfrom(1024)
    print("%s:%s %s" % (*address, message.decode("utf-8")), flush=True)
    answer = sys.stdin.readline()
    if answer == "":
        break
    peer.sendto(answer.strip().encode("utf-8"), address)
