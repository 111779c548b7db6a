"""Records of people, for the tests of the sheet and for its pictures: a plain one, a full one, and ten years of values.

Each function fills the record of a Case (tests/cli/regimen.py) with the commands that a person would type, each at its day,
and returns the moment at which the sheet is made. What is noticed and measured goes through put-on-record, in one process."""
import datetime
import os
import subprocess

PUT_ON_RECORD = os.path.join(os.path.dirname(os.environ["REGIMEN_EXEC_PATH"].split(":")[0]), "tests/sheet/put-on-record")
NOW = "2026-11-27T09:00:00+01:00"
CLOCKS_BACK = datetime.date(2026, 10, 25)


def moment(day, time="12:00:00"):
    """That time of @day ("2026-09-03" or a date) in Berlin, in the years whose changes of the clocks matter here."""
    day = datetime.date.fromisoformat(day) if isinstance(day, str) else day
    summer = datetime.date(day.year, 3, 31) < day < datetime.date(day.year, 10, 25)
    return f"{day}T{time}{'+02:00' if summer else '+01:00'}"


def at(case, day, *words):
    case.now = moment(day)
    case.run_it(*words)


def put(case, lines):
    """@lines: lists of the parts of a line of put-on-record; None is an empty part."""
    text = "".join("\t".join("" if part is None else str(part) for part in line) + "\n" for line in lines)
    subprocess.run([PUT_ON_RECORD, case.database], input=text.encode(), check=True)


def from_popup(case, *doses, options=()):
    """The page that a popup about @doses ("denosumab/3") opens. There is no browser here, so it stays where it was written."""
    uids = {course["handle"]: course["uid"] for course in case.json("list")["courses"]}
    path = case.path("run", "page.html")
    words = [f"{uids[handle]}/{number}" for handle, number in (dose.split("/") for dose in doses)]
    done = subprocess.run([os.path.join(os.environ["REGIMEN_EXEC_PATH"].split(":")[0], "regimen-page"), *options, path, *words],
                          env=case.environment(XDG_DATA_DIRS=case.home, XDG_CONFIG_DIRS=case.home), capture_output=True, check=False)
    assert done.returncode == 1, done
    with open(path, encoding="utf-8") as file:
        return file.read()


def felt(day, name, value, unit=None, site=None, note=None, time="12:00:00"):
    return ["felt", moment(day, time), name, value, unit, None, None, site, note]


def lab(day, name, value, unit, low=None, high=None, note=None):
    return ["lab", moment(day), name, value, unit, low, high, None, note]


def days(first, last):
    first, last = datetime.date.fromisoformat(first), datetime.date.fromisoformat(last)
    return [first + datetime.timedelta(days=n) for n in range((last - first).days + 1)]


def pain(day):
    """A value from 0 to 10, the same for a day whenever it is asked for."""
    number = day.toordinal()
    return max(0, min(10, 5 + (number // 9) % 4 - 2 + number * 7 % 3 - 1))


def denosumab(case, place):
    at(case, "2026-08-20", "add", "denosumab", "--first", "2026-09-03", "--amount", "120 mg", "--place", place,
       "--given", "2026-07-09", "--given", "2026-08-06")
    at(case, "2026-09-03", "log", "denosumab")
    at(case, "2026-10-01", "hold", "denosumab", "--reason", "waiting for the lab value")
    at(case, "2026-10-05", "book", "denosumab", "2026-10-08 10:00")
    at(case, "2026-10-08", "log", "denosumab")
    at(case, "2026-11-05", "log", "denosumab")


def plain(case):
    """The usual three months: one medicine every four weeks, a little pain, one value of a laboratory."""
    at(case, "2026-08-20", "patient", "add", "Anna Berger", "--zone", "Europe/Berlin")
    denosumab(case, "Clinic North")
    put(case, [felt(day, "Pain", pain(day), site="lower back") for day in days("2026-09-01", "2026-11-26") if day.day % 3]
        + [lab(day, "Calcium", value, "mmol/L", "2.20", "2.60") for day, value in
           (("2026-09-02", "2.31"), ("2026-10-06", "2.18"), ("2026-11-04", "2.36"))]
        + [["ask", moment("2026-11-20"), "May the injection be in the other arm?"],
           ["contact", moment("2026-08-20"), "Ward 3", "+49 30 1234-567", "8 to 16", "urgent"],
           ["need", moment("2026-08-20"), "denosumab", "Calcium", "2w"]])
    return NOW


def radiation_course(case, site, reason):
    at(case, "2026-09-01", "add", "radiation", "--fractions", "10", "--first", "2026-10-12 14:00", "--site", site,
       "--amount", "3 Gy")
    for day in (12, 13, 14):
        at(case, f"2026-10-{day}", "log", "radiation")
    at(case, "2026-10-15", "skip", "radiation", "--reason", reason)
    for day in (16, 19, 20, 21, 22, 23, 26):
        at(case, f"2026-10-{day}", "log", "radiation")


def usual(case):
    """A usual three months, which have to fit a page: the plain ones, with radiation, tablets and a second value."""
    plain(case)
    radiation_course(case, "left hip", "the machine was broken")
    at(case, "2026-09-28", "add", "Calcium and vitamin D", "--custom", "--handle", "calcium", "--times", "08:00",
       "--amount", "500 mg / 400 IU")
    at(case, "2026-09-10", "add", "ct", "--on", "2026-10-05 08:30", "--place", "Radiology")
    at(case, "2026-10-05", "log", "ct")
    put(case, [["log", moment(day, "08:05:00"), "calcium"] for day in days("2026-09-29", "2026-11-27") if day.day % 8]
        + [lab(day, "Alkaline phosphatase", value, "U/L", "35", "105") for day, value in
           (("2026-09-02", "161"), ("2026-10-06", "148"), ("2026-11-04", "112"))]
        + [["ask", moment("2026-11-21"), "How long may I wait with the dentist?"],
           ["contact", moment("2026-08-20"), "Dr. Weber", "+49 30 7654-321", None, "questions"]])
    return NOW


def full(case):
    """German names, long notes, radiation, tablets, three medicines, several values: as much as a person may enter in three
    months."""
    long_note = ("nach dem langen Spaziergang mit der Physiotherapeutin und dem Umräumen im Arbeitszimmer, "
                 "am Abend mit Wärmekissen besser")
    at(case, "2026-03-02", "patient", "add", "Annegret Müller-Lüdenscheidt-Wiesenhütter", "--zone", "Europe/Berlin")
    at(case, "2026-03-02", "add", "zoledronic-acid", "--every", "4w", "--first", "2026-03-05", "--amount", "4 mg")
    for day in ("2026-03-05", "2026-04-02", "2026-04-30"):
        at(case, day, "log", "zoledronic-acid")
    at(case, "2026-05-20", "stop", "zoledronic-acid")
    denosumab(case, "Onkologische Tagesklinik am Städtischen Klinikum Lüdenscheid, Haus B")
    radiation_course(case, "linke Hüfte", "Ausfall des Linearbeschleunigers")
    at(case, "2026-08-01", "add", "radiation", "--handle", "brustwirbel", "--fractions", "1", "--first", "2026-08-05 09:00",
       "--site", "Brustwirbelkörper 7", "--amount", "8 Gy")
    at(case, "2026-08-05", "log", "brustwirbel")
    at(case, "2026-09-28", "add", "Calciumcarbonat und Colecalciferol", "--custom", "--handle", "calcium", "--times", "08:00",
       "--amount", "500 mg / 400 IU")
    tablets = [["log", moment(day, "08:05:00"), "calcium"] for day in days("2026-09-29", "2026-11-27") if day.day % 8]
    at(case, "2026-09-10", "add", "ct", "--on", "2026-10-05 08:30", "--place", "Radiologie")
    at(case, "2026-10-05", "log", "ct")
    at(case, "2026-11-20", "add", "dental", "--custom", "--on", "2026-12-10")
    put(case, tablets
        + [felt(day, "Schmerz", pain(day), site="unterer Rücken", note=long_note if day.day == 17 else None)
           for day in days("2026-09-01", "2026-11-26") if day.day % 4]
        + [felt(day, "Übelkeit", value) for day, value in
           (("2026-09-04", "mild"), ("2026-10-09", "moderate"), ("2026-10-10", "mild"), ("2026-11-06", "none"))]
        + [felt("2026-10-09", "Temperatur", "38.1", "C", note="abends")]
        + [lab(day, "Calcium", value, "mmol/L", *ends) for day, value, ends in
           (("2026-09-02", "2.31", ("2.20", "2.60")), ("2026-10-06", "2.18", ("2.20", "2.60")),
            ("2026-11-04", "2.36", ("2.15", "2.55")))]
        + [lab(day, "Alkalische Phosphatase", value, "U/L", "35", "105") for day, value in
           (("2026-09-02", "161"), ("2026-10-06", "148"), ("2026-11-04", "112"))]
        + [lab("2026-11-04", "Kreatinin", "<0.5", "mg/dL")]
        + [["ask", moment("2026-11-20"), "Darf die Spritze auch in den anderen Arm?"],
           ["ask", moment("2026-11-21"), "Ist die Zahnbehandlung vor oder nach der nächsten Spritze besser zu legen?"],
           ["answer", moment("2026-11-22"), "1", "Ja."],
           ["contact", moment("2026-08-20"), "Onkologische Tagesklinik", "+49 2351 463-0", "Mo bis Fr 8 bis 16 Uhr", "urgent"],
           ["contact", moment("2026-08-20"), "Praxis Dr. Özdemir-Weißenfels", "(02351) 12 34 56", None, "questions"],
           ["need", moment("2026-08-20"), "denosumab", "Calcium", "2w"],
           ["check", moment("2026-07-01"), "Zahnkontrolle"],
           ["need", moment("2026-08-20"), "denosumab", "Zahnkontrolle", "6m"]])
    return NOW


def wide(case):
    """Words that are longer than a page is wide, wherever a person can type one."""
    word = "Wortzusammensetzungs" * 12
    at(case, "2026-11-01", "patient", "add", word, "--zone", "Europe/Berlin")
    at(case, "2026-11-01", "add", word, "--custom", "--handle", "w" * 40, "--every", "2w", "--first", "2026-11-01", "--place", word,
       "--site", word)
    at(case, "2026-11-02", "log", "w" * 40, "--note", word)
    at(case, "2026-11-02", "hold", "w" * 40, "--reason", word)
    at(case, "2026-11-01", "add", word + "b", "--custom", "--handle", "b", "--times", "08:00", "--anyway")
    at(case, "2026-11-03", "skip", "b/2", "--reason", word)
    at(case, "2026-11-01", "add", "ct", "--on", "2026-11-20", "--place", word)
    at(case, "2026-11-20", "log", "ct", "--note", word)
    put(case, [felt(day, word, value, unit, site=word, note=word) for day in days("2026-11-02", "2026-11-06")
               for value, unit in (("3", "W" * 40), (word, None))]
        + [lab("2026-11-04", word, "1" * 12, "W" * 40, "1" * 12, "2" * 12, note=word)]
        + [["ask", moment("2026-11-20"), word], ["contact", moment("2026-11-20"), word, "1" * 40, word, "urgent"],
           ["need", moment("2026-11-20"), "w" * 40, word]])
    return NOW


def ten_years(case):
    """Pain on each day and calcium in each month of ten years, with an injection every four weeks."""
    at(case, "2016-11-26", "patient", "add", "Anna Berger", "--zone", "Europe/Berlin")
    case.now = moment("2016-12-01")
    case.run_it("add", "denosumab", "--first", "2016-12-01", "--amount", "120 mg")
    every_day = days("2016-11-28", "2026-11-26")
    put(case, [felt(day, "Pain", pain(day), note="after a bad night" if day.day == 9 else None) for day in every_day]
        + [lab(day, "Calcium", f"2.{20 + day.month}", "mmol/L", "2.20", "2.60") for day in every_day if day.day == 3]
        + [["log", moment(datetime.date(2016, 12, 1) + datetime.timedelta(days=28 * n)), "denosumab"] for n in range(130)])
    return NOW
