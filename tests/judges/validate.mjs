// Data on standard input as a list, a list of verdicts on standard output: node validate.mjs SCHEMA
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const require = createRequire(`${process.cwd()}/.judges/package.json`);
const Ajv = require("ajv/dist/2020");
const addFormats = require("ajv-formats");

// Strict, so that a misspelt keyword fails; a field may be required by one part of a schema, named in another.
const ajv = new Ajv({ strict: true, strictRequired: false, allowUnionTypes: true });
addFormats(ajv);
ajv.addVocabulary(["x-refers", "x-favours", "x-union"]);
const validate = ajv.compile(JSON.parse(readFileSync(process.argv[2], "utf8")));
process.stdout.write(JSON.stringify(JSON.parse(readFileSync(0, "utf8")).map((data) => validate(data))));
