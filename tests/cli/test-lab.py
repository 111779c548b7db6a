#!/usr/bin/python3
import unittest

from regimen import Case

ARTICLE = "They help in diagnosis and can be measured over time to check the response to treatment."
GUIDELINE = "It does not recommend bone markers for routine monitoring of zoledronic acid, pamidronate and denosumab."


class Lab(Case):
    def test_the_first_command_of_all(self):
        self.assertIn("No value of a laboratory is on record yet. To begin, for example: regimen lab calcium 2.41 mmol/L", self.flat("lab"))
        said = self.flat("lab", "calcium")
        self.assertIn("regimen lab calcium VALUE mmol/L", said)
        self.assertIn(ARTICLE, said)
        self.assertIsNone(self.dump())
        self.refuses("lab", "calcium", "2.41", says="regimen lab calcium 2.41 UNIT")
        self.refuses("lab", "calcium", "2.41", "mmol/L", "--range", "2.6-2.2", says="the low one first")
        self.assertIsNone(self.dump())
        said = self.flat("lab", "calcium", "2.41", "mmol/L", "--range", "2.20-2.60")
        self.assertTrue(said.startswith("On record: lab/1, calcium 2.41 mmol/L, range 2.20-2.60, on Mon 2026-11-23 09:00."), said)
        self.assertNotIn("The value is", said)

    def test_kept_as_entered(self):
        for typed, value, unit in ((("calcium", "2.10", "mmol/l"), "2.10", "mmol/l"), (("Ca", "9.80", "MG/DL"), "9.80", "MG/DL"),
                                   (("creatinine", "<0.5", "mg/dL"), "<0.5", "mg/dL"), (("ALP", "95", "IU/L"), "95", "IU/L"),
                                   (("INR", "2.5"), "2.5", None), (("CA", "125", "40", "U/mL"), "40", "U/mL")):
            entry = self.json("lab", *typed)["entry"]
            self.assertEqual((entry["value"], entry["unit"]), (value, unit), typed)
        self.assertEqual([entry["name"] for entry in self.json("lab")["entries"]],
                         ["alkaline phosphatase", "CA 125", "calcium", "creatinine", "INR"])
        self.assertIn("CA 125", self.run_it("lab", "ca 125"))

    def test_what_is_refused(self):
        self.refuses_all(("lab", "calcium", "22,41", "mmol/L", "type the number with a decimal point: 22.41"),
                         ("lab", "calcium", "1.000", "mmol/L", 'can be read as "1000" and as "1"'),
                         ("lab", "calcium", "2.41", "mmol/L", "2.20-2.60", "--range", "2.2-2.6", "and --range both give a range"),
                         ("lab", "calcium", "2.41", "mmol/L", "last", "week", "type the date, like"), ("lab", "calcium", "yesterday", "belong to a value"),
                         ("lab", "calcuim", "2.41", "mmol/L", "did you mean calcium?"),
                         ("lab", "calcium", "2.41", "mmol/L", "--range", "2,20-2,60", "with a decimal point: 2.20"),
                         ("lab", "calcium", "2.41", "mmol/L", "--range", "2.20", "is not a range"),
                         ("lab", "calcium", "2.41", "mmol/L", "--at", "tomorrow", "is in the future"),
                         ("lab", "calcium", "--note", "x", "belong to a value"), ("lab", "--at", "yesterday", "belong to a value"),
                         ("lab", "2.41", "mmol/L", "and then its value and unit"))
        for typed in ("\033[31mred", "a\u202eb", "x" * 10000):
            for words in (("lab", typed, "2", "U/L"), ("lab", "ferritin", "2", "U/L", "--note", typed), ("lab", "ferritin", "2", typed)):
                line = self.refuses(*words)
                self.assertLess(len(line), 400)
                self.assertNotIn("\033", line)

    def test_all_that_is_said_of_a_value(self):
        for value, said in (("2.19", "below"), ("2.61", "above"), ("2.20", None), ("2.60", None), ("<2", "below"), (">2.6", "above"), ("<2.3", None)):
            answer = self.flat("lab", "calcium", value, "mmol/L", "--range", "2.20-2.60")
            if said is None:
                self.assertNotIn("The value is", answer)
            else:
                self.assertIn(f"The value is {said} the range that was entered with it.", answer)
        listed = self.flat("lab", "calcium")
        self.assertIn("below the range that was entered with it", listed)
        self.assertEqual([entry["range"] for entry in self.json("lab", "calcium")["entries"]], ["below", "above", "within", "within", "below", "above", None])

    def test_the_list(self):
        self.run_it("lab", "calcium", "2.41", "mmol/L", "--at", "1 Nov")
        self.run_it("lab", "calcium", "2.51", "mmol/L", "--at", "8 Nov", "--note", "fasting")
        self.run_it("lab", "ferritin", "300", "ng/mL", "--at", "2 Nov")
        lines = [" ".join(line.split()) for line in self.run_it("lab").splitlines()]
        self.assertEqual(lines, ["TEST WHEN VALUE ENTRY NOTE", "calcium Sun 2026-11-08 2.51 mmol/L lab/2 fasting",
                                 "ferritin Mon 2026-11-02 300 ng/mL lab/3"])
        self.run_it("remove", "lab/2")
        self.assertIn("calcium Sun 2026-11-01 2.41 mmol/L lab/1", self.flat("lab"))

    def test_one_test(self):
        self.run_it("add", "denosumab", "--given", "2026-11-05")
        self.run_it("lab", "calcium", "2.41", "mmol/L", "--at", "1 Nov")
        self.run_it("lab", "calcium", "2.51", "mmol/l", "--at", "8 Nov")
        self.run_it("lab", "calcium", "9.8", "mg/dL", "--at", "9 Nov")
        said = self.run_it("lab", "Ca")
        for words in ("calcium (mmol/L)\n", "calcium (mg/dL)\n", "a: denosumab/1", "2 values from Sun 2026-11-01 to Sun 2026-11-08"):
            self.assertIn(words, said)
        flat = " ".join(said.split())
        self.assertLess(flat.index(ARTICLE), flat.index(GUIDELINE))
        self.assertEqual(flat.count("Source: "), 2)
        self.assertIn('Source: "Bone Metastases: When Cancer Spreads to the Bones" (How doctors find and diagnose bone metastasis)', flat)
        read = self.json("lab", "calcium")
        self.assertEqual([dose["course"] for dose in read["doses"]], ["denosumab"])
        self.assertEqual([remark["text"] for remark in read["remarks"]][1], GUIDELINE)
        self.assertIn(ARTICLE, self.flat("lab", "alkaline", "phosphatase"))
        for other in ("creatinine", "ionized calcium", "corrected calcium", "ferritin"):
            self.assertNotIn("Source:", self.run_it("lab", other))
        self.assertNotIn("denosumab/", self.run_it("--private", "lab", "calcium"))

    def test_correcting(self):
        self.run_it("lab", "calcium", "2.41", "mmol/L", "--range", "2.20-2.60")
        self.assertTrue(self.flat("amend", "lab/1", "2.10", "mmol/L").startswith("Corrected: lab/1, calcium 2.10 mmol/L, range 2.20-2.60, on "))
        self.assertEqual(self.json("amend", "lab/1", "2.11")["entry"]["unit"], "mmol/L")
        self.assertEqual(self.json("amend", "lab/1", "--range", "")["entry"]["low"], None)
        self.assertEqual(self.json("amend", "lab/1", "--range", "2.0 - 2.5", "--at", "yesterday")["entry"]["range"], "within")
        self.refuses("amend", "lab/1", "2,10", says="with a decimal point: 2.10")
        self.refuses("amend", "lab/1", "--site", "arm", says="--site cannot be used for a laboratory value")
        self.refuses("amend", "lab/1", "creatinine", "82", "umol/L", says="is not a value of calcium")
        self.refuses("amend", "lab/2", "2", status=1, says="there is no entry lab/2")
        self.assertTrue(self.flat("undo").startswith("Took back: amend lab/1 (calcium 2.11 mmol/L), "))
        self.run_it("remove", "lab/1")
        self.assertEqual(self.json("lab")["entries"], [])
        self.run_it("undo")
        self.assertEqual(len(self.json("lab")["entries"]), 1)

    def test_a_range_belongs_to_its_unit(self):
        self.run_it("lab", "calcium", "2.41", "mmol/L", "--range", "2.15-2.55")
        said = self.flat("amend", "lab/1", "2.9")
        self.assertIn("The value is above the range that was entered with it.", said)
        self.assertIn("range 2.15-2.55", said)
        said = self.flat("amend", "lab/1", "2.42", "mmol per litre")
        self.assertIn("range 2.15-2.55", said)
        self.assertNotIn("The value is", said)
        said = self.flat("amend", "lab/1", "9.6", "mg/dL")
        self.assertTrue(said.startswith("Corrected: lab/1, calcium 9.6 mg/dL, on Mon "), said)
        self.assertIn("The range 2.15-2.55 was in the old unit, so it was removed. To add one in the new unit: regimen amend lab/1 --range LOW-HIGH", said)
        self.assertNotIn("The value is", said)
        said = self.flat("amend", "lab/1", "2.1", "mmol/L", "--range", "2.15-2.55")
        self.assertIn("calcium 2.1 mmol/L, range 2.15-2.55, on", said)
        self.assertIn("The value is below the range", said)
        self.assertNotIn("old unit", said)
        self.assertNotIn("old unit", self.flat("amend", "lab/1", "8.9", "mg/dL", "--range", ""))

    def test_several_people(self):
        self.run_it("patient", "add", "Anna")
        self.run_it("patient", "add", "Bert")
        self.refuses("lab", "calcium", "2.41", "mmol/L", says="whose?")
        self.assertTrue(self.flat("--patient", "Anna", "lab", "calcium", "2.41", "mmol/L").startswith("For Anna: On record: lab/1, "))
        self.run_it("--patient", "Bert", "lab", "calcium", "2.5", "mmol/L")
        self.assertRegex(self.run_it("lab"), r"(?s)\AAnna\n.*2\.41.*\n\nBert\n.*2\.5 ")
        self.refuses("lab", "calcium", says="whose?")
        said = self.flat("--patient", "Anna", "lab", "ALP", "95", "U/L")
        self.assertIn("regimen --patient Anna lab 'alkaline phosphatase'", said)
        for name in (("ALP",), ("alkaline phosphatase",), ("alk", "phos")):
            self.refuses("lab", *name, says="whose?")
            self.assertEqual([(entry["patient"], entry["value"]) for entry in self.json("--patient", "Anna", "lab", *name)["entries"]], [("Anna", "95")])
            self.assertIn("regimen --patient Bert lab 'alkaline phosphatase' VALUE U/L", self.flat("--patient", "Bert", "lab", *name))
        self.run_it("patient", "default", "Anna")
        self.assertIn("All values: regimen lab ferritin", self.flat("lab", "ferritin", "30", "ng/mL"))
        self.assertIn("2.5 mmol/L", self.run_it("--patient", "Bert", "lab", "calcium"))


if __name__ == "__main__":
    unittest.main()
