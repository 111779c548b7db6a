"""Chromium without a window, with a profile of its own that is gone afterwards."""
import html
import json
import os
import re
import shutil
import subprocess
import tempfile

PROGRAM = shutil.which("chromium")
# What a browser asks the network for by itself has nothing to do with a page.
QUIET = ("--headless", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-component-update",
         "--disable-sync", "--disable-extensions", "--disable-default-apps", "--no-pings", "--hide-scrollbars",
         "--disable-features=OptimizationHints,MediaRouter,Translate,DialMediaRouteProvider")
POLICY = re.compile(r"<meta http-equiv=\"Content-Security-Policy\"[^>]*>")


def chromium(*words):
    """What it writes to standard output."""
    with tempfile.TemporaryDirectory(prefix="regimen-browser-") as profile:
        root = ("--no-sandbox",) if os.getuid() == 0 else ()
        return subprocess.run([PROGRAM, *QUIET, *root, f"--user-data-dir={profile}", *words], check=True, capture_output=True,
                              env={**os.environ, "HOME": profile, "DBUS_SESSION_BUS_ADDRESS": "disabled:"}, timeout=120).stdout


def with_script(text, script):
    """@text with @script at its end, and without the policy that forbids it."""
    return POLICY.sub("", text).replace("</body>", f"<script>{script}</script></body>")


def ask(text, folder, script, width=1200):
    """What @script, the body of a function that may wait, returns in the page @text in a window of @width."""
    path = os.path.join(folder, "asked.html")
    answer = ("(async function () {" + script + "})().then(said => document.documentElement.innerHTML = '<pre id=said>' + "
              "JSON.stringify(said).replace(/&/g, '&amp;').replace(/</g, '&lt;') + '</pre>')")
    with open(path, "w", encoding="utf-8") as file:
        file.write(with_script(text, answer))
    dom = chromium("--virtual-time-budget=20000", f"--window-size={width},1200", "--dump-dom", "file://" + path).decode()
    return json.loads(html.unescape(re.search(r"<pre id=\"said\">(.*)</pre>", dom, re.DOTALL).group(1)))


def print_page(text, folder, size):
    """The number of pages of @text on paper of @size ("A4", "letter")."""
    path, pdf = os.path.join(folder, "printed.html"), os.path.join(folder, f"{size}.pdf")
    with open(path, "w", encoding="utf-8") as file:
        file.write(text.replace("@page{", "@page{size:%s;" % size))
    chromium("--no-pdf-header-footer", f"--print-to-pdf={pdf}", "file://" + path)
    with open(pdf, "rb") as file:
        return len(re.findall(rb"/Type\s*/Page\b(?!s)", file.read()))


def picture(path, png, width, height):
    chromium(f"--screenshot={png}", f"--window-size={width},{height}", "file://" + path)
