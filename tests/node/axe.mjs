// Pages of reports under axe-core in a real Chromium: prints what it finds, as JSON, by file.
import fs from "node:fs";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import { start } from "./chromium.mjs";

const axe = fs.readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const browser = await start();
const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
const found = {};
for (const file of process.argv.slice(2)) {
  await page.goto(pathToFileURL(file).href);
  await page.evaluate(axe);
  const result = await page.evaluate(() => window.axe.run());
  found[file] = result.violations.map((one) => ({ rule: one.id, impact: one.impact, nodes: one.nodes.map((node) => node.html.slice(0, 200)) }));
}
await browser.close();
console.log(JSON.stringify(found));
