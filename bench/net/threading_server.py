"""Answers frames as the course's programs would: socketserver.ThreadingTCPServer, struct.pack('i'), json."""
import json
import socketserver
import struct


class Handler(socketserver.StreamRequestHandler):
    disable_nagle_algorithm = True

    def handle(self):
        while prefix := self.rfile.read(4):
            header = json.loads(self.rfile.read(struct.unpack('i', prefix)[0]))
            body = self.rfile.read(header.get('data_size', 0))
            answer = {'status': 'ok', 'data_size': len(body)} if body else {'status': 'ok', 'protocol': 1}
            head = json.dumps(answer, separators=(',', ':')).encode()
            self.wfile.write(struct.pack('i', len(head)) + head + body.upper())


class Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True
    request_queue_size = 1024


with Server(('127.0.0.1', 0), Handler) as server:
    print(server.server_address[1], flush=True)
    server.serve_forever()
