// Clicks through a redline that rewords the clause "publication" and other parts: node walk_redline.mjs FILE
import assert from "node:assert/strict";

import { browser, excess, opened } from "./browser.mjs";

const file = process.argv[2];
const hash = (page) => decodeURIComponent(new URL(page.url()).hash);
const style = (place, name) => place.evaluate((node, wanted) => getComputedStyle(node)[wanted], name);
const publication = ".change:has(#publication)";

async function withoutScripts() {
  const page = await opened(file, { javaScriptEnabled: false });
  await page.locator("nav [href='#publication']").click();
  assert.equal(hash(page), "#publication");
  assert.equal(await page.getByRole("switch", { name: /Keys/ }).isVisible(), false, "no keys without a script");

  const [old, fresh] = [page.locator(`${publication} del`).last(), page.locator(`${publication} ins`).last()];
  assert.match(await style(old, "textDecorationLine"), /line-through/, "struck out, not only red");
  assert.match(await style(fresh, "textDecorationLine"), /underline/, "underlined, not only green");
  assert.ok(await old.isVisible());

  await page.locator(`${publication} .ways a`).last().click();
  const next = hash(page);
  assert.notEqual(next, "#publication");
  await page.locator(`.change:has([id='${next.slice(1)}']) .ways a`).first().click();
  assert.equal(hash(page), "#publication", "back again");

  const folded = page.locator("details.same").first();
  assert.equal(await folded.locator("h3, p").first().isVisible(), false, "what is the same is folded away");
  await folded.locator("summary").click();
  assert.equal(await folded.locator("h3, p").first().isVisible(), true);

  const pair = page.locator(`${publication} .pair.reworded`).first();
  assert.equal(await pair.locator(".old").isVisible(), false);
  await page.getByRole("switch", { name: "Side by side" }).focus();
  await page.keyboard.press("Space");
  const [left, right] = [await pair.locator(".old").boundingBox(), await pair.locator(".new").boundingBox()];
  assert.ok(left.x + left.width <= right.x, "old stands left of new");
  assert.equal(left.y, right.y);
  assert.equal(await pair.locator(".new del").first().isVisible(), false);
  assert.equal(await pair.locator(".old del").first().isVisible(), true);

  await page.emulateMedia({ media: "print" });
  assert.equal(await page.locator("nav").isVisible(), false);
  assert.equal(await pair.locator("ins").first().isVisible(), true);
  assert.deepEqual(page.asked, []);
}

async function byKey() {
  const page = await opened(file);
  const here = () => page.evaluate(() => document.activeElement.querySelector("h2")?.id ?? document.activeElement.className);
  const places = await page.locator(".change > h2").evaluateAll((headings) => headings.map(({ id }) => id));
  assert.ok(places.length > 2);
  await page.keyboard.press("n");
  assert.equal(await here(), places[0]);
  await page.keyboard.press("n");
  assert.equal(await here(), places[1]);
  await page.keyboard.press("p");
  assert.equal(await here(), places[0]);
  await page.keyboard.press("j");
  assert.match(await here(), /^pair /);
  await page.getByRole("switch", { name: /Keys/ }).focus();
  await page.keyboard.press("Space");
  await page.keyboard.press("n");
  assert.doesNotMatch(String(await here()), /pair|page-/, "the switch turns the keys off");
  assert.deepEqual(page.asked, []);
}

async function onAPhone() {
  const page = await opened(file, { size: "phone" });
  await page.locator(".to-contents").tap();
  await page.locator("nav [href='#publication']").tap();
  assert.equal(hash(page), "#publication");
  assert.ok(await page.locator(`${publication} ins`).last().isVisible());
  assert.equal(await excess(page), 0);
  assert.deepEqual(page.asked, []);
}

await withoutScripts();
await byKey();
await onAPhone();
await browser.close();
