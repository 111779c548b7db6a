#!/usr/bin/python3
import unittest

from regimen import Case


class Ask(Case):
    def questions(self, *words):
        return [(each["number"], each["question"], each["answer"]) for each in self.json("ask", *words)["questions"]]

    def test_a_question_and_its_answer(self):
        self.assertIn("No question is on record.", self.flat("ask"))
        self.assertIn("Question 1 for the next visit: When is the next scan?", self.flat("ask", "When is the next scan?"))
        self.run_it("ask", "Can", "I", "travel?")
        self.assertEqual(self.questions(), [(1, "When is the next scan?", None), (2, "Can I travel?", None)])
        self.assertIn("1 When is the next scan? (asked on Mon 2026-11-23) 2 Can I travel?", self.flat("ask"))
        self.now = "2026-12-01T12:00:00+01:00"
        self.assertIn("Question 1, \"When is the next scan?\", is answered: \"In March.\"",
                      self.flat("ask", "--answered", "1", "In March."))
        self.assertEqual(self.questions(), [(2, "Can I travel?", None)])
        self.assertEqual(self.questions("--all"), [(1, "When is the next scan?", "In March."), (2, "Can I travel?", None)])
        self.assertIn("Answer: In March. (Tue 2026-12-01)", self.flat("ask", "--all"))
        self.run_it("ask", "--answered", "2", "Yes")
        self.assertIn("No question is open. (Answered ones: regimen ask --all)", self.flat("ask"))
        # a number is for life
        self.run_it("ask", "--remove", "2")
        self.run_it("ask", "Is there a leaflet?")
        self.assertEqual(self.questions("--all"), [(1, "When is the next scan?", "In March."), (3, "Is there a leaflet?", None)])

    def test_other_words(self):
        self.run_it("ask", "When?")
        self.run_it("ask", "--edit", "1", "When is", "the scan?")
        self.assertEqual(self.questions(), [(1, "When is the scan?", None)])
        self.refuses("ask", "--edit", "1", "When is the scan?", status=1, says="in exactly this form")
        self.run_it("ask", "--answered", "1", "soon")
        self.run_it("ask", "--answered", "1", "In March")
        self.run_it("ask", "--edit", "1", "When?")
        self.assertEqual(self.questions("--all"), [(1, "When?", "In March")])

    def test_undo(self):
        self.run_it("ask", "When?")
        self.run_it("ask", "Where?")
        self.run_it("ask", "--answered", "2", "Here")
        self.assertIn("Took back, for me: ask question 2", self.flat("undo").replace("Took back: ", "Took back, for me: "))
        self.assertEqual(len(self.questions()), 2)
        self.assertEqual(self.json("undo")["undone"]["about"], ["question 2"])
        self.assertEqual(self.questions(), [(1, "When?", None)])
        self.run_it("redo")
        self.assertEqual(len(self.questions()), 2)

    def test_several_people(self):
        self.run_it("patient", "add", "Anna")
        self.run_it("patient", "add", "Bernd")
        self.refuses("ask", "When?", says="Anna")
        self.assertIn("For Anna: Question 1", self.flat("--patient", "Anna", "ask", "When?"))
        self.run_it("--patient", "Bernd", "ask", "Where?")
        self.assertEqual([(each["patient"], each["number"]) for each in self.json("ask")["questions"]], [("Anna", 1), ("Bernd", 1)])
        self.assertNotIn("Where?", self.flat("--patient", "Anna", "ask"))
        self.assertNotIn("Anna", self.flat("--patient", "Bernd", "undo"))

    def test_what_it_does_not_accept(self):
        self.refuses("ask", "\x1b[2J", says="control or invisible character")
        self.assertIsNone(self.dump())
        self.run_it("ask", "When?")
        self.refuses("ask", "--answered", "7", "Yes", status=1, says="there is no question 7; \"regimen ask\" lists them")
        self.refuses("ask", "--remove", "7", status=1, says="there is no question 7")
        self.refuses_all(
            ("ask", "1", "\"1\" is a number, not a question; to answer that question: regimen ask --answered 1 \"ANSWER\""),
            ("ask", "--answered", "1", "type the answer in quotes"),
            ("ask", "--answered", "one", "yes", "one"),
            ("ask", "--answered", "0", "yes", "0"),
            ("ask", "--answered", "1", "--remove", "1", "cannot be used together"),
            ("ask", "--all", "When?", "cannot be used together"),
            ("ask", "--remove", "1", "now", "cannot be used together"),
            ("ask", "x" * 10000, "too long; at most 500 characters"),
            ("ask", "a\nb", "line break"))
        self.run_it("ask", "<b>Is this bold?</b>")
        self.assertIn("<b>Is this bold?</b>", self.flat("ask"))


if __name__ == "__main__":
    unittest.main()
