// Clicks through an agreement that has a clause "publication": node walk_agreement.mjs FILE
import assert from "node:assert/strict";

import { browser, excess, opened } from "./browser.mjs";

const file = process.argv[2];
const hash = (page) => new URL(page.url()).hash;
const height = async (page, selector) => (await page.locator(selector).boundingBox()).y;
const bubble = (term) => term.evaluate((node) => getComputedStyle(node, "::after").content);
const inSight = async (page, selector) => {
  const { y } = await page.locator(selector).boundingBox();
  return y > 40 && y < page.viewportSize().height - 40;
};

async function atADesk(javaScriptEnabled) {
  const page = await opened(file, { javaScriptEnabled });

  await page.locator("nav [href='#publication']").click();
  assert.equal(hash(page), "#publication");
  assert.ok(await inSight(page, "#publication"), "the outline leads to the clause");

  const term = page.locator("[id='publication.review'] .term").first();
  const definition = await page.locator(`p:has(> [id='${(await term.getAttribute("href")).slice(1)}'])`).innerText();
  assert.equal(await bubble(term), "none");
  await term.hover();
  assert.equal(JSON.parse(await bubble(term)), definition.trim(), "a hover shows the definition");
  await page.mouse.move(0, 0);
  assert.equal(await bubble(term), "none");
  await page.locator("[id='publication.review'] .label").focus();
  await page.keyboard.press("Tab");
  assert.equal(JSON.parse(await bubble(term)), definition.trim(), "so does the keyboard");

  await page.locator("[id='publication.review'] .label").click();
  assert.equal(hash(page), "#publication.review");
  await page.locator("#publication .number").click();
  assert.equal(hash(page), "#publication");

  const fields = page.locator(".clause:has(#publication) .sources");
  assert.equal(await fields.isVisible(), false);
  await page.getByRole("switch", { name: "Spec fields" }).focus();
  await page.keyboard.press("Space");
  assert.equal(await fields.isVisible(), true, "the switch shows the fields");
  assert.match(await fields.innerText(), /publication\.review_days\s+line \d+/);
  const [beside, text] = [await fields.boundingBox(), await page.locator("[id='publication.review']").boundingBox()];
  assert.ok(beside.x > text.x + text.width, "in the margin");

  await page.emulateMedia({ media: "print" });
  for (const part of ["nav", "body > .bar", ".clause:has(#publication) .sources"])
    assert.equal(await page.locator(part).isVisible(), false, `${part} is not printed`);
  for (const part of ["[id='publication.review']", ".timeline .bar >> nth=0"])
    assert.equal(await page.locator(part).isVisible(), true, `${part} is printed`);
  await page.emulateMedia({ media: "screen" });
  await page.locator("label.switch").click();
  assert.equal(await fields.isVisible(), false);
  assert.deepEqual(page.asked, []);
}

async function onAPhone(javaScriptEnabled) {
  const page = await opened(file, { size: "phone", javaScriptEnabled });
  assert.equal(await page.locator("nav").isVisible(), false);
  await page.locator(".to-contents").tap();
  assert.equal(await page.locator("nav").isVisible(), true);
  await page.locator("nav [href='#publication']").tap();
  assert.equal(await page.locator("nav").isVisible(), false);
  assert.ok(await inSight(page, "#publication"), "the outline leads to the clause and is gone");

  const before = await height(page, "#publication");
  const sheet = page.locator(".sheet:target");
  await page.locator("[id='publication.may-publish'] .term").first().tap();
  assert.ok(await sheet.isVisible(), "a tap shows the definition");
  assert.equal(await height(page, "#publication"), before, "and leaves the reader's place");
  await sheet.tap();
  assert.equal(await sheet.count(), 0, "a tap on it closes it");
  assert.equal(await height(page, "#publication"), before);

  await page.locator("label.switch").tap();
  assert.equal(await page.locator(".clause:has(#publication) .sources").isVisible(), true);
  assert.equal(await excess(page), 0);
  assert.deepEqual(page.asked, []);
}

for (const javaScriptEnabled of [true, false]) {
  await atADesk(javaScriptEnabled);
  await onAPhone(javaScriptEnabled);
}
await browser.close();
