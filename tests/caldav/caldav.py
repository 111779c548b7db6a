"""What the tests of publishing share: a Radicale of their own, a proxy before it that counts and makes faults, and what
stands in a collection."""
import base64
import http.client
import http.server
import os
import re
import socket
import subprocess
import sys
import threading
import time
import urllib.parse

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "../cli"))
from regimen import Case  # noqa: E402

FOLLOWS = "regimen: to update the calendar on the server, run: regimen publish\n"
USER, PASSWORD = "anna", "a secret: ü"
CONFIG = """[server]
hosts = 127.0.0.1:{port}
{tls}
[auth]
type = {auth}
htpasswd_filename = {folder}/users
htpasswd_encryption = plain
[storage]
filesystem_folder = {folder}/collections
[logging]
level = error
"""
TLS = """ssl = True
certificate = {folder}/server.pem
key = {folder}/server.key
"""


def free_port():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


class Radicale:
    """Of the same folder there may be two. password: False: everybody may do everything."""

    def __init__(self, folder, tls=False, password=True):
        self.folder, self.port, self.tls = folder, free_port(), tls
        with open(folder + "/users", "w", encoding="utf-8") as out:
            out.write(USER + ":" + PASSWORD + "\n")
        self.config = "%s/config-%d" % (folder, self.port)
        with open(self.config, "w", encoding="utf-8") as out:
            out.write(CONFIG.format(port=self.port, folder=folder, tls=TLS.format(folder=folder) if tls else "",
                                    auth="htpasswd" if password else "none"))
        self.process = None

    def start(self):
        self.process = subprocess.Popen(["radicale", "--config", self.config], stderr=subprocess.DEVNULL,
                                        env={"PATH": os.environ["PATH"], "HOME": self.folder, "LC_ALL": "C.UTF-8"})
        for _ in range(600):
            try:
                socket.create_connection(("127.0.0.1", self.port)).close()
                return self
            except ConnectionRefusedError:
                time.sleep(0.1)
        raise RuntimeError("radicale does not answer")

    def stop(self):
        if self.process is not None:
            self.process.kill()
            self.process.wait(60)
            self.process = None


class Proxy(http.server.ThreadingHTTPServer):
    """Hands requests on to @port, and keeps them in requests. rule(method, path) says what goes wrong: None, or one of
    (status, body, headers) to answer so without handing on; "before" and "after": the connection is lost before or after
    the request did its work; "cut": in the middle of the answer; "kill": the server dies after it."""
    daemon_threads = True

    def __init__(self, port, server=None):
        super().__init__(("127.0.0.1", 0), Handler)
        self.target, self.server = port, server
        self.requests, self.rule = [], lambda method, path: None
        self.thread = threading.Thread(target=self.serve_forever, daemon=True)
        self.thread.start()

    def handle_error(self, request, client_address):
        pass

    def stop(self):
        self.shutdown()
        self.server_close()
        self.thread.join(60)

    def count(self, method):
        return sum(1 for each, _ in self.requests if each == method)


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def lose(self):
        self.close_connection = True
        self.connection.shutdown(socket.SHUT_RDWR)

    def answer(self, status, body, headers, length=None):
        self.send_response(status)
        for name, value in headers:
            if name.lower() not in ("content-length", "transfer-encoding", "connection", "server", "date"):
                self.send_header(name, value)
        if status != 204:
            self.send_header("Content-Length", str(len(body) if length is None else length))
        self.end_headers()
        self.wfile.write(body)
        self.wfile.flush()

    def hand_on(self, body):
        there = http.client.HTTPConnection("127.0.0.1", self.server.target, timeout=60)
        try:
            kept = {k: v for k, v in self.headers.items() if k.lower() not in ("host", "connection")}
            there.request(self.command, self.path, body, {**kept, "Host": "127.0.0.1:%d" % self.server.server_port})
            answer = there.getresponse()
            return answer.status, answer.read(), answer.getheaders()
        finally:
            there.close()

    def do(self):
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        self.server.requests.append((self.command, self.path))
        fault = self.server.rule(self.command, urllib.parse.unquote(self.path))
        if fault == "before":
            return self.lose()
        if isinstance(fault, tuple):
            return self.answer(*fault)
        try:
            status, data, headers = self.hand_on(body)
        except OSError:
            return self.lose()
        if fault == "kill":
            self.server.server.stop()
        if fault in ("after", "kill"):
            return self.lose()
        if fault == "cut":
            self.answer(status, data[:len(data) // 2], headers, len(data))
            return self.lose()
        if callable(fault):
            status, data, headers = fault(status, data, headers)
        return self.answer(status, data, headers)

    do_GET = do_PUT = do_DELETE = do_PROPFIND = do_REPORT = do_MKCALENDAR = do_OPTIONS = do


def nth(number, fault, method="PUT"):
    """A rule: the fault at the number-th request with that method, once; number 0: at each of them. A connection that is
    lost is lost from then on: what is lost once curl asks again by itself."""
    seen = []
    lost = fault in ("before", "after", "cut")

    def rule(each, _path):
        if each == method:
            seen.append(each)
        return fault if each == method and (number in (0, len(seen)) or lost and len(seen) > number) else None
    return rule


def unfold(text):
    return text.replace("\r\n", "\n").replace("\n ", "").replace("\n\t", "")


def events(text):
    """From UID to what matters of each event in iCalendar text, as its lines say it."""
    found = {}
    for block in re.findall(r"BEGIN:VEVENT\n(.*?)END:VEVENT", unfold(text), re.DOTALL):
        own = re.sub(r"BEGIN:VALARM\n.*?END:VALARM\n", "", block, flags=re.DOTALL)
        values = dict(line.split(":", 1) for line in own.splitlines() if ":" in line)
        byname = {key.split(";")[0]: (key, value) for key, value in values.items()}
        found[byname["UID"][1]] = {name: byname[name] for name in
                                   ("DTSTART", "DTEND", "SUMMARY", "STATUS", "LOCATION", "DESCRIPTION", "SEQUENCE")
                                   if name in byname}
        found[byname["UID"][1]]["alarms"] = block.count("BEGIN:VALARM")
    return found


class Publishing(Case):
    """A record, Radicale, and the proxy between them."""
    tls = False

    def setUp(self):
        super().setUp()
        self.prepare()
        self.radicale = Radicale(self.home, self.tls).start()
        self.addCleanup(self.radicale_stop)
        self.proxy = Proxy(self.radicale.port, self.radicale)
        self.addCleanup(self.proxy.stop)
        self.url = "http://127.0.0.1:%d/anna/regimen/" % self.proxy.server_port

    def prepare(self):
        """What the server needs before it starts."""

    def radicale_stop(self):
        self.radicale.stop()

    def call(self, *words, password=None, **extra):
        """As the one of all commands, with something on standard input."""
        from regimen import REGIMEN
        return subprocess.run([REGIMEN, *words], env=self.environment(**extra), capture_output=True, timeout=300,
                              input=None if password is None else (password + "\n").encode(),
                              **({"stdin": subprocess.DEVNULL} if password is None else {}))

    def run_it(self, *words, status=0, **extra):
        """Also says that the calendar is not up to date, after what writes; see note."""
        done = self.call(*words, **extra)
        said = done.stderr.decode()
        self.note = FOLLOWS in said
        self.assertEqual((done.returncode, said.replace(FOLLOWS, "")), (status, ""), words)
        return done.stdout.decode()

    def set_up(self, *words):
        done = self.call("publish", "set", self.url, "--user", USER, *words, password=PASSWORD)
        self.assertEqual((done.returncode, done.stderr), (0, b""))
        return done.stdout.decode()

    def publish(self, *words):
        """Returns how many requests of each method it took."""
        del self.proxy.requests[:]
        self.run_it("publish", *words)
        return {method: self.proxy.count(method) for method in {method for method, _ in self.proxy.requests}}

    def fails(self, *words, status=1, says=""):
        done = self.call("publish", *words)
        line = done.stderr.decode()
        self.assertEqual((done.returncode, done.stdout), (status, b""), line)
        self.assertRegex(line, r"\Aregimen: [^\n]+\n\Z")
        if words == ("refresh",):  # goes into a log
            self.assertEqual(line, "regimen: the calendar on the server is not up to date; \"regimen publish show\" says why\n")
            self.assertIn(says, self.json("publish", "show")["problem"])
        else:
            self.assertIn(says, line)
        return line

    # ---- the server, as somebody else sees it ----

    def ask(self, method, name="", body=None, **headers):
        """Straight to the server. Returns status, headers and text."""
        there = http.client.HTTPConnection("127.0.0.1", self.radicale.port, timeout=60)
        login = base64.b64encode(f"{USER}:{PASSWORD}".encode()).decode()
        there.request(method, "/anna/regimen/" + urllib.parse.quote(name), body.encode() if body else None,
                      {"Authorization": "Basic " + login, **{k.replace("_", "-"): v for k, v in headers.items()}})
        answer = there.getresponse()
        text = answer.read().decode()
        there.close()
        return answer.status, dict(answer.getheaders()), text

    def there(self):
        status, _, text = self.ask("GET")
        self.assertIn(status, (200, 404))
        return events(text) if status == 200 else {}

    def here(self):
        return events(self.call("export").stdout.decode())

    def assert_equal_to_record(self):
        self.assert_same(self.there(), self.here())

    def assert_same(self, there, here):
        self.assertEqual(sorted(there), sorted(here))
        for uid, event in here.items():
            self.assertEqual(there[uid], event)

    def uid(self, title, where=None):
        """Of the event with that title."""
        return next(uid for uid, event in (where or self.here()).items() if event["SUMMARY"][1].startswith(title))

    def edit(self, uid, change):
        """As a person does with a calendar program: gets it, changes its text, puts it back."""
        name = uid + ".ics"
        status, headers, text = self.ask("GET", name)
        self.assertEqual(status, 200)
        new = change(unfold(text))
        self.assertNotEqual(new, unfold(text))
        status, _, _ = self.ask("PUT", name, new.replace("\n", "\r\n"), If_Match=headers["ETag"],
                                Content_Type="text/calendar; charset=utf-8")
        self.assertIn(status, (201, 204))

    def delete(self, uid):
        self.assertIn(self.ask("DELETE", uid + ".ics")[0], (200, 204))
