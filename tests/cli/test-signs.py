#!/usr/bin/python3
import os
import unittest

from regimen import Case

SCOPE = "These lists are those of one article, which does not list everything. The leaflet and the care team know more."
SOURCE = 'Source: "Bone Metastases: When Cancer Spreads to the Bones"'
CONDITIONS = ["spinal-cord-compression", "hypercalcemia", "broken-bone", "anemia", "infection", "low-platelets", "bone-metastasis"]
IN_NO_LIST = "is in none of the lists. They do not list everything."


class Signs(Case):
    def test_all(self):
        said = self.flat("signs")
        for words in ("Signs of spinal cord compression: numbness or weakness in the legs, trouble urinating",
                      "with these also back pain. Tell a healthcare provider right away. If it is not treated, it can cause paralysis.",
                      "Signs of low platelets: bruising or bleeding very easily. Discuss it with the healthcare provider right away.",
                      "Not all pain means metastasis"):
            self.assertIn(words, said)
        self.assertEqual((said.count(SCOPE), said.count(SOURCE)), (1, 1))
        self.assertEqual([condition["key"] for condition in self.json("signs")["conditions"]], CONDITIONS)
        self.assertEqual(self.json("signs")["conditions"],
                         [{**condition, "found": []} for condition in self.json("catalog")["conditions"]])
        self.assertEqual(said, self.flat("signs", "  "))

    def test_looks_up_what_was_noticed(self):
        said = self.flat("signs", "weak", "legs")
        self.assertTrue(said.startswith("Warning signs, and what to do: Signs of spinal cord compression: numbness or weakness in the legs"))
        self.assertIn("Tell a healthcare provider right away.", said)
        self.assertEqual((said.count(SCOPE), said.count(SOURCE)), (1, 1))
        for typed in ("weak legs", "legs weak", "My LEGS feel weak!", "legs: weakness"):
            self.assertEqual(self.flat("signs", typed), said)
        self.assertNotIn("high blood calcium", said)

    def test_both_readings(self):
        said = self.flat("signs", "nausea")
        for words in ("Each of these can be either a side effect or a sign of something else: nausea: a side effect, or a sign of high "
                      "blood calcium", "Signs of high blood calcium (hypercalcemia): ", "Tell the healthcare provider or nurse right away.",
                      "Side effects of treatments: nausea: Zoledronic acid, Pamidronate, Oral bisphosphonate, Denosumab"):
            self.assertIn(words, said)

    def test_the_treatments_on_record_stand_first(self):
        self.run_it("add", "denosumab", "--first", "2026-12-03")
        said = self.flat("signs", "nausea")
        self.assertIn("Side effects of the treatments on record: nausea: Denosumab Side effects of other treatments: nausea: Zoledronic", said)
        self.run_it("stop", "denosumab")
        self.assertEqual(said, self.flat("signs", "nausea"))
        self.assertEqual(said.count(SCOPE), 1)
        self.assertIn("Side effects of other treatments: fever: Zoledronic acid", self.flat("signs", "fever"))
        self.assertNotIn("treatments on record", self.flat("signs", "fever"))

    def test_a_rare_effect(self):
        self.assertIn("the symptoms of bone metastasis: listed as rare for Radiation therapy", self.flat("signs", "chills"))
        self.assertNotIn("Each of these", self.flat("signs", "chills"))
        self.radiation()
        said = self.flat("signs", "chills")
        self.assertIn("It is a side effect, or a sign of any of the conditions below. The symptoms are the same, so tell", said)
        self.assertLess(said.index("conditions below"), said.index("Signs of infection"))

    def test_two_things_in_one_sentence(self):
        said = self.json("signs", "I can't pee and my back hurts")
        self.assertEqual([symptom["key"] for symptom in said["symptoms"]], ["trouble-urinating", "pain"])
        found = {condition["key"]: condition["found"] for condition in said["conditions"]}
        self.assertEqual(found["spinal-cord-compression"], ["trouble urinating", "back pain"])
        self.assertEqual(found["infection"], ["pain"])

    def test_a_condition_by_its_name(self):
        said = self.flat("signs", "anemia")
        self.assertTrue(said.startswith("Warning signs, and what to do: Signs of anemia (few red cells): tiredness, weakness, shortness of breath."))
        self.assertNotIn("Side effects", said)
        condition, = self.json("signs", "anemia")["conditions"]
        self.assertEqual(condition["found"], [])

    def test_in_no_list(self):
        for typed in ("hair loss", "cough", "leg", "???"):
            said = self.flat("signs", typed)
            self.assertTrue(said.startswith(f'"{typed}" {IN_NO_LIST} All warning signs: regimen signs {SCOPE}'), said)
            self.assertNotIn("Signs of", said)
            read = self.json("signs", typed)
            self.assertEqual((read["typed"], read["symptoms"], read["side_effects"], read["conditions"]), (typed, [], [], []))

    def test_a_treatment(self):
        self.assertTrue(self.flat("signs", "Xgeva").startswith(f'"Xgeva" {IN_NO_LIST} The side effects of this treatment: regimen catalog denosumab '))

    def test_a_misspelt_word(self):
        said = self.run_it("signs", "bad", "diarhea")
        self.assertIn(IN_NO_LIST, said)
        self.assertIn("Did you mean this? regimen signs 'bad diarrhea'\n", said)
        self.assertIn("diarrhea: Denosumab", self.run_it("signs", "bad diarrhea"))

    def test_anything_can_be_typed(self):
        said = self.run_it("signs", "\033[31mred\033[0m")
        self.assertNotIn("\033", said)
        self.assertIn("[31mred", said)
        self.assertIn("fever: ", self.run_it("signs", "--", "-fever-"))
        self.run_it("signs", *["word"] * 100)
        self.refuses("signs", *["word"] * 101, says="one word too many")

    def test_json(self):
        self.run_it("add", "denosumab", "--first", "2026-12-03")
        read = self.json("signs", "nausea")
        self.assertEqual(read["typed"], "nausea")
        nausea, increase = read["side_effects"]
        self.assertEqual([(each["key"], each["on_record"], each["rare"]) for each in nausea["treatments"]],
                         [("zoledronic-acid", False, False), ("pamidronate", False, False), ("oral-bisphosphonate", False, False),
                          ("denosumab", True, False)])
        self.assertEqual([(each["key"], each["on_record"], each["rare"]) for each in increase["treatments"]], [("radiation", False, True)])
        self.assertIn("How bone metastasis is treated", nausea["source"])
        condition, = read["conditions"]
        self.assertEqual((condition["key"], condition["found"]), ("hypercalcemia", ["nausea"]))

    def test_json_says_whom_to_call(self):
        """As the text does: who is for what is urgent, of each person, and nobody in private mode."""
        self.assertEqual(self.json("signs", "nausea")["call"], [])
        self.run_it("patient", "add", "Anna")
        self.run_it("patient", "add", "Bert")
        for name, number in (("Anna", "555-0100"), ("Bert", "555-0199")):
            self.run_it("--patient", name, "contact", "add", "Ward 3", "--phone", number, "--for", "urgent", "--hours", "8-16")
        self.run_it("--patient", "Anna", "contact", "add", "Front desk", "--phone", "555-0123", "--for", "booking")
        anna = {"patient": "Anna", "name": "Ward 3", "phone": "555-0100", "hours": "8-16", "for": "urgent"}
        bert = {**anna, "patient": "Bert", "phone": "555-0199"}
        for words in (("signs",), ("signs", "nausea"), ("signs", "hiccups")):
            self.assertEqual(self.json(*words)["call"], [anna, bert], words)
            self.assertEqual(self.json("--patient", "Bert", *words)["call"], [bert], words)
            self.assertEqual(self.json("--private", *words)["call"], [], words)
            said = self.flat(*words)
            self.assertIn("Anna: Call: Ward 3, 555-0100 (urgent; 8-16) Bert: Call: Ward 3, 555-0199 (urgent; 8-16)", said)
            self.assertNotIn("555-0123", said)
        self.assertEqual(self.json("--patient", "Bert", "feel", "nausea")["call"], [bert])

    def test_private(self):
        self.run_it("add", "denosumab", "--first", "2026-12-03")
        said = self.run_it("--private", "signs", "nausea")
        self.assertIn("Side effects of treatments:", said)
        self.assertNotIn("on record", said)
        for treatment in self.json("--private", "signs", "nausea")["side_effects"][0]["treatments"]:
            self.assertFalse(treatment["on_record"])
        os.makedirs(self.path("config/regimen"))
        with open(self.path("config/regimen/regimen.conf"), "w", encoding="utf-8") as file:
            file.write("[privacy]\nprivate = true\n")
        self.assertEqual(self.run_it("signs", "nausea"), said)

    def test_several_people(self):
        self.run_it("patient", "add", "Anna")
        self.run_it("--patient", "Anna", "add", "denosumab", "--first", "2026-12-03")
        self.run_it("patient", "add", "Bert")
        self.run_it("--patient", "Bert", "add", "pamidronate", "--every", "4w", "--first", "2026-12-03")
        self.assertIn("treatments on record: nausea: Pamidronate, Denosumab", self.flat("signs", "nausea"))
        said = self.flat("--patient", "Anna", "signs", "nausea")
        self.assertIn("treatments on record: nausea: Denosumab Side", said)
        self.assertTrue(said.startswith("For Anna: "), said)
        self.refuses("--patient", "Carl", "signs", "nausea", says="Carl")

    def test_the_lists_are_shown_whatever_the_record_is(self):
        self.assertIsNone(self.dump())
        self.run_it("signs", "nausea")
        self.assertIsNone(self.dump())
        with open(self.database, "w", encoding="utf-8") as file:
            file.write("This is no database. " * 100)
        done = self.call("signs", "nausea")
        self.assertEqual(done.returncode, 0)
        self.assertIn("Signs of high blood calcium", done.stdout.decode())
        self.assertRegex(done.stderr.decode(), r"\Aregimen: [^\n]*What is on record cannot be shown: [^\n]+\n\Z|\AWhat is on record cannot be shown: [^\n]+\n\Z")

    def test_words_of_ones_own(self):
        os.makedirs(self.path("config/regimen/catalog.d"))
        with open(self.path("config/regimen/catalog.d/own.ini"), "w", encoding="utf-8") as file:
            file.write("[symptom metal]\nwords=metallic/tinny taste\n[class care]\nname=mouth care\n"
                       "[effect metal]\nname=a taste of metal\nsymptoms=metal\nsource=bone-metastases\nsection=x\n"
                       "[treatment rinse]\nname=Rinse\nclass=care\nunit=rinse\nunits=rinses\nminutes=5\neffects=metal\n"
                       "sources=bone-metastases\nsection=x\n")
        self.assertIn("a taste of metal: Rinse", self.flat("signs", "tinny taste"))


if __name__ == "__main__":
    unittest.main()
