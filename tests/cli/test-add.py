#!/usr/bin/python3
import datetime
import json
import unittest

from regimen import DOSE_KEYS, Case


class Add(Case):
    def dues(self, handle, days="400"):
        return [dose["due"] for dose in self.json("agenda", "--days", days)["doses"] if dose["course"] == handle]

    def test_says_what_it_wrote_and_what_comes(self):
        said = self.flat("add", "zoledronic-acid", "--every", "4w", "--first", "2026-12-01", "--amount", "4.0mg")
        self.assertIn("Added: zoledronic-acid (Zoledronic acid, 4 mg), every 4 weeks", said)
        self.assertIn("infusion zoledronic-acid/1 on Tue 2026-12-01 (in 8 days)", said)
        self.assertIn("from Fri 2026-11-27 to Sat 2026-12-05", said)
        self.assertIn('regimen book zoledronic-acid "2026-12-01 10:00"', said)

    def test_a_first_dose_in_the_past_is_to_be_logged(self):
        said = self.flat("add", "denosumab", "--first", "2026-11-20")
        self.assertIn('regimen log denosumab --at 2026-11-20', said)
        self.run_it("log", "denosumab", "--at", "2026-11-20 10:00")

    def test_a_first_dose_long_ago_asks_for_those_given_before(self):
        line = self.refuses("add", "denosumab", "--first", "2026-09-01", status=3, says="Were doses given before?")
        self.assertIn("--given 2026-09-01", line)
        self.assertIsNone(self.dump())

    def test_json(self):
        added = self.json("add", "zoledronic-acid", "--every", "4w", "--first", "2026-12-01")
        self.assertEqual(set(added), {"format", "patient", "handle", "uid", "treatment", "product", "schedule", "anyway",
                                      "next", "suggested"})
        self.assertEqual(set(added["next"]), DOSE_KEYS)
        self.assertEqual((added["patient"], added["handle"], added["anyway"]), ("me", "zoledronic-acid", None))

    def test_the_first_dose_to_come_and_the_last_one_given(self):
        """An interval of hours may have both on one day."""
        self.run_it("add", "Drops", "--custom", "--every", "12h", "--given", "2026-11-23 08:00", "--first", "2026-11-23 20:00")
        self.assertEqual([dose["due"] for dose in self.json("agenda")["doses"]][:1], ["2026-11-23T20:00:00+01:00"])
        for first in ("2026-11-23 08:00", "2026-11-23 07:00"):
            self.refuses("add", "Other", "--custom", "--every", "12h", "--given", "2026-11-23 08:00", "--first", first,
                         says="--first must be later than the last dose in --given")
        for every, given, first in (("12h", "2026-11-23", "2026-11-23 20:00"), ("4w", "2026-11-23 08:00", "2026-11-23 20:00")):
            self.refuses("add", "Other", "--custom", "--every", every, "--given", given, "--first", first,
                         says="--first must be a later day than the last dose in --given")

    def test_the_usual_interval_is_that_of_the_catalog(self):
        self.run_it("add", "denosumab", "--first", "2026-12-03")
        first = datetime.date(2026, 12, 3)
        self.assertEqual(self.dues("denosumab", "70")[:3], [str(first + datetime.timedelta(days=28 * n)) for n in range(3)])

    def test_names_that_people_type(self):
        self.assertIn("Zoledronic acid", self.run_it("add", "Zoledronic Acid", "--every", "4w", "--first", "2026-12-01"))

    def test_a_second_course_gets_a_handle_of_its_own(self):
        self.run_it("add", "ct", "--on", "2026-12-01")
        self.assertIn("Added: ct-2 ", self.run_it("add", "ct", "--on", "2027-12-01"))
        self.assertIn("Added: knee ", self.run_it("add", "ct", "--on", "2027-12-01", "--handle", "knee"))

    def test_one_visit(self):
        said = self.flat("add", "bone-scan", "--on", "2026-12-03 09:30", "--place", "nuclear medicine")
        self.assertIn("Thu 2026-12-03 09:30", said)
        dose, = self.json("agenda")["doses"]
        self.assertEqual((dose["due"], dose["place"]), ("2026-12-03T09:30:00+01:00", "nuclear medicine"))

    def test_a_medicine_of_ones_own(self):
        self.assertIn("Added: vitamin-d (Vitamin D), every 1 week", self.flat("add", "Vitamin D", "--custom", "--every", "1w",
                                                                              "--first", "mon"))
        self.assertEqual(self.dues("vitamin-d")[0], "2026-11-30")

    def test_a_brand_leads_to_the_substance_and_says_so(self):
        said = self.flat("add", "xgeva", "--first", "2026-12-03")
        self.assertIn("Added: denosumab, every 4 weeks", said)
        self.assertIn('According to product labels, Xgeva is denosumab, the 120 mg product ("FDA product records", openFDA, 2026).', said)
        self.assertIn('According to the article, Ibuprofen is an NSAID, a pain medicine ("Bone Metastases: When Cancer Spreads to the '
                      'Bones" (How bone metastasis is treated), URMC Health Encyclopedia).', self.flat("add", "ibuprofen", "--as-needed"))
        self.assertIn("Denosumab", self.run_it("catalog", "xgeva"))
        self.assertIn("denosumab/1", self.flat("book", "xgeva", "2026-12-03 10:00"))
        self.assertIn("denosumab/1", self.flat("log", "xgeva", REGIMEN_NOW="2026-12-03T10:30:00+01:00"))

    def test_another_product_is_told_and_never_taken_for_it(self):
        for name, what in (("prolia", "denosumab 60 mg, for osteoporosis"), ("Reclast", "zoledronic acid 5 mg"), ("bonviva", "ibandronate")):
            line = self.refuses("add", name, "--every", "26w", "--first", "2026-12-03", status=3, says=what)
            self.assertIn("--custom --class", line)
            self.assertNotIn("--anyway", line)
            self.assertEqual(self.refuses("add", name, "--every", "26w", "--first", "2026-12-03", "--anyway", status=3), line)
        self.refuses("catalog", "prolia", status=3, says="denosumab 60 mg")

    def test_where_a_treatment_stands_for_several_the_name_is_kept(self):
        self.assertIn("Added: xofigo, every 4 weeks", self.flat("add", "xofigo", "--every", "4w", "--first", "2026-12-03"))
        self.assertIn("Added: ibuprofen, as needed", self.flat("add", "ibuprofen", "--as-needed"))
        self.assertEqual([course["treatment"] for course in self.json("list")["courses"]], ["radiopharmaceutical", "pain-medicine"])

    def test_what_may_be_swallowed_or_not(self):
        self.assertIn("Added: bonefos, at 08:00", self.flat("add", "bonefos", "--times", "08:00"))
        self.run_it("stop", "bonefos")
        said = self.flat("add", "Bondronat", "--every", "4w", "--first", "2026-12-03")
        self.assertIn("Added: bondronat, every 4 weeks", said)
        self.assertIn("a medicine of your own", said)
        self.assertEqual([course["treatment"] for course in self.json("list")["courses"]], ["oral-bisphosphonate", "bondronat"])

    def test_the_class_of_a_medicine_of_ones_own(self):
        self.run_it("add", "New one", "--custom", "--class", "denosumab", "--every", "4w", "--first", "2026-12-03")
        self.refuses("add", "Other", "--custom", "--class", "nonsense", "--every", "4w", "--first", "2026-12-03",
                     says='there is no class "nonsense"; the classes are: bisphosphonate, denosumab, radiation, radiopharmaceutical, surgery, ')
        self.run_it("add", "Other", "--custom", "--class", "Pain medicine", "--times", "08:00")
        self.assertEqual(json.loads(self.run_it("export", "--format", "json"))["courses"][-1]["treatment_class"], "pain-medicine")
        self.refuses("add", "ct", "--class", "test", "--on", "2026-12-03", says="only with --custom")

    def test_names_in_any_script(self):
        for number, name in enumerate(("Кальций", "Ασβέστιο", "カルシウム", "كالسيوم"), 1):
            self.assertIn(f"Added: medicine-{number} ({name})", self.flat("add", name, "--custom", "--every", "1w", "--first", "mon"))
            self.assertIn(f"medicine-{number}/1", self.flat("book", name, "2026-11-30 10:00"))
        self.assertIn("Added: кальций, every 1 week", self.flat("add", "Кальций", "--custom", "--every", "1w", "--first", "mon", "--handle",
                                                          "кальций", "--anyway"))
        self.assertIn("кальций/1", self.flat("book", "Кальций", "2026-11-30 10:00"))
        self.assertIn("Added: ibuprofene (Ibuprofène)", self.flat("add", "Ibuprofène", "--custom", "--as-needed"))
        self.refuses("add", "x", "--custom", "--as-needed", "--handle", "Кальций", says="small letters")

    def test_a_long_name_makes_no_long_handle(self):
        for _ in range(2):
            self.run_it("add", "a" * 300, "--custom", "--as-needed", "--anyway")
        self.assertEqual([course["handle"] for course in self.json("list")["courses"]], ["a" * 36, "a" * 36 + "-2"])

    def test_count_and_until_end_it(self):
        self.run_it("add", "a", "--custom", "--every", "1w", "--first", "2026-12-01", "--count", "3")
        self.run_it("add", "b", "--custom", "--every", "1w", "--first", "2026-12-01", "--until", "2026-12-08")
        self.assertEqual(self.dues("a"), ["2026-12-01", "2026-12-08", "2026-12-15"])
        self.assertEqual(self.dues("b"), ["2026-12-01", "2026-12-08"])

    def test_window(self):
        self.run_it("add", "ct", "--on", "2026-12-10", "--window", "3d")
        dose, = self.json("agenda")["doses"]
        self.assertEqual((dose["earliest"], dose["latest"]), ("2026-12-07", "2026-12-13"))

    def test_two_sessions_a_day_on_chosen_days(self):
        self.run_it("add", "radiation", "--fractions", "4", "--per-day", "2", "--days", "mon,wed", "--first", "2026-12-07")
        self.assertEqual([due[:10] for due in self.dues("radiation")], ["2026-12-07", "2026-12-07", "2026-12-09", "2026-12-09"])

    def test_plan_counts_from_the_first_date(self):
        self.run_it("add", "denosumab", "--first", "2026-12-03", "--reckon", "plan")
        self.run_it("log", "denosumab", "--at", "2026-12-05 10:00", REGIMEN_NOW="2026-12-05T12:00:00+01:00")
        self.assertEqual(self.dues("denosumab")[0], "2026-12-31")

    def test_a_time_that_the_clocks_skip_is_said(self):
        done = self.call("add", "ct", "--on", "2027-03-28 02:30")
        self.assertEqual(done.returncode, 0)
        self.assertIn("does not exist in Europe/Berlin", done.stderr.decode())
        self.assertIn("Sun 2027-03-28 03:30", done.stderr.decode())

    def test_an_interval_outside_the_range_is_refused(self):
        line = self.refuses("add", "zoledronic-acid", "--every", "2w", "--first", "2026-12-01", status=3, says="3 to 12 weeks")
        self.assertIn("Bone Metastases: When Cancer Spreads to the Bones", line)
        self.assertIn("--anyway", line)
        added = self.json("add", "zoledronic-acid", "--every", "2w", "--first", "2026-12-01", "--anyway")
        self.assertIn("3 to 12 weeks", added["anyway"])

    def test_what_it_does_not_accept(self):
        self.zoledronic_acid()
        first = ("--first", "2026-12-01")
        self.refuses_all(
            ("add", "zoledronic-asid", *first, "did you mean"),
            ("add", "calcium", *first, "for a medicine of your own, add --custom"),
            ("add", "xyzzy", *first, "xyzzy"),
            ("add", "pamidronate", *first, "--every"),
            ("add", "denosumab", "--anyway", "--first DATE is missing"),
            ("add", "denosumab", "--first", "2026-02-30", "2026-02-30"),
            ("add", "denosumab", "--first", "2026-12-01x", "2026-12-01x"),
            ("add", "denosumab", "--first", "1899-12-31", "1899-12-31"),
            ("add", "denosumab", "--first", "2200-01-01", "2200-01-01"),
            ("add", "denosumab", "--every", "0w", *first, "0w"),
            ("add", "denosumab", "--every", "four", *first, "four"),
            ("add", "denosumab", "--every", "99999999999999999999w", *first, "99999999999999999999w"),
            ("add", "denosumab", "--every", "4w", "--on", "2026-12-01", "--every cannot be used with"),
            ("add", "denosumab", "--every", "4w", "--fractions", "3", *first, "--every cannot be used with"),
            ("add", "radiation", "--fractions", "0", *first, "from 1 to 200"),
            ("add", "radiation", "--fractions", "10", "--closed", "2026-12-32", *first, "2026-12-32"),
            ("add", "radiation", "--fractions", "10", "--days", "someday", *first, "someday"),
            ("add", "radiation", "--fractions", "10", "--first", "2026-12-05", "Sat"),
            ("add", "denosumab", "--reckon", "maybe", *first, "maybe"),
            ("add", "denosumab", "--window", "3h", *first, "3h"),
            ("add", "denosumab", "--amount", "4,5 mg", *first, "4,5 mg"),
            ("add", "denosumab", "--amount", "-4 mg", *first, "-4 mg"),
            ("add", "denosumab", "--handle", "a/b", *first, "a/b"),
            ("add", "denosumab", "--until", "2026-01-01", *first, "2026-01-01"),
            ("add", "--custom", "---", *first, "regimen: "),
            ("add", "needs more"))
        self.refuses("add", "ct", "--on", "2026-12-01", "--handle", "zoledronic-acid", status=1, says="zoledronic-acid")

    def test_a_mistake_makes_no_database(self):
        self.refuses("add", "denosumab", "--first", "never", says="never")
        self.assertIsNone(self.dump())


if __name__ == "__main__":
    unittest.main()
