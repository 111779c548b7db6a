#!/usr/bin/python3
"""Between two doses, as a patient goes through it: something is felt and measured, questions come up, and all of it is there on
the day before the next visit and on the page for the clinic."""
import json
import unittest

from regimen import Case

AFTER = {"REGIMEN_NOW": "2026-11-23T09:00:00+01:00"}
DAY_BEFORE = {"REGIMEN_NOW": "2026-12-18T10:00:00+01:00"}


class Walk(Case):
    def setUp(self):
        super().setUp()
        self.run_it("add", "denosumab", "--given", "2026-09-26,2026-10-24,2026-11-21", **AFTER)
        self.run_it("contact", "add", "Ward 3", "--phone", "555-0100", "--for", "urgent", **AFTER)

    def test_from_a_sign_to_the_visit(self):
        said = self.flat("feel", "weakness", "--note", "legs", **AFTER)
        for words in ("2 days after", "denosumab/3", "Signs of spinal cord compression", "Signs of anemia",
                      "Tell a healthcare provider right away", "Ward 3, 555-0100"):
            self.assertIn(words, said)

        self.run_it("need", "denosumab", "calcium", **AFTER)
        self.assertIn("calcium: none on record", self.flat("show", "denosumab", **AFTER))
        said = self.flat("lab", "calcium", "1.98", "mmol/L", "--range", "2.15-2.55", **AFTER)
        self.assertIn("below the range that was entered with it", said)
        for word in (" low ", "normal", "should", "danger", "hypo"):
            self.assertNotIn(word, said)
        self.assertNotIn("calcium: none on record", self.flat("show", "denosumab", **AFTER))

        self.run_it("ask", "Why the jaw check?", **AFTER)
        self.run_it("ask", "When is the next scan?", **AFTER)
        alerts = json.loads(self.run_it("notify", "--dry-run", "--json", **DAY_BEFORE))["alerts"]
        body = " ".join(alert["body"] for alert in alerts if alert["kind"] == "upcoming" and alert["dose"] == 4)
        for question in ("Why the jaw check?", "When is the next scan?"):
            self.assertIn(question, body)
        self.assertNotIn("none on record", body)

        page = self.path("sheet.html")
        self.run_it("sheet", page, **DAY_BEFORE)
        with open(page, encoding="utf-8") as file:
            html = file.read()
        for words in ("Why the jaw check?", "When is the next scan?", "1.98", "2.15", "weakness", "legs", "Ward 3", "555-0100"):
            self.assertIn(words, html)

    def test_a_need_by_another_name_of_the_test(self):
        self.run_it("need", "denosumab", "alp", **AFTER)
        self.assertIn("alkaline phosphatase: none on record", self.flat("show", "denosumab", **AFTER))
        self.run_it("lab", "alk", "phos", "80", "U/L", **AFTER)
        self.assertNotIn("none on record", self.flat("show", "denosumab", **AFTER))


if __name__ == "__main__":
    unittest.main()
