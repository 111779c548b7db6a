"""Radicale on a free port of this machine, with a folder of its own."""
import socket
import subprocess
import time
import urllib.request

import calendars

CONFIG = """[server]
hosts = 127.0.0.1:{port}
[auth]
type = none
[storage]
filesystem_folder = {folder}/collections
[logging]
level = error
"""


class Radicale:
    def __init__(self):
        folder = calendars.scratch()
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        with open(folder + "/config", "w", encoding="utf-8") as out:
            out.write(CONFIG.format(port=self.port, folder=folder))
        self.server = subprocess.Popen(["radicale", "--config", folder + "/config"],
                                       env=calendars.private_environment(folder, "UTC"))
        try:
            self.wait()
            self.ask("MKCOL", "/someone/")
        except Exception:
            self.stop()
            raise

    def stop(self):
        self.server.terminate()
        self.server.wait(20)

    def wait(self):
        for _ in range(200):
            try:
                socket.create_connection(("127.0.0.1", self.port)).close()
                return
            except ConnectionRefusedError:
                time.sleep(0.1)
        raise AssertionError("radicale does not answer")

    def ask(self, method, path, data=None, **headers):
        request = urllib.request.Request("http://127.0.0.1:%d%s" % (self.port, path), data, method=method)
        request.add_header("Content-Type", "text/calendar; charset=utf-8")
        for name, value in headers.items():
            request.add_header(name.replace("_", "-"), value)
        with urllib.request.urlopen(request, timeout=20) as answer:
            return answer.read()
