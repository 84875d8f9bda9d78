// A headless Chromium that sees a page as a reader would, and records what the page asks for.
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

export const require = createRequire(`${process.cwd()}/.judges/package.json`);
const { chromium } = require("playwright-core");

const SIZES = { phone: { width: 390, height: 844 }, wide: { width: 1440, height: 900 } };

export const browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args: ["--no-sandbox"] });

// Resolves to the opened page; page.asked is what it asked for beside itself.
export async function opened(file, { size = "wide", ...options } = {}) {
  const touch = size === "phone" ? { hasTouch: true, isMobile: true } : {};
  const context = await browser.newContext({ viewport: SIZES[size], reducedMotion: "reduce", ...touch, ...options });
  const page = await context.newPage();
  const address = pathToFileURL(file).href;
  page.asked = [];
  page.on("request", (request) => {
    if (request.url().split("#")[0] !== address) page.asked.push(request.url());
  });
  page.on("console", (message) => page.asked.push(`console: ${message.text()}`));
  page.setDefaultTimeout(30_000);
  await page.goto(address);
  return page;
}

// How far the page is wider than the screen, in pixels.
export const excess = (page) =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
