// Workflow commands as GitHub's own toolkit writes them: a JSON list of [name, properties, message] in, lines out.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const require = createRequire(`${process.cwd()}/.judges/package.json`);
const { issueCommand } = require("@actions/core/lib/command.js");

for (const [name, properties, message] of JSON.parse(readFileSync(0, "utf8"))) {
  issueCommand(name, properties, message);
}
