#!/usr/bin/python3
"""test-fhir.py [JSON-RECORDS]: what `regimen export --format fhir` writes, read by a reader that was written from the
specification alone (fhir_reader.py) and held against what the commands say, and by validators that others wrote.

The validators come from npm: contrib/check --all installs the versions that contrib/fhir-validators names, and
REGIMEN_FHIR_VALIDATORS is their folder. Random records are those of JSON-RECORDS."""
import copy
import json
import os
import re
import shutil
import sqlite3
import stat
import subprocess
import sys
import unittest
import uuid
from datetime import datetime
from zoneinfo import ZoneInfo

import fhir_reader
from regimen import Case

HERE = os.path.dirname(os.path.abspath(__file__))
RECORDS = os.path.abspath(sys.argv.pop(1)) if len(sys.argv) > 1 and os.path.isfile(sys.argv[1]) else None
VALIDATORS = os.environ.get("REGIMEN_FHIR_VALIDATORS")
#: How many random records there are, and the first seed.
RANDOM, FIRST = int(os.environ.get("REGIMEN_HISTORIES", "10")), int(os.environ.get("REGIMEN_SEED", "20261127"))
ATC, LOINC = "http://www.whocc.no/atc", "http://loinc.org"
#: What FHIR calls the state of a course, by kind of request.
STATES = {"MedicationRequest": {"active": "active", "paused": "on-hold", "completed": "completed", "stopped": "stopped"},
          "ServiceRequest": {"active": "active", "paused": "on-hold", "completed": "completed", "stopped": "revoked"}}


def joined(*parts):
    return " ".join(part for part in parts if part is not None) or None


class FhirCase(Case):
    def bundle(self, *words):
        self.text = self.run_it(*words, "export", "--format", "fhir")
        return fhir_reader.Bundle(self.text)

    def infusions(self):
        """One that was given, one that was skipped, and one that is on hold."""
        self.run_it("add", "zoledronic-acid", "--every", "12w", "--first", "2027-01-25", "--amount", "4 mg",
                    "--given", "2026-11-02")
        self.run_it("skip", "zoledronic-acid/2", "--reason", "a cold")
        self.run_it("hold", "zoledronic-acid/3", "--reason", "low value", "--until", "2027-05-01")

    # ---- held against what the commands say ----

    def compare(self, bundle):
        """All people, courses, doses and entries: what the bundle says, and what the commands do."""
        people = [person["name"] for person in self.json("patient", "list")["patients"]]
        self.assertEqual([bundle.person_of(one) for one in bundle.of("Patient")], people)
        record = json.loads(self.run_it("export", "--format", "json"))
        for person, patient in zip(people, record["patients"]):
            self.compare_courses(bundle, person, record)
            self.assertEqual(bundle.entries(person), self.entries(record, patient["id"]), person)
        return bundle

    def compare_courses(self, bundle, person, record):
        done, void = self.done_courses(record), self.void_holds(record)
        listed = {course["handle"]: course for course in self.json("--patient", person, "list")["courses"]}
        courses = bundle.courses(person)
        self.assertEqual({name: one["id"] for name, one in courses.items()}, {name: one["uid"] for name, one in listed.items()})
        plans = bundle.of("CarePlan", person=person)
        self.assertEqual([[bundle.by_url[one["reference"]["reference"]]["id"] for one in plan["activity"]] for plan in plans],
                         [[course["uid"] for course in listed.values()]] if listed else [])
        rows = self.json("--patient", person, "history", "--all")["administrations"]
        doses, wanted = bundle.doses(person), {}
        for name, course in listed.items():
            kind = "ServiceRequest" if course["uid"] in done else "MedicationRequest"
            self.assertEqual((courses[name]["resourceType"], courses[name]["status"]), (kind, STATES[kind][course["state"]]), name)
            shown = self.json("--patient", person, "show", name)
            wanted.update({dose: hold for dose, hold in void.items() if dose[0] == course["uid"]})
            wanted.update(self.wanted_doses(shown, [row for row in rows if row["course"] == name], course["uid"] in done))
            counts = [sum(one["status"] == status for (uid, _), one in doses.items() if uid == course["uid"])
                      for status in ("completed", "not-done")]
            self.assertEqual(counts, [course["given"], course["skipped"]], name)
        for dose, one in doses.items():
            want = wanted.pop(dose, {"status": "entered-in-error"} if dose[0] not in {c["uid"] for c in listed.values()} else None)
            self.assertIsNotNone(want, (person, dose, one))
            self.assertEqual({key: one[key] for key in want}, want, (person, dose, one))
        self.assertEqual(wanted, {}, person)

    def wanted_doses(self, shown, rows, is_done):
        """What the commands say of the doses of a course, of which all that is on record are `rows`."""
        uid, wanted = shown["course"]["uid"], {}
        due = {dose["dose"]: dose["due"] for dose in shown["doses"]}
        for row in sorted((row for row in rows if row["taken_back"]), key=lambda row: row["id"]):
            wanted[uid, row["dose"]] = {"status": "entered-in-error", "reason": row["reason"], "when": row["at"]}
        for dose in shown["doses"]:
            if dose["state"] == "held":
                hold = [hold for hold in shown["holds"] if hold["dose"] == dose["dose"]][-1]
                since = None if is_done else hold["since"]
                wanted[uid, dose["dose"]] = {"status": "on-hold", "reason": hold["reason"], "when": since}
        for row in rows:
            if row["taken_back"] or row["replaced_by"] is not None:
                continue
            want = {"reason": row["reason"]}
            if row["outcome"] == "given":
                site = row["site"] or (shown["course"]["site"] if is_done else None)
                want.update(status="completed", when=row["at"], amount=row["amount"], site=site)
            else:
                want.update(status="not-done", notes=[row["note"]] if row["note"] else [])
                if row["dose"] in due:
                    want["when"] = due[row["dose"]]
            wanted[uid, row["dose"]] = want
        return wanted

    @staticmethod
    def void_holds(record):
        """The doses that were put off, and of which that was taken back: the last time counts."""
        undone = {change["id"] for change in record["changes"] if change["undone_by"] is not None}
        uids = {row["id"]: row["uid"] for row in record["courses"]}
        return {(uids[row["course_id"]], row["dose"]): {"status": "entered-in-error", "reason": row["reason"]}
                for row in record["holds"] if row["change_id"] in undone and row["reason"] is not None}

    @staticmethod
    def done_courses(record):
        """The UUIDs of the courses of radiation, scans and so on: by the treatment, and by the schedule."""
        treatments = {"radiation", "surgery", "ablation", "bone-cement", "physical-therapy", "pain-relief", "primary-treatment",
                      "bone-scan", "ct", "mri", "x-ray", "pet", "biopsy", "lab-test"}
        sessions = {row["course_id"] for row in record["revisions"] if row["schedule"].startswith("fractions ")}
        return {row["uid"] for row in record["courses"] if row["treatment"] in treatments or row["id"] in sessions}

    def entries(self, record, patient):
        """What is on record of observations, from all rows of the record."""
        undone = {change["id"] for change in record["changes"] if change["undone_by"] is not None}
        names = {"felt": "feel", "lab": "lab", "check": "check"}
        versions = {}
        for row in record["observations"]:
            if row["patient_id"] == patient:
                versions.setdefault(f"{names[row['kind']]}/{row['number']}", []).append(row)
        found = {}
        for name, rows in versions.items():
            standing = [row for row in rows if row["change_id"] not in undone]
            row = (standing or rows)[-1]
            held = bool(standing) and not row["removed"]
            found[name] = {
                "status": "final" if held else "entered-in-error", "name": row["name"], "when": self.moment(row),
                "value": joined(row["value"], row["unit"]), "low": row["low"] and joined(row["low"], row["unit"]),
                "high": row["high"] and joined(row["high"], row["unit"]), "codes": self.codes(row), "site": row["site"],
                "notes": [row["note"]] if row["note"] is not None else []}
        return found

    @staticmethod
    def moment(row):
        if row["day_only"]:
            return row["day"]
        return datetime.fromisoformat(row["at"].replace("Z", "+00:00")).astimezone(ZoneInfo(row["zone"])).isoformat()

    @staticmethod
    def codes(row):
        """The page of facts, once more."""
        unit = {None: None, "mmol/L": "substance", "µmol/L": "substance", "umol/L": "substance", "mg/dL": "mass"}
        table = {("pain", None): "72514-3", ("temperature", "C"): "8310-5", ("temperature", "F"): "8310-5",
                 ("calcium", "mass"): "17861-6", ("ionized calcium", "substance"): "1995-0",
                 ("corrected calcium", "substance"): "29265-6", ("alkaline phosphatase", "U/L"): "6768-6",
                 ("creatinine", "mass"): "2160-0", ("creatinine", "substance"): "14682-9"}
        if row["value"] is None or not re.match(r"[<>≤≥=]*-?[0-9.]+\Z", row["value"]):
            return []
        code = table.get((row["name"], unit.get(row["unit"], row["unit"])))
        return [(LOINC, code)] if code else []

    # ---- validators ----

    def validate(self, *texts):
        """What the validators find in the bundles."""
        if VALIDATORS is None or shutil.which("node") is None:
            self.skipTest("REGIMEN_FHIR_VALIDATORS names no folder with the validators of contrib/fhir-validators")
        files = []
        for number, text in enumerate(texts):
            files.append(self.path(f"{number}.fhir.json"))
            with open(files[-1], "w", encoding="utf-8") as file:
                file.write(text)
        done = subprocess.run(["node", os.path.join(HERE, "validate-fhir.cjs"), VALIDATORS, *files], capture_output=True,
                              text=True, timeout=600, check=False)
        self.assertEqual((done.returncode == 0, done.stderr), (done.stdout == "", ""))
        return done.stdout


class AsFhir(FhirCase):
    def test_an_infusion(self):
        self.infusions()
        bundle = self.compare(self.bundle())
        request, = bundle.of("MedicationRequest")
        self.assertEqual((request["status"], request["intent"], request["reportedBoolean"]), ("active", "plan", True))
        self.assertEqual(request["medicationCodeableConcept"],
                         {"coding": [{"system": ATC, "code": "M05BA08"}], "text": "Zoledronic acid"})
        repeat, _ = fhir_reader.repeat_of(request)
        self.assertEqual((repeat["frequency"], repeat["period"], repeat["periodUnit"]), ("1", "12", "wk"))
        self.assertEqual(request["dosageInstruction"][0]["doseAndRate"], [{"doseQuantity": {"value": "4", "unit": "mg"}}])
        doses = bundle.doses("me")
        self.assertEqual([(dose["status"], dose["when"], dose["reason"]) for dose in doses.values()], [
            ("completed", "2026-11-02", None), ("not-done", "2027-01-25", "a cold"),
            ("on-hold", "2026-11-23T09:00:00+01:00", "low value")])

    def test_a_day_stays_a_day_and_a_moment_has_the_offset_of_its_zone(self):
        self.run_it("add", "denosumab", "--first", "2026-12-01", "--given", "2026-10-06,2026-11-03")
        self.run_it("log", "denosumab", "--at", "2026-11-23 08:15", "--amount", "120 mg", "--site", "left arm",
                    "--note", "ok", "--anyway")
        self.run_it("patient", "set", "--zone", "Asia/Tokyo")
        doses = list(self.compare(self.bundle()).doses("me").values())
        last = self.json("history")["administrations"][2]["at"]
        self.assertEqual([dose["when"] for dose in doses], ["2026-10-06", "2026-11-03", last])
        self.assertEqual((doses[2]["amount"], doses[2]["site"], doses[2]["notes"]), ("120 mg", "left arm", ["ok"]))

    def test_tablets(self):
        self.run_it("add", "oral-bisphosphonate", "--times", "08:00,20:00", "--days", "mon,wed,fri", "--first", "2026-11-23",
                    "--until", "2026-12-31", "--amount", "1 tablet")
        self.run_it("add", "Cal", "--custom", "--times", "08:00", "--cycle", "21/7", "--first", "2026-11-20",
                    "--amount", "500 mg / 400 IU")
        self.run_it("log", "cal", "--at", "2026-11-23 08:00")
        bundle = self.compare(self.bundle())
        fixed, cycle = bundle.of("MedicationRequest")
        self.assertEqual(fhir_reader.repeat_of(fixed)[0], {
            "boundsPeriod": {"start": "2026-11-23", "end": "2026-12-31"}, "frequency": "2", "period": "1", "periodUnit": "d",
            "dayOfWeek": ["mon", "wed", "fri"], "timeOfDay": ["08:00:00", "20:00:00"]})
        repeat, timing = fhir_reader.repeat_of(cycle)
        self.assertEqual((repeat, timing["code"]["text"]), (None, "at 08:00, 21 days on and 7 days off"))
        self.assertEqual(cycle["dosageInstruction"][0]["text"], "500 mg / 400 IU, at 08:00, 21 days on and 7 days off")
        self.assertNotIn("doseAndRate", cycle["dosageInstruction"][0])
        taken, = bundle.doses("me").values()  # what nobody answered is not known
        self.assertEqual((taken["status"], taken["amount"]), ("completed", "500 mg / 400 IU"))

    def test_as_needed(self):
        self.run_it("add", "pain-medicine", "--as-needed", "--gap", "6h", "--max", "3/day", "--amount", "400 mg")
        self.run_it("log", "pain-medicine", "--at", "2026-11-23 07:00")
        bundle = self.compare(self.bundle())
        dosage = bundle.of("MedicationRequest")[0]["dosageInstruction"][0]
        self.assertEqual(dosage["asNeededBoolean"], True)
        self.assertEqual(dosage["timing"]["repeat"], {"frequency": "1", "period": "6", "periodUnit": "h"})
        self.assertEqual(dosage["maxDosePerPeriod"], {"numerator": {"value": "3", "unit": "doses"},
                                                      "denominator": {"value": "24", "unit": "h"}})

    def test_radiation(self):
        self.run_it("add", "radiation", "--fractions", "3", "--first", "2026-11-20 14:00", "--site", "left hip", "--amount",
                    "8 Gy", "--anyway")
        self.run_it("log", "radiation/1", "--at", "2026-11-20 14:05")
        bundle = self.compare(self.bundle())
        request, = bundle.of("ServiceRequest")
        self.assertEqual((request["status"], request["quantityQuantity"], request["bodySite"], request["orderDetail"]), (
            "active", {"value": "3", "unit": "sessions"}, [{"text": "left hip"}], [{"text": "8 Gy"}]))
        self.assertEqual(fhir_reader.repeat_of(request)[0]["count"], "3")
        series, = [one for one in bundle.of("Procedure") if "performedPeriod" in one]
        self.assertEqual((series["status"], series["performedPeriod"]), ("in-progress", {"start": "2026-11-20"}))
        self.assertEqual(series["note"], [{"text": "Given: 1 of 3 sessions"}])
        session, = [one for one in bundle.of("Procedure") if one is not series]
        self.assertEqual((session["status"], session["performedDateTime"]), ("completed", "2026-11-20T14:05:00+01:00"))
        self.assertEqual(session["partOf"][0]["reference"], "urn:uuid:" + series["id"])
        self.run_it("skip", "radiation/2", "--reason", "machine broken")
        self.run_it("log", "radiation/3", "--at", "2026-11-22", "--anyway")
        self.run_it("hold", "radiation/4", "--reason", "a cold")
        self.assertEqual([one["status"] for one in self.compare(self.bundle()).doses("me").values()],
                         ["completed", "not-done", "completed", "on-hold"])
        self.run_it("stop", "radiation", "--reason", "enough")
        bundle = self.compare(self.bundle())
        request, = bundle.of("ServiceRequest")
        self.assertEqual((request["status"], request["note"]), ("revoked", [{"text": "enough"}]))
        series, = [one for one in bundle.of("Procedure") if "performedPeriod" in one]
        self.assertEqual((series["status"], series["performedPeriod"]), ("stopped", {"start": "2026-11-20", "end": "2026-11-22"}))
        self.assertEqual([one["status"] for one in bundle.doses("me").values()], ["completed", "not-done", "completed"])

    def test_a_visit(self):
        self.run_it("add", "ct", "--on", "2026-12-03 09:30")
        self.run_it("add", "mri", "--on", "2026-11-23")
        self.run_it("book", "ct", "2026-12-04 10:00", "--place", "room 4", "--anyway")
        self.run_it("log", "mri")
        bundle = self.compare(self.bundle())
        scan, other = (bundle.courses("me")[name] for name in ("ct", "mri"))
        self.assertEqual((scan["code"], scan["occurrenceDateTime"]), ({"text": "CT scan"}, "2026-12-04T10:00:00+01:00"))
        self.assertEqual((other["status"], other["occurrenceDateTime"]), ("completed", "2026-11-23"))
        done, = bundle.of("Procedure")
        self.assertEqual((done["status"], done["performedDateTime"]), ("completed", "2026-11-23T09:00:00+01:00"))

    def test_what_was_observed(self):
        self.run_it("feel", "pain", "6", "--site", "lower back", "--note", "at night")
        self.run_it("feel", "nausea", "mild", "--at", "yesterday")
        self.run_it("feel", "worse since friday")
        self.run_it("feel", "temperature", "38.40C")
        self.run_it("feel", "pain", "moderate")
        self.run_it("lab", "calcium", "<1.5", "mg/dL", "--range", "2.10-2.60", "--at", "2026-11-20")
        self.run_it("lab", "calcium", "2.40", "mmol/L")
        self.run_it("lab", "albumin", "41", "g/L")
        self.run_it("add", "denosumab", "--first", "2026-12-01")
        self.run_it("need", "denosumab", "dental check")
        self.run_it("need", "denosumab", "dental check", "--done", "2026-11-12")
        entries = self.compare(self.bundle()).entries("me")
        calcium = entries["lab/1"]
        self.assertEqual((calcium["value"], calcium["low"], calcium["high"], calcium["when"], calcium["codes"]), (
            "<1.5 mg/dL", "2.10 mg/dL", "2.60 mg/dL", "2026-11-20", [(LOINC, "17861-6")]))
        # There is no code for this kind of unit.
        self.assertEqual((entries["lab/2"]["value"], entries["lab/2"]["codes"]), ("2.40 mmol/L", []))
        self.assertEqual((entries["feel/1"]["value"], entries["feel/1"]["codes"]), ("6", [(LOINC, "72514-3")]))
        self.assertEqual((entries["feel/2"]["value"], entries["feel/2"]["when"]), ("mild", "2026-11-22"))
        self.assertEqual((entries["feel/3"]["name"], entries["feel/3"]["value"]), ("worse since friday", None))
        self.assertEqual(entries["feel/4"]["value"], "38.40 C")
        self.assertEqual((entries["feel/5"]["value"], entries["feel/5"]["codes"]), ("moderate", []))  # the code is that of a number
        self.assertEqual(entries["check/1"]["when"], "2026-11-12")

    def test_corrections_and_what_was_taken_back(self):
        self.zoledronic_acid()
        self.run_it("log", "zoledronic-acid", "--at", "2026-11-23 08:00", "--anyway")
        first = self.bundle()
        before, = first.of("MedicationAdministration")
        self.run_it("amend", "zoledronic-acid/1", "--amount", "3.3 mg", "--anyway")
        self.run_it("amend", "zoledronic-acid/1", "--at", "2026-11-22 08:00", "--anyway")
        self.run_it("undo")
        bundle = self.compare(self.bundle())
        after, = bundle.of("MedicationAdministration")
        self.assertEqual((after["id"], after["dosage"]["dose"]), (before["id"], {"value": "3.3", "unit": "mg"}))
        self.assertEqual(after["effectiveDateTime"], "2026-11-23T08:00:00+01:00")
        self.run_it("undo")
        self.run_it("undo")
        gone, = self.compare(self.bundle()).of("MedicationAdministration")
        self.assertEqual((gone["id"], gone["status"]), (before["id"], "entered-in-error"))
        self.run_it("log", "zoledronic-acid", "--at", "2026-11-23 08:30", "--anyway")
        again, = self.compare(self.bundle()).of("MedicationAdministration")
        self.assertEqual((again["id"], again["status"], again["effectiveDateTime"]),
                         (before["id"], "completed", "2026-11-23T08:30:00+01:00"))

    def test_a_hold_that_was_taken_back(self):
        self.zoledronic_acid()
        self.run_it("hold", "zoledronic-acid", "--reason", "low value")
        held, = self.compare(self.bundle()).of("MedicationAdministration")
        self.assertEqual((held["status"], held["effectivePeriod"]), ("on-hold", {"start": "2026-11-23T09:00:00+01:00"}))
        self.run_it("undo")
        gone, = self.compare(self.bundle()).of("MedicationAdministration")
        self.assertEqual((gone["id"], gone["status"], gone["statusReason"]), (held["id"], "entered-in-error", held["statusReason"]))

    def test_entries_and_courses_that_were_taken_back(self):
        self.run_it("feel", "pain", "6")
        self.run_it("feel", "pain", "7")
        self.run_it("undo")
        self.run_it("amend", "feel/1", "5")
        self.run_it("lab", "calcium", "2.4", "mmol/L")
        self.run_it("remove", "lab/1")
        self.run_it("add", "denosumab", "--first", "2026-12-01")
        self.run_it("undo")
        self.run_it("add", "ct", "--on", "2026-12-03")
        self.run_it("remove", "ct")
        bundle = self.compare(self.bundle())
        self.assertEqual({name: (entry["status"], entry["value"]) for name, entry in bundle.entries("me").items()}, {
            "feel/1": ("final", "5"), "feel/2": ("entered-in-error", "7"), "lab/1": ("entered-in-error", "2.4 mmol/L")})
        self.assertEqual([(one["resourceType"], one["status"]) for one in bundle.of("MedicationRequest", "ServiceRequest")],
                         [("MedicationRequest", "entered-in-error"), ("ServiceRequest", "entered-in-error")])
        self.assertEqual(bundle.of("CarePlan"), [])

    def test_states_of_courses(self):
        self.zoledronic_acid()
        self.run_it("pause", "zoledronic-acid", "--from", "2026-11-20", "--until", "2026-12-30", "--reason", "an operation")
        request, = self.compare(self.bundle()).of("MedicationRequest")
        self.assertEqual((request["status"], request["statusReason"]), ("on-hold", {"text": "an operation"}))
        self.assertEqual(self.bundle().of("CarePlan")[0]["status"], "on-hold")
        # a second pause that says nothing does not hide why the course is paused
        self.run_it("pause", "zoledronic-acid", "--from", "2026-11-21", "--until", "2026-12-10")
        self.assertEqual(self.compare(self.bundle()).of("MedicationRequest")[0]["statusReason"], {"text": "an operation"})
        self.run_it("stop", "zoledronic-acid", "--reason", "no more")
        request, = self.compare(self.bundle()).of("MedicationRequest")
        self.assertEqual((request["status"], request["statusReason"]), ("stopped", {"text": "no more"}))
        self.run_it("undo")
        self.assertEqual(self.compare(self.bundle()).of("MedicationRequest")[0]["statusReason"], {"text": "an operation"})

    def test_ids_are_those_of_the_record_or_made_of_them(self):
        self.zoledronic_acid()
        self.run_it("log", "zoledronic-acid", "--anyway")
        self.run_it("feel", "pain", "6")
        bundle = self.bundle()
        record = json.loads(self.run_it("export", "--format", "json"))
        patient, course = (uuid.UUID(record[table][0]["uid"]) for table in ("patients", "courses"))
        self.assertEqual({one["resourceType"]: one["id"] for one in bundle.by_url.values()}, {
            "Patient": str(patient), "MedicationRequest": str(course), "CarePlan": str(uuid.uuid5(patient, "plan")),
            "MedicationAdministration": str(uuid.uuid5(course, "dose/1")), "Observation": str(uuid.uuid5(patient, "feel/1"))})
        self.run_it("rename", "zoledronic-acid", "drip")
        self.assertEqual(self.compare(self.bundle()).by_url.keys(), bundle.by_url.keys())

    def test_codes_of_products(self):
        for name, first, code in (("Xofigo", "2026-12-01", "V10XX03"), ("Bonefos", None, "M05BA02"), ("ibuprofen", None, None)):
            times = ["--times", "08:00", "--first", "2026-11-24"] if first is None else ["--every", "4w", "--first", first]
            self.run_it("add", name, *times)
        concepts = {one["medicationCodeableConcept"]["text"]: one["medicationCodeableConcept"].get("coding", [{}])[0].get("code")
                    for one in self.compare(self.bundle()).of("MedicationRequest")}
        self.assertEqual(concepts, {"Xofigo": "V10XX03", "Bonefos": "M05BA02", "Ibuprofen": None})


class TheFile(FhirCase):
    def setUp(self):
        super().setUp()
        self.zoledronic_acid()
        self.file = self.path("record.fhir.json")

    def test_the_same_record_is_the_same_bytes(self):
        said = self.flat("export", "--format", "fhir", self.file)
        self.assertEqual(said, f"Wrote 3 entries to {self.file}, for a program that reads FHIR R4. Only you can read the file; it "
                         "has every detail.")
        self.assertEqual(stat.S_IMODE(os.stat(self.file).st_mode), 0o600)
        with open(self.file, encoding="utf-8") as file:
            text = file.read()
        self.assertEqual(self.run_it("export", "--format", "fhir"), text)
        copy_of_it = self.path("copy.json")
        self.run_it("export", "--format", "json", copy_of_it)
        self.database = self.path("other.db")
        self.run_it("restore", "--from-json", copy_of_it)
        self.assertEqual(self.run_it("export", "--format", "fhir"), text)

    def test_people(self):
        self.run_it("patient", "add", "Ben", "--zone", "Pacific/Apia")
        self.run_it("--patient", "Ben", "feel", "pain", "3")
        self.assertEqual([one["name"][0]["text"] for one in self.compare(self.bundle()).of("Patient")], ["me", "Ben"])
        only = self.bundle("--patient", "ben")
        self.assertEqual([one["name"][0]["text"] for one in only.of("Patient")], ["Ben"])
        self.assertEqual(only.of("MedicationRequest"), [])

    def test_only_a_bundle_is_replaced(self):
        self.run_it("export", "--format", "fhir", self.file)
        self.run_it("log", "zoledronic-acid", "--anyway")
        self.run_it("export", "--format", "fhir", "--to", self.file)
        with open(self.file, encoding="utf-8") as file:
            self.assertEqual(len(fhir_reader.Bundle(file.read()).of("MedicationAdministration")), 1)
        for name, content in (("other.json", '{"resourceType": "Bundle", "type": "collection"}\n'), ("letter", "Dear doctor")):
            with open(self.path(name), "w", encoding="utf-8") as file:
                file.write(content)
            self.refuses("export", "--format", "fhir", "--to", self.path(name), status=1, says="is not a FHIR file of regimen")
        self.run_it("export", "--format", "json", self.path("record.json"))
        self.refuses("export", "--format", "fhir", self.path("record.json"), status=1, says="is not a FHIR file of regimen")
        self.refuses("export", "--format", "json", self.file, status=1, says="is not a record of regimen")
        os.symlink("nothing", self.path("link.json"))
        self.refuses("export", "--format", "fhir", self.path("link.json"), status=1, says="is a link, so it is left alone")

    def test_the_bundle_of_another_person(self):
        """Also that of all people is not replaced by that of one of them."""
        def left_alone(*command, says="has the record of another person, so it is left alone; choose another name"):
            with open(self.file, encoding="utf-8") as file:
                before = file.read()
            self.refuses(*command, "export", "--format", "fhir", self.file, status=1, says=says)
            with open(self.file, encoding="utf-8") as file:
                self.assertEqual(file.read(), before)

        self.run_it("patient", "add", "Ben")
        self.run_it("--patient", "Ben", "feel", "pain", "3")
        self.run_it("--patient", "Ben", "export", "--format", "fhir", self.file)
        left_alone("--patient", "me")
        self.run_it("export", "--format", "fhir", self.file)
        left_alone("--patient", "me")
        left_alone("--patient", "Ben")
        self.database = self.path("other.db")
        self.zoledronic_acid()
        left_alone()

    def test_the_bundle_of_a_newer_copy(self):
        older = self.path("older.db")
        shutil.copy(self.database, older)
        self.run_it("add", "denosumab", "--first", "2026-12-03", "--anyway")
        self.run_it("export", "--format", "fhir", self.file)
        self.run_it("undo")
        self.run_it("export", "--format", "fhir", self.file)
        self.database = older
        self.refuses("export", "--format", "fhir", self.file, status=1,
                     says="has a treatment that this record lacks, so it is left alone; choose another name")

    def test_what_it_does_not_accept(self):
        self.refuses_all(
            ("export", "--format", "fhir", "--keep", self.file, "--keep can be used only for a calendar"),
            ("export", "--format", "fhir", self.file, "--days", "3", "--days can be used only for a calendar"),
            ("--private", "export", "--format", "fhir", self.file, "--private leaves out the details"),
            ("--patient", "Eve", "export", "--format", "fhir", self.file, "Eve"))
        self.database = self.path("none.db")
        self.refuses("export", "--format", "fhir", self.file, status=1, says="nothing to export")
        self.assertFalse(os.path.exists(self.file))

    def test_a_damaged_record_is_not_written(self):
        connection = sqlite3.connect(self.database)
        connection.executescript("DROP TRIGGER courses_update; UPDATE courses SET amount = '40 mg'")
        connection.close()
        self.refuses("export", "--format", "fhir", self.file, status=1, says="the record is damaged, so it was not exported")
        self.assertFalse(os.path.exists(self.file))

    def test_what_people_typed_stays_text(self):
        typed = '[31m„schräg" \\ <b>=1+1</b> 😀'
        self.run_it("feel", "pain", "6", "--note=" + typed)
        self.assertEqual(self.compare(self.bundle()).entries("me")["feel/1"]["notes"], [typed])


class Validated(FhirCase):
    """By the JSON schema, by the official invariants, and by another implementation: see validate-fhir.cjs."""

    def record(self):
        self.infusions()
        self.radiation()
        self.run_it("log", "radiation", "--at", "2026-11-23 08:00", "--site", "hip", "--amount", "8 Gy", "--anyway")
        self.run_it("add", "ct", "--on", "2026-12-03 09:30")
        self.run_it("add", "pain-medicine", "--as-needed", "--gap", "6h", "--max", "3/day", "--amount", "400 mg")
        self.run_it("log", "pain-medicine")
        self.run_it("add", "Cal", "--custom", "--times", "08:00", "--cycle", "21/7", "--first", "2026-11-24")
        self.run_it("add", "mri", "--on", "2026-12-05")
        self.run_it("undo")
        self.run_it("feel", "pain", "6", "--site", "back")
        self.run_it("feel", "nausea", "mild", "--at", "yesterday")
        self.run_it("lab", "calcium", "<1.5", "mg/dL", "--range", "2.1-2.6")
        self.run_it("undo")

    def test_a_record_of_all_kinds(self):
        self.record()
        self.compare(self.bundle())
        self.assertEqual(self.validate(self.text), "")

    def test_the_validators_find_what_is_wrong(self):
        self.record()
        right = json.loads(self.run_it("export", "--format", "fhir"))

        def first(bundle, kind, member):
            return next(entry["resource"] for entry in bundle["entry"]
                        if entry["resource"]["resourceType"] == kind and member in entry["resource"])

        def wrong(kind, member, **values):
            bundle = copy.deepcopy(right)
            first(bundle, kind, member).update(values)
            return bundle

        twice = copy.deepcopy(right)
        twice["entry"].append(twice["entry"][0])
        number = copy.deepcopy(right)
        first(number, "Observation", "valueQuantity")["valueQuantity"]["value"] = "6"
        bundles = [wrong("Observation", "id", effectiveDateTime="2026-12-30 10:00"),
                   wrong("MedicationAdministration", "id", status="given"),
                   wrong("ServiceRequest", "id", place="room 4"), wrong("MedicationRequest", "id", intent=None),
                   wrong("MedicationAdministration", "dosage", dosage={"text": "4 mg"}), twice, number,
                   wrong("MedicationRequest", "dosageInstruction", dosageInstruction=[{"timing": {"repeat": {"period": 4}}}])]
        said = self.validate(*map(json.dumps, bundles))
        for index in range(len(bundles)):
            self.assertIn(f"/{index}.fhir.json: ", said)
        for name in ("schema", "medplum", "fhir"):
            self.assertIn(f": {name}: ", said)
        self.assertRegex(said, r"mad-1.*\n(.*\n)*.*bdl-7.*\n(.*\n)*.*tim-2")


@unittest.skipIf(RECORDS is None, "the program that makes random records is not named")
class RandomRecords(FhirCase):
    def test_random_records(self):
        folder = self.path("records")
        os.mkdir(folder)
        own = {name: value for name, value in self.environment().items() if not name.startswith("REGIMEN_")}
        subprocess.run([RECORDS, folder, str(RANDOM), str(FIRST), "keep"], env=own, check=True, capture_output=True, timeout=600)
        print(f"seeds {FIRST} to {FIRST + RANDOM - 1}", file=sys.stderr)
        texts, kinds = [], set()
        for seed in range(FIRST, FIRST + RANDOM):
            file = os.path.join(folder, f"{seed}.json")
            with open(file, encoding="utf-8") as read:
                record = json.load(read)
            self.now = max(change["at"] for change in record["changes"]).replace("Z", "+00:00")
            self.database = self.path(f"{seed}.db")
            self.run_it("restore", "--from-json", file)
            with self.subTest(seed=seed):
                bundle = self.compare(self.bundle())
                kinds |= {(one["resourceType"], one.get("status")) for one in bundle.by_url.values()}
                texts.append(self.text)
        given = {("MedicationAdministration", status) for status in fhir_reader.STATUS["MedicationAdministration"]}
        others = {("Procedure", "completed"), ("Observation", "final"), ("MedicationRequest", "stopped")}
        self.assertGreaterEqual(kinds, given | others)
        self.assertEqual(self.validate(*texts), "")


if __name__ == "__main__":
    unittest.main()
