#!/usr/bin/python3
import os
import unittest

from regimen import Case

KEYS = {"key", "name", "class", "route", "unit", "interval_min_days", "interval_usual_days", "interval_max_days", "side_effects",
        "rare_effects", "also_signs", "sources"}
NAMES = """zoledronic-acid pamidronate oral-bisphosphonate denosumab radiation radiopharmaceutical surgery ablation bone-cement
physical-therapy pain-medicine primary-treatment bone-scan ct mri x-ray pet biopsy lab-test""".split()


class Catalog(Case):
    def test_all(self):
        said = self.run_it("catalog")
        keys = [treatment["key"] for treatment in self.json("catalog")["treatments"]]
        for name in NAMES:
            self.assertIn(name, said)
            self.assertIn(name, keys)

    def test_one(self):
        said = self.flat("catalog", "denosumab")
        for word in ("rash", "muscle or joint pain", "nausea", "constipation", "diarrhea", "every 4 weeks", "in place of a bisphosphonate",
                     "sometimes used in place of a bisphosphonate", "nausea: a side effect, or a sign of high blood calcium",
                     "bone metastasis itself: bone pain", "URMC Health Encyclopedia", "right away"):
            self.assertIn(word, said)
        self.assertEqual(said, self.flat("catalog", "Denosumab"))
        self.assertEqual(said.count("These lists are those of one article, which does not list everything."), 1)

    def test_a_name_stands_once(self):
        lines = self.run_it("catalog", "denosumab").splitlines()
        self.assertEqual(lines[:2], ["Denosumab", "Short name: denosumab"])
        self.assertIn("Added: denosumab, every", self.run_it("add", "denosumab", "--first", "2026-12-03"))
        self.assertIn("denosumab: every 4 weeks", self.run_it("show", "denosumab"))

    def test_both_readings_in_other_words(self):
        readings = {overlap["effect"]: overlap["conditions"] for overlap in self.json("catalog", "denosumab")["treatments"][0]["also_signs"]}
        self.assertEqual(readings["constipation"], ["spinal cord compression", "high blood calcium"])
        self.assertEqual(readings["muscle or joint pain"],
                         ["spinal cord compression", "a broken bone", "infection", "bone metastasis itself"])

    def test_json(self):
        treatments = {treatment["key"]: treatment for treatment in self.json("catalog")["treatments"]}
        for treatment in treatments.values():
            self.assertEqual(set(treatment), KEYS)
        infusion = treatments["zoledronic-acid"]
        self.assertEqual((infusion["interval_min_days"], infusion["interval_max_days"], infusion["unit"]), (21, 84, "infusion"))
        self.assertEqual(infusion["side_effects"],
                         ["fever", "tiredness", "nausea", "vomiting", "lack of appetite", "bone or joint pain"])
        self.assertEqual(treatments["denosumab"]["interval_usual_days"], 28)
        self.assertEqual((treatments["ct"]["interval_usual_days"], treatments["ct"]["side_effects"]), (None, []))
        self.assertEqual(len(treatments["radiation"]["rare_effects"]), 1)
        only, = self.json("catalog", "denosumab")["treatments"]
        conditions = {condition["key"]: condition for condition in self.json("catalog", "denosumab")["conditions"]}
        self.assertEqual(conditions, {condition["key"]: condition for condition in self.json("catalog")["conditions"]})
        self.assertEqual((conditions["hypercalcemia"]["name"], conditions["hypercalcemia"]["urgent"]), ("high blood calcium", True))
        self.assertIn("nausea", conditions["hypercalcemia"]["signs"])
        self.assertEqual(conditions["bone-metastasis"]["signs"], ["bone pain"])
        self.assertEqual(only, treatments["denosumab"])

    def user_file(self, text):
        os.makedirs(self.path("config/regimen/catalog.d"), exist_ok=True)
        with open(self.path("config/regimen/catalog.d/own.ini"), "w", encoding="utf-8") as file:
            file.write(text)

    def test_a_file_of_ones_own(self):
        self.user_file("[treatment vitamin-d]\nname=Vitamin D\nclass=test\nunit=tablet\nunits=tablets\nminutes=5\nsources=bone-metastases\nsection=Treatment\n")
        done = self.call("catalog", "vitamin-d")
        self.assertIn(b"Vitamin D", done.stdout, done.stderr)

    def test_a_mistake_in_it_has_file_and_line(self):
        self.user_file("[treatment vitamin-d]\nname=Vitamin D\ncolour=green\n")
        for command in (("catalog",), ("add", "denosumab", "--first", "2026-12-01")):
            self.assertRegex(self.refuses(*command, status=1), r"own\.ini:3: ")

    def test_what_it_does_not_accept(self):
        self.refuses_all(("catalog", "denosumap", "denosumab"), ("catalog", "a", "b", "one word too many"))


if __name__ == "__main__":
    unittest.main()
