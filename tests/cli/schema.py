"""What regimen prints with --json, held against contrib/regimen.schema.json, and a record that it writes as JSON, held against
contrib/regimen-record.schema.json."""
import json
import os

import fastjsonschema

CONTRIB = os.path.join(os.path.dirname(os.path.abspath(__file__)), "../../contrib")
PATH = os.path.join(CONTRIB, "regimen.schema.json")
with open(PATH, encoding="utf-8") as file:
    SCHEMA = json.load(file)
#: Options before the command that have a value.
WITH_VALUE = ("--patient", "--db")
validators = {}


def definition_of(words):
    """The name of the definition for the output of a command line."""
    words = list(words)
    while words and words[0].startswith("-"):
        del words[:2 if words[0] in WITH_VALUE else 1]
    if words[:2] == ["patient", "list"]:
        return "patients"
    return words[0] if words else "agenda"


def validator(name):
    if name not in validators:
        if name not in SCHEMA["definitions"]:
            raise KeyError(f"{name} is not in {PATH}")
        validators[name] = fastjsonschema.compile({**SCHEMA, "$ref": "#/definitions/" + name})
    return validators[name]


def check(words, read):
    """Raises an exception where `read` is not what the schema says of the command line `words`."""
    try:
        validator(definition_of(words))(read)
    except fastjsonschema.JsonSchemaException as error:
        raise AssertionError(f"{' '.join(words)}: {error.message}: {error.value!r}") from error


def read_record(text):
    """The JSON document `text`, in which no object has a key twice."""
    def members(pairs):
        assert len({name for name, _ in pairs}) == len(pairs), pairs
        return dict(pairs)

    return json.loads(text, object_pairs_hook=members)


def check_record(text):
    """Raises an exception where the JSON document `text` is not a record as the schema has it. Returns it."""
    with open(os.path.join(CONTRIB, "regimen-record.schema.json"), encoding="utf-8") as file:
        record_schema = json.load(file)
    read = read_record(text)
    fastjsonschema.compile(record_schema)(read)
    return read
