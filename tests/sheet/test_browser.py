#!/usr/bin/python3
"""The sheet in a real browser: on paper, without a network, and for those who hear it instead of seeing it."""
import os
import re
import socketserver
import sys
import threading
import unittest

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "../cli"))
import browser  # noqa: E402
import records  # noqa: E402
from page import Page  # noqa: E402
from regimen import Case  # noqa: E402

# The source of axe-core, if it is there: it knows more rules than these tests. npm has it.
AXE = os.environ.get("AXE_CORE", "/usr/share/javascript/axe-core/axe.min.js")

# Where each text of each picture is, in the units of its viewBox.
TEXT_BOXES = """return [...document.querySelectorAll('svg')].map(svg => ({
  box: [svg.viewBox.baseVal.width, svg.viewBox.baseVal.height],
  texts: [...svg.querySelectorAll('text')].map(text => { const b = text.getBBox();
    return [text.textContent, b.x, b.y, b.width, b.height]; })}));"""
# What is wider than the page.
WIDE = """const width = document.documentElement.clientWidth;
return [...document.querySelectorAll('body *')].filter(e => e.getBoundingClientRect().right > width + 1)
  .map(e => e.outerHTML.slice(0, 80));"""
# Each text with its colour and what it stands on.
COLOURS = """return [...new Set([...document.querySelectorAll('body *')].filter(e => e.checkVisibility())
  .map(e => getComputedStyle(e)).map(s => s.color + ' on ' + s.backgroundColor))];"""


class Listener(socketserver.ThreadingTCPServer):
    """A proxy that answers nothing and remembers who was asked for."""
    allow_reuse_address = True

    def __init__(self):
        self.asked = []
        super().__init__(("127.0.0.1", 0), None)
        threading.Thread(target=self.serve_forever, daemon=True).start()

    def finish_request(self, request, client_address):
        line = request.makefile("rb").readline().decode(errors="replace")
        self.asked.append(line.strip())

    def asked_for(self, name):
        return [line for line in self.asked if name in line]


@unittest.skipUnless(browser.PROGRAM, "there is no chromium")
class Browser(Case):
    def sheet(self, fill, *options):
        self.now = fill(self)
        path = self.path("sheet.html")
        self.run_it("sheet", path, *options)
        with open(path, encoding="utf-8") as file:
            return file.read()

    # ---- on paper ----

    def test_a_usual_three_months_are_one_page(self):
        for fill in (records.plain, records.usual):
            text = self.sheet(fill)
            for size in ("A4", "letter"):
                self.assertEqual(browser.print_page(text, self.home, size), 1, (fill.__name__, size))
            self.database = self.path("next.db")
            os.remove(self.path("sheet.html"))

    def test_what_a_popup_opens_is_one_page(self):
        for text in self.popup_pages():
            for size in ("A4", "letter"):
                self.assertEqual(browser.print_page(text, self.home, size), 1, size)

    def test_a_full_one_is_two(self):
        text = self.sheet(records.full)
        for size in ("A4", "letter"):
            self.assertEqual(browser.print_page(text, self.home, size), 2, size)

    def test_the_list_of_all_entries_is_not_printed(self):
        text = self.sheet(records.ten_years, "--since", "2016-11-27")
        self.assertLess(browser.print_page(text, self.home, "A4"), 8)
        self.assertGreater(browser.print_page(text.replace(".screen{display:none}", "").replace("<details", "<details open"),
                                              self.home, "A4"), 30)

    # ---- no network, no script ----

    def test_it_asks_for_nothing(self):
        text = self.sheet(records.full)
        with Listener() as listener:
            proxy = (f"--proxy-server=127.0.0.1:{listener.server_address[1]}", "--proxy-bypass-list=<-loopback>")
            browser.chromium(*proxy, "--virtual-time-budget=3000", "--dump-dom", "file://" + self.path("sheet.html"))
            alone = [line for line in listener.asked if not re.search(r"google|gvt|chromium", line)]
            self.assertEqual(alone, [])
            # The listener hears of a page that does ask, but not if the policy of the sheet is in it.
            for policy in (False, True):
                image = "<img src=\"http://asked.invalid/picture.png\">"
                asking = (text if policy else browser.POLICY.sub("", text)).replace("<main>", image + "<main>")
                with open(self.path("asking.html"), "w", encoding="utf-8") as file:
                    file.write(asking)
                listener.asked.clear()
                browser.chromium(*proxy, "--virtual-time-budget=3000", "--dump-dom", "file://" + self.path("asking.html"))
                self.assertEqual(listener.asked_for("asked.invalid") != [], not policy)
            listener.shutdown()

    def test_no_script_runs_in_it(self):
        script = "<script>document.title = 'it ran'</script>"
        text = self.sheet(records.plain)
        for policy in (False, True):
            with open(self.path("script.html"), "w", encoding="utf-8") as file:
                file.write((text if policy else browser.POLICY.sub("", text)).replace("<main>", script + "<main>"))
            dom = browser.chromium("--dump-dom", "file://" + self.path("script.html")).decode()
            self.assertEqual("<title>it ran</title>" in dom, not policy)

    # ---- on the screen ----

    def test_no_text_of_a_picture_is_on_another(self):
        for fill, options in ((records.full, ()), (records.ten_years, ("--since", "2016-11-27"))):
            text = self.sheet(fill, *options)
            pictures = browser.ask(text, self.home, TEXT_BOXES)
            self.assertGreater(len(pictures), 1)
            for drawn in pictures:
                texts = drawn["texts"]
                self.assertGreater(len(texts), 5)
                for number, (what, x, y, width, height) in enumerate(texts):
                    self.assertGreaterEqual((x, y), (-0.5, -2), what)
                    self.assertLessEqual(x + width, drawn["box"][0] + 0.5, what)
                    self.assertLessEqual(y + height, drawn["box"][1] + 1, what)
                    for other in texts[:number]:
                        # a box has room for letters that go higher and lower than digits
                        apart = (x >= other[1] + other[3] or other[1] >= x + width
                                 or y + 2.5 >= other[2] + other[4] - 2.5 or other[2] + 2.5 >= y + height - 2.5)
                        self.assertTrue(apart, (what, other[0]))
            self.database = self.path("next.db")
            os.remove(self.path("sheet.html"))

    def test_nothing_is_wider_than_the_page(self):
        for fill in (records.full, records.wide):
            text = self.sheet(fill)
            for width in (500, 800, 1100, 1250, 1900):
                self.assertEqual(browser.ask(text, self.home, WIDE, width), [], (fill.__name__, width))
            # As wide as what is printed of A4 and Letter: 192 and 198 mm, at 96 dots an inch.
            for width in (725, 748):
                self.assertEqual(browser.ask(text.replace("@media print", "@media all").replace("@media screen", "@media print"),
                                             self.home, WIDE, width), [], (fill.__name__, width))
            self.database = self.path("next.db")
            os.remove(self.path("sheet.html"))

    def test_black_on_white(self):
        text = self.sheet(records.full)
        self.assertEqual(browser.ask(text, self.home, COLOURS), ["rgb(0, 0, 0) on rgba(0, 0, 0, 0)"])
        self.assertIn("color:#000;background:#fff", text)
        for name, value in re.findall(r"\b(fill|stroke)=\"([^\"]*)\"", text):
            self.assertRegex(value, r"^(none|#(.)\2\2)$", name)  # grey has three equal parts

    # ---- for a screen reader ----

    def popup_pages(self):
        """Those that popups before and after a dose open."""
        self.database = self.path("popups.db")
        self.now = records.plain(self)
        texts = [records.from_popup(self, "denosumab/6")]
        self.now = records.moment("2026-11-06")
        return texts + [records.from_popup(self, "denosumab/5"), records.from_popup(self, "denosumab/5", options=("--private",))]

    def test_names_and_headings(self):
        for text in (self.sheet(records.full), *self.popup_pages()):
            self.check_names_and_headings(Page(text))

    def check_names_and_headings(self, page):
        ids = [element.attributes["id"] for element in page.all() if "id" in element.attributes]
        self.assertEqual(len(ids), len(set(ids)))
        self.assertEqual(page.all("html")[0].attributes["lang"], "en")
        self.assertEqual([len(page.all(name)) for name in ("title", "header", "main", "h1")], [1 + len(page.all("svg")), 1, 1, 1])
        levels = [int(element.name[1]) for element in page.all("h1", "h2", "h3")]
        self.assertEqual(levels[0], 1)
        for before, after in zip(levels, levels[1:]):
            self.assertLessEqual(after, before + 1)
        for element in page.all():
            for name in element.attributes.get("aria-labelledby", "").split():
                self.assertNotEqual(page.by_id(name).text(), "", name)
        for section in page.all("section"):
            self.assertIn("aria-labelledby", section.attributes)

    def test_tables_and_pictures(self):
        page = Page(self.sheet(records.full))
        for table in page.all("table"):
            rows = [list(row.all("th", "td")) for row in table.all("tr")]
            self.assertEqual({len(row) for row in rows}, {len(rows[0])}, table.text())
            self.assertEqual({cell.attributes.get("scope") for cell in rows[0]}, {"col"})
            for row in rows[1:]:
                self.assertEqual([(cell.name, cell.attributes.get("scope")) for cell in row],
                                 [("th", "row")] + [("td", None)] * (len(row) - 1))
        for svg in page.all("svg"):
            self.assertEqual(svg.attributes["role"], "img")
            title, desc = svg.children[1], svg.children[3]
            self.assertEqual((title.name, desc.name), ("title", "desc"))
            self.assertEqual(svg.attributes["aria-labelledby"], f"{title.attributes['id']} {desc.attributes['id']}")
            self.assertRegex(desc.text(), r"values from .* to .*[.]")

    @unittest.skipUnless(os.path.exists(AXE), "there is no axe-core; npm install axe-core, and AXE_CORE=…/axe.min.js")
    def test_axe(self):
        with open(AXE, encoding="utf-8") as file:
            axe = file.read()
        for fill, options in ((records.full, ()), (records.plain, ("--private",))):
            text = self.sheet(fill, *options)
            found = browser.ask(text, self.home, axe + "; const r = await axe.run(document);"
                                "return [r.violations.map(v => [v.id, v.nodes[0].html]), r.passes.length];")
            self.assertEqual(found[0], [])
            self.assertGreater(found[1], 20)
            # It finds what is wrong.
            broken = browser.ask(text.replace(" lang=\"en\"", ""), self.home, axe + "; const r = await axe.run(document);"
                                 "return r.violations.map(v => v.id);")
            self.assertEqual(broken, ["html-has-lang"])
            self.database = self.path("next.db")
            os.remove(self.path("sheet.html"))


if __name__ == "__main__":
    unittest.main()
