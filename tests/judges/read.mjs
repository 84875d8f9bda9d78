// Markdown on standard input, HTML on standard output: node read.mjs markdown-it | commonmark
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const require = createRequire(`${process.cwd()}/.judges/package.json`);
const markdown = readFileSync(0, "utf8");

if (process.argv[2] === "commonmark") {
  const { Parser, HtmlRenderer } = require("commonmark");
  process.stdout.write(new HtmlRenderer().render(new Parser().parse(markdown)));
} else {
  // Bare web addresses become links where they can; bare e-mail addresses and domains would with any writing.
  const parser = require("markdown-it")({ html: true, linkify: true });
  parser.linkify.set({ fuzzyLink: false, fuzzyEmail: false });
  process.stdout.write(parser.render(markdown));
}
