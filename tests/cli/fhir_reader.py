"""A reader of bundles of FHIR R4, written from the specification alone (http://hl7.org/fhir/R4): what a clinic's program would
learn from one. It knows nothing of how regimen writes them."""
import json
import re
import uuid


class Number(str):
    """A number as it stands in the file, with all of its digits."""


#: Which resources a reference may lead to, by the resource and the member in which it stands.
TARGETS = {
    ("CarePlan", "subject"): {"Patient"},
    ("CarePlan", "reference"): {"MedicationRequest", "ServiceRequest"},
    ("MedicationRequest", "subject"): {"Patient"},
    ("MedicationAdministration", "subject"): {"Patient"},
    ("MedicationAdministration", "request"): {"MedicationRequest"},
    ("ServiceRequest", "subject"): {"Patient"},
    ("Procedure", "subject"): {"Patient"},
    ("Procedure", "basedOn"): {"CarePlan", "ServiceRequest"},
    ("Procedure", "partOf"): {"Procedure", "Observation", "MedicationAdministration"},
    ("Observation", "subject"): {"Patient"},
}
REQUEST = {"active", "on-hold", "completed", "entered-in-error", "unknown"}
#: The statuses of each resource that can come of a record.
STATUS = {
    "CarePlan": REQUEST | {"revoked"},
    "MedicationRequest": REQUEST | {"stopped"},
    "ServiceRequest": REQUEST | {"revoked"},
    "MedicationAdministration": {"not-done", "on-hold", "completed", "entered-in-error"},
    "Procedure": {"in-progress", "not-done", "on-hold", "stopped", "completed", "entered-in-error"},
    "Observation": {"final", "entered-in-error"},
}
DATE = r"\d{4}-\d\d-\d\d"
DATE_TIME = re.compile(rf"{DATE}(T\d\d:\d\d:\d\d(Z|[+-]\d\d:\d\d))?\Z")


def members(pairs):
    assert len({key for key, _ in pairs}) == len(pairs), pairs
    return dict(pairs)


def text_of(concept):
    return concept["text"] if concept else None


def quantity(read):
    """ "4 mg", "<1.5 mg/dL". """
    return " ".join(part for part in (read.get("comparator", "") + read["value"], read.get("unit")) if part)


class Bundle:
    """Raises AssertionError for what the specification does not allow."""

    def __init__(self, text):
        self.read = json.loads(text, parse_float=Number, parse_int=Number, object_pairs_hook=members)
        assert (self.read["resourceType"], self.read["type"]) == ("Bundle", "collection")
        assert not self.read.keys() - {"resourceType", "meta", "type", "entry"}, self.read.keys()
        self.by_url = {entry["fullUrl"]: entry["resource"] for entry in self.read["entry"]}
        assert len(self.by_url) == len(self.read["entry"]), "a fullUrl that is there twice"
        for url, resource in self.by_url.items():
            assert url == "urn:uuid:" + str(uuid.UUID(resource["id"])), url
            assert resource["resourceType"] == "Patient" or resource["status"] in STATUS[resource["resourceType"]], resource
            self.look(resource, resource["resourceType"], None)

    def look(self, value, where, key):
        """No member is empty or null (json.html), each reference leads to an entry of a kind that may stand there, and a moment has
        its offset."""
        assert value not in ("", None, [], {}), (where, key)
        if isinstance(value, dict):
            if "reference" in value and isinstance(value["reference"], str):
                target = self.by_url[value["reference"]]["resourceType"]
                assert target == value["type"] and target in TARGETS[where, key], (where, key, target)
            for name, member in value.items():
                if name.endswith("DateTime") or name in ("start", "end", "event", "issued"):
                    for moment in member if isinstance(member, list) else [member]:
                        assert DATE_TIME.match(moment), (where, name, moment)
                self.look(member, where, name)
        elif isinstance(value, list):
            for member in value:
                self.look(member, where, key)

    def of(self, *types, person=None):
        """The resources of these types, of all people or of the one of that name."""
        found = [resource for resource in self.by_url.values() if resource["resourceType"] in types]
        return [one for one in found if person is None or self.person_of(one) == person]

    def person_of(self, resource):
        patient = resource if resource["resourceType"] == "Patient" else self.by_url[resource["subject"]["reference"]]
        return patient["name"][0]["text"]

    def courses(self, person):
        """By their identifier: a MedicationRequest or ServiceRequest each; those that were entered in error are apart."""
        requests = self.of("MedicationRequest", "ServiceRequest", person=person)
        standing = [one for one in requests if one["status"] != "entered-in-error"]
        named = {one["identifier"][0]["value"]: one for one in standing}
        assert len(named) == len(standing), "two courses of one name"
        return named

    def doses(self, person):
        """By the id of the course and the number: status, when, reason, amount, site and notes."""
        found = {}
        for one in self.of("MedicationAdministration", "Procedure", person=person):
            name, _, number = one["identifier"][0]["value"].rpartition("/")
            if not name:
                continue  # a series of sessions
            request = self.by_url[one["request"]["reference"] if "request" in one else one["basedOn"][0]["reference"]]
            assert request["identifier"][0]["value"] == name, (name, request)
            dose = (request["id"], int(number))
            assert dose not in found, dose
            found[dose] = self.dose(one)
        return found

    @staticmethod
    def dose(one):
        notes = [note["text"] for note in one.get("note", [])]
        said = {key: next((note[len(key) + 2:] for note in notes if note.startswith(key + ": ")), None)
                for key in ("Amount", "Site")}
        dosage = one.get("dosage", {})
        if one["resourceType"] == "MedicationAdministration":
            assert ("effectiveDateTime" in one) != ("effectivePeriod" in one), one
            reason, site = text_of(one.get("statusReason", [None])[0]), text_of(dosage.get("site"))
            when = one.get("effectiveDateTime") or one["effectivePeriod"]["start"]
        else:
            reason, site = text_of(one.get("statusReason")), text_of(one.get("bodySite", [None])[0])
            when = one.get("performedDateTime")
        return {"status": one["status"], "when": when, "reason": reason, "notes": notes, "site": site or said["Site"],
                "amount": quantity(dosage["dose"]) if "dose" in dosage else said["Amount"],
                "type": one["resourceType"], "medicine": text_of(one.get("medicationCodeableConcept") or one.get("code"))}

    def entries(self, person):
        """What was observed, by its identifier: status, name, value, range, when, site and notes."""
        found = {}
        for one in self.of("Observation", person=person):
            ends = one.get("referenceRange", [{}])[0]
            found[one["identifier"][0]["value"]] = {
                "status": one["status"], "name": text_of(one["code"]), "when": one["effectiveDateTime"],
                "value": quantity(one["valueQuantity"]) if "valueQuantity" in one else one.get("valueString"),
                "low": quantity(ends["low"]) if "low" in ends else None,
                "high": quantity(ends["high"]) if "high" in ends else None,
                "codes": [(code["system"], code["code"]) for code in one["code"].get("coding", [])],
                "site": text_of(one.get("bodySite")), "notes": [note["text"] for note in one.get("note", [])]}
        return found


def repeat_of(resource):
    """Timing.repeat of a request, and whether it has a Timing at all."""
    timing = resource.get("occurrenceTiming") or resource.get("dosageInstruction", [{}])[0].get("timing")
    return (timing or {}).get("repeat"), timing
