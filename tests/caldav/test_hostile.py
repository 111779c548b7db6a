#!/usr/bin/python3
"""A server that is hostile, or was taken over: whatever it answers and whatever stands in its events ends in one line or none,
within the limits of time and memory, and leaves the record as it is."""
import html
import http.server
import os
import re
import sqlite3
import subprocess
import sys
import threading
import unittest
import urllib.parse
import zlib

import caldav
from regimen import REGIMEN

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "../ical"))
import hostile  # noqa: E402

MEBIBYTE = 1024 * 1024
MEMORY = 512 * 1024  # in KiB
SECONDS = 5  # of the processor
SANITIZED = hostile.is_sanitized(REGIMEN)
#: What a terminal would obey, or show as if it stood elsewhere.
UNSEEN = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")
ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
HEAD = '<?xml version="1.0"?><multistatus xmlns="DAV:" xmlns:C="urn:ietf:params:xml:ns:caldav">'
#: Of each a name and the text of an event; "UID" stands for that of a dose.
OBJECTS = {
    "folds of nothing": "BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:UID\nSUMMARY:a" + "\n " * (MEBIBYTE // 2 - 200),
    "ends of lines": "\r\n" * (MEBIBYTE // 2 - 10),
    "a zone of many parts": "BEGIN:VEVENT\nUID:UID\nDTSTART;TZID=" + "a/" * (MEBIBYTE // 3) + ":20261201T100000\nEND:VEVENT\n",
    "many zones": "BEGIN:VEVENT\nUID:UID\n" + "DTSTART;TZID=../../etc/passwd:20261201T100000\n" * 20000 + "END:VEVENT\n",
    "accents on accents": "BEGIN:VEVENT\nUID:UID\nDTSTART:20261201T100000Z\nSUMMARY:a" + "\u0315\u0300\u0327" * (MEBIBYTE // 7)
                          + "\nEND:VEVENT\n",
    "one escape": "BEGIN:VEVENT\nUID:UID\nDTSTART:20261201T100000Z\nSUMMARY:" + "\\" * (MEBIBYTE - 200) + "\nEND:VEVENT\n",
    "many titles": "BEGIN:VEVENT\nUID:UID\nDTSTART:20261201T100000Z\n" + "SUMMARY:b\n" * 90000 + "END:VEVENT\n",
    "parameters": "BEGIN:VEVENT\nUID:UID\nDTSTART" + ";a=b" * (MEBIBYTE // 5) + ":20261201T100000Z\nEND:VEVENT\n",
    "quotes": "BEGIN:VEVENT\nUID:UID\nDTSTART;X=" + '"' * (MEBIBYTE // 2 + 1) + ":20261201T100000Z\nEND:VEVENT\n",
    "a long time": "BEGIN:VEVENT\nUID:UID\nDTSTART:20261201T100000Z\nDURATION:P" + "9" * 1000000 + "W\nEND:VEVENT\n",
    "durations": "BEGIN:VEVENT\nUID:UID\nDTSTART:20261201T100000Z\nDURATION:P99999999999999999999W1D\nEND:VEVENT\n",
    "an end before all times": "BEGIN:VEVENT\nUID:UID\nDTSTART:20261201T100000Z\nDTEND:19000101T000000Z\nEND:VEVENT\n",
    "escapes of terminals": "BEGIN:VEVENT\nUID:UID\nDTSTART:20261201T100000Z\nSUMMARY:\u202e\u009b31mx\nEND:VEVENT\n",
    "another UID": "BEGIN:VEVENT\nUID:x\nDTSTART:20261201T100000Z\nEND:VEVENT\n",
    "above the limit": "BEGIN:VEVENT\nUID:UID\nDTSTART:20261201T100000Z\nDESCRIPTION:" + "x" * 9 * MEBIBYTE + "\nEND:VEVENT\n",
    "beginnings": "BEGIN:VEVENT\n" * 70000,
    "ends": "END:VEVENT\n" * 70000,
    "an event without calendar": "BEGIN:VEVENT\nUID:UID\nDTSTART:20261201T100000Z\nEND:VEVENT\n",
}
OBJECTS.update({name: "BEGIN:VCALENDAR\n%sEND:VCALENDAR\n" % text for name, text in OBJECTS.items()
                if text.startswith("BEGIN:VEVENT") and name != "an event without calendar"})


def answer(status, body, *headers, whole=True):
    """The bytes of a whole answer."""
    lines = ["HTTP/1.1 %d x" % status, *headers, *(["Content-Length: %d" % len(body)] if whole else [])]
    return "\r\n".join([*lines, "", ""]).encode("utf-8") + body


def multistatus(text, *headers):
    return answer(207, text.encode() if isinstance(text, str) else text, "Content-Type: application/xml", *headers)


def endless(piece):
    return lambda: (piece for _ in range(1 << 20))


def bomb():
    """500 MiB of blanks."""
    packer = zlib.compressobj(9, wbits=31)
    return b"".join([*(packer.compress(b" " * MEBIBYTE) for _ in range(500)), packer.flush()])


def entities():
    text = '<!DOCTYPE m [<!ENTITY a "aaaaaaaaaaaaaaaa">'
    for number in range(12):
        text += '<!ENTITY %s "%s">' % (chr(98 + number), "&%s;" % chr(97 + number) * 50)
    return text + "]>"


ENTITIES = '<?xml version="1.0" encoding="%s"?>' + entities() + '<multistatus xmlns="DAV:"><response><href>&m;</href></response></multistatus>'
LOCAL = '<!DOCTYPE m [<!ENTITY a SYSTEM "file:///etc/passwd">]><multistatus xmlns="DAV:"><response><href>&a;</href></response></multistatus>'
ONE = ('<response><href>/a/%s@regimen.ics</href><propstat><prop><getetag>"1"</getetag></prop><status>HTTP/1.1 200 OK</status>'
       '</propstat></response>')
END = "</multistatus>"
SELF = "<response><href>/a/</href></response>"
#: Answers to the question what is in the calendar: give bytes, or pieces of them. Made when they are needed: the memory of this
#: process when it starts another one counts as that one's.
ANSWERS = {
    "attributes": lambda: multistatus(HEAD + "<a " + " ".join('a%d=""' % i for i in range(300000)) + "/>" + END),
    "attributes behind a quoted end": lambda: multistatus(HEAD + '<a b=">" ' + " ".join('a%d=">"' % i for i in range(300000)) + "/>" + END),
    "names of spaces": lambda: multistatus(HEAD + "".join("<x:a " + " ".join('xmlns:a%d_%d="b"' % (d, i) for i in range(2000))
                                                  + ' xmlns:x="y">' for d in range(150))),
    "spaces in small tags": lambda: multistatus(HEAD + "".join("<a " + " ".join('xmlns:a%d_%d="b"' % (d, i) for i in range(80)) + ">"
                                                       for d in range(30)) + "<zz:b/>" * 490000),
    "small elements": lambda: multistatus(HEAD + "<a/>" * 7000000 + END),
    "elements up to the limit": lambda: multistatus(HEAD + SELF + "<a b='c'/>" * 490000 + END),
    "comments": lambda: multistatus(HEAD + "<!---->" * 4000000 + END),
    "instructions": lambda: multistatus(HEAD + "<?a?>" * 6000000 + END),
    "a comment without end": lambda: multistatus(HEAD + "<!--" + "-" * 30 * MEBIBYTE),
    "text without end": lambda: multistatus(HEAD + "<![CDATA[" + "<" * 30 * MEBIBYTE),
    "one long text": lambda: multistatus(HEAD + "<response><href>" + "x" * 31 * MEBIBYTE + "</href></response>" + END),
    "deep": lambda: multistatus(HEAD + "<a>" * 10000000),
    "references": lambda: multistatus(HEAD + "<response><href>" + "&amp;" * 6000000 + "</href></response>" + END),
    "entities": lambda: multistatus(ENTITIES % "utf-8"),
    "entities in UTF-16": lambda: multistatus((ENTITIES % "utf-16").encode("utf-16")),
    "entities in UTF-7": lambda: multistatus((ENTITIES % "utf-7").encode("utf-7")),
    "a file of this machine": lambda: multistatus(LOCAL),
    "a file of this machine in UTF-16": lambda: multistatus(LOCAL.encode("utf-16")),
    "another encoding": lambda: multistatus('<?xml version="1.0" encoding="EBCDIC-CP-US"?>' + HEAD[21:] + END),
    "an ETag of two lines": lambda: multistatus(HEAD + SELF + (ONE % "x").replace('"1"', '"1"&#13;&#10;X-Evil: y') + END),
    "a long ETag": lambda: multistatus(HEAD + SELF + (ONE % "x").replace("1", "1" * 9 * MEBIBYTE) + END),
    "a long name": lambda: multistatus(HEAD + SELF + ONE % ("x" * 9 * MEBIBYTE) + END),
    "100000 events": lambda: multistatus(HEAD + SELF + "".join(ONE % i for i in range(100000)) + END),
    "100000 events of others": lambda: multistatus(HEAD + SELF + "".join(ONE.replace("@regimen", "") % i for i in range(100000)) + END),
    "longer than it says": lambda: answer(207, (HEAD + SELF + END).encode() * 10, "Content-Length: 30", whole=False),
    "shorter than it says": lambda: answer(207, (HEAD + SELF + END).encode(), "Content-Length: 3000000", whole=False),
    "a negative length": lambda: answer(207, (HEAD + SELF + END).encode(), "Content-Length: -5", whole=False),
    "two lengths": lambda: answer(207, (HEAD + SELF + END).encode(), "Content-Length: 10", "Content-Length: 99999999999999999999", whole=False),
    "a bomb": lambda: multistatus(bomb(), "Content-Encoding: gzip"),
    "a bomb on the way": lambda: answer(207, b"%x\r\n" % 600000 + bomb()[:600000].ljust(600000, b"\0")
                                + b"\r\n0\r\n\r\n", "Transfer-Encoding: gzip, chunked", whole=False),
    "a body without end": lambda: [b"HTTP/1.1 207 x\r\nContent-Type: application/xml\r\n\r\n" + HEAD.encode(), *endless(b" " * 65536)()],
    "headers without end": lambda: [b"HTTP/1.1 207 x\r\n", *endless(b"X-A: b\r\n" * 8192)()],
    "a header without end": lambda: [b"HTTP/1.1 207 x\r\nX-A: ", *endless(b"b" * 65536)()],
    "informed without end": endless(b"HTTP/1.1 103 x\r\n\r\n" * 4096),
    "no HTTP": lambda: b"SSH-2.0-x\r\n" * 100,
    "a status of letters": lambda: b"HTTP/1.1 abc x\r\n\r\n",
    "sent to another host": lambda: answer(302, b"", "Location: http://calendar.example.org/a/"),
    "sent to a file": lambda: answer(302, b"", "Location: file:///etc/passwd"),
    "sent to a terminal": lambda: answer(302, b"", "Location: http://x/\x1b[31m\u202e\x9b1m"),
    "sent to another port": lambda: answer(307, b"", "Location: http://127.0.0.1:1/a/"),
    "sent out of the calendar": lambda: answer(308, b"", "Location: //127.0.0.1@calendar.example.org/a/"),
}


class Server(http.server.ThreadingHTTPServer):
    """A calendar in memory: from file name to ETag and text. list_answer: sent in place of the list."""
    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Handler)
        self.objects, self.list_answer, self.asked, self.stamp = {}, None, [], 0
        threading.Thread(target=self.serve_forever, daemon=True).start()

    def handle_error(self, request, client_address):
        pass

    def put(self, name, text):
        self.stamp += 1
        self.objects[name] = ('"%d"' % self.stamp, text)
        return self.objects[name][0]


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def say(self, status, text="", **headers):
        body = text.encode()
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def response(self, name, data):
        etag, text = self.server.objects[name]
        more = "<C:calendar-data>%s</C:calendar-data>" % html.escape(text) if data else ""
        return ("<response><href>/a/%s</href><propstat><prop><getetag>%s</getetag>%s</prop><status>HTTP/1.1 200 OK</status>"
                "</propstat></response>") % (urllib.parse.quote(name), html.escape(etag), more)

    def read(self):
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
        self.server.asked.append((self.command, self.path, dict(self.headers)))
        return body

    def do_PROPFIND(self):
        self.read()
        own = ("<response><href>/a/</href><propstat><prop><resourcetype><collection/><C:calendar/></resourcetype></prop>"
               "<status>HTTP/1.1 200 OK</status></propstat></response>")
        if self.headers["Depth"] == "0" or self.server.list_answer is None:
            names = [] if self.headers["Depth"] == "0" else self.server.objects
            self.say(207, HEAD + own + "".join(self.response(name, False) for name in names) + END)
            return
        given = self.server.list_answer()
        for piece in [given] if isinstance(given, bytes) else given:
            self.wfile.write(piece)
        self.close_connection = True

    def do_REPORT(self):
        names = [urllib.parse.unquote(href).split("/")[-1] for href in re.findall("<href>(.*?)</href>", self.read())]
        self.say(207, HEAD + "".join(self.response(name, True) for name in names if name in self.server.objects) + END)

    def do_PUT(self):
        text = self.read()
        self.say(201, ETag=self.server.put(urllib.parse.unquote(self.path).split("/")[-1], text))


class Hostile(caldav.Case):
    def setUp(self):
        super().setUp()
        self.server = Server()
        self.addCleanup(self.server.server_close)
        self.addCleanup(self.server.shutdown)
        self.radiation()
        self.run_it("publish", "set", "http://127.0.0.1:%d/a/" % self.server.server_port)
        self.name = sorted(self.server.objects)[0]
        self.uid = self.name[:-len(".ics")]
        self.good = dict(self.server.objects)
        self.before = self.record()

    def record(self):
        connection = sqlite3.connect("file:%s?mode=ro" % self.database, uri=True)
        try:
            return [line for line in connection.iterdump() if not re.search('INTO "publi', line)]
        finally:
            connection.close()

    def measured(self, *words):
        """Runs it. Returns its status and what it said, both within the limits."""
        with open(self.path("out"), "wb+") as out, open(self.path("err"), "wb+") as err:
            process = subprocess.Popen([REGIMEN, *words], env=self.environment(), stdin=subprocess.DEVNULL, stdout=out, stderr=err)
            _, status, used = os.wait4(process.pid, 0)
            process.returncode = os.waitstatus_to_exitcode(status)
            out.seek(0)
            err.seek(0)
            said, line = out.read().decode(), err.read().decode()
        self.assertIn(process.returncode, (0, 1, 75), line)
        self.assertRegex(line, r"\A(regimen: [^\n]{,700}\n)?\Z")
        self.assertNotRegex(said + line, UNSEEN)
        self.assertEqual(self.record(), self.before)
        if not SANITIZED:
            self.assertLess(used.ru_maxrss, MEMORY)
            self.assertLess(used.ru_utime + used.ru_stime, SECONDS)
        return process.returncode, said, line

    def test_events(self):
        course = self.uid[:36]
        # larger ones are not read at all, and would count as memory of what is measured
        files = {name: content.decode("utf-8", "replace").replace(hostile.UID[:36], course)
                 for name, content, _ in hostile.FILES if len(content) < 9 * MEBIBYTE}
        self.assertGreaterEqual(len(files), 40)
        for name, text in {**files, **OBJECTS}.items():
            with self.subTest(name=name):
                self.server.put(self.name, ILLEGAL.sub("?", text).replace("UID:UID", "UID:" + self.uid))
                first = self.measured("publish", "refresh")
                shown = self.measured("publish", "show")
                self.measured("import", "--published")
                if first[2] == "" and self.server.objects[self.name][1] != self.good[self.name][1]:
                    self.assertIn("1 event was changed in the calendar", " ".join(shown[1].split()))
                self.server.objects[self.name] = self.good[self.name]
                self.assertEqual(self.measured("publish", "refresh")[::2], (0, ""))

    def test_all_of_them(self):
        """One that brings the reader to its end is not taken for the others'."""
        for name in self.server.objects:
            self.server.put(name, self.good[name][1].replace("LOCATION:", "LOCATION:Elsewhere ").replace("SUMMARY:", "SUMMARY:Not "))
        self.server.put(self.name, OBJECTS["folds of nothing"])
        self.assertEqual(self.measured("publish", "refresh")[0], 0)
        rows = self.json("publish", "show")["changed_there"]
        self.assertEqual(len(rows), len(self.good))
        self.assertEqual(sum(row["text"] == "It can no longer be read." for row in rows), 1)

    def test_answers(self):
        for name, given in ANSWERS.items():
            with self.subTest(name=name):
                self.server.list_answer = given
                status, _, line = self.measured("publish", "refresh")
                self.assertTrue(line or status == 0)
                self.assertNotEqual((status, line), (1, ""))
                self.measured("publish", "show")
                self.server.list_answer = None
                self.assertEqual(self.measured("publish", "refresh")[::2], (0, ""))
        for _, _, headers in self.server.asked:
            self.assertNotIn("X-Evil", headers)


if __name__ == "__main__":
    unittest.main()
