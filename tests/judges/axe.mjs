// Jobs [{file, size, colorScheme, open}] on standard input; for each, on standard output, what axe-core objects
// to, what the page asked for, and by how much it is wider than the screen.
import { readFileSync } from "node:fs";

import { browser, excess, opened, require } from "./browser.mjs";

const AXE = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");

async function judged({ file, size, colorScheme, open }) {
  const page = await opened(file, { size, colorScheme, bypassCSP: true });
  const wider = await excess(page);
  await page.evaluate((ids) => {
    for (const id of ids) document.getElementById(id).checked = true;
    for (const folded of document.querySelectorAll("details")) folded.open = true;
  }, open);
  await page.evaluate(AXE);
  const { violations } = await page.evaluate(() => axe.run(document, { resultTypes: ["violations"] }));
  const found = violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).slice(0, 3).join(" ")}`);
  await page.context().close();
  return { violations: found, asked: page.asked, wider };
}

const jobs = JSON.parse(readFileSync(0, "utf8")).map((job, at) => [at, job]);
const verdicts = [];
async function worker() {
  for (let next = jobs.shift(); next; next = jobs.shift()) verdicts[next[0]] = await judged(next[1]);
}
await Promise.all([worker(), worker()]);
await browser.close();
process.stdout.write(JSON.stringify(verdicts));
