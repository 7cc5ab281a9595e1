// A Chromium with the pane in it: real Office.js from npm in place of Microsoft's address, a workbook in memory behind it.
import fs from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";

const here = path.dirname(fileURLToPath(import.meta.url));
const dist = path.join(here, "node_modules/@microsoft/office-js/dist");
export const CDN = "https://appsforoffice.microsoft.com/lib/1/hosted/";

export const start = () => chromium.launch({ executablePath: process.env.CHROMIUM, args: ["--no-sandbox"] });

// A page of the pane; `fake` is what `fake-excel.js` describes, `log` collects what the page complains of.
export async function pane(browser, base, fake, options = {}) {
  const context = await browser.newContext({ ignoreHTTPSErrors: true, viewport: { width: 320, height: 640 }, ...options });
  const page = await context.newPage();
  const log = [];
  page.on("pageerror", (error) => log.push(`error: ${error}`));
  page.on("console", (message) => message.type() === "error" && !/telemetry/.test(message.text()) && log.push(`console: ${message.text()}`));
  await page.route(`${CDN}**`, (route) => {
    const name = decodeURIComponent(route.request().url().split("?")[0].slice(CDN.length));
    const file = path.join(dist, name);
    if (!file.startsWith(dist) || !fs.existsSync(file)) return route.fulfill({ status: 404 });
    const text = fs.readFileSync(file, "utf8");
    const body = name === "office.js" ? `${text}\n;${fs.readFileSync(path.join(here, "fake-excel.js"), "utf8")}` : text;
    return route.fulfill({ contentType: "text/javascript", body });
  });
  await page.route(/telemetry|events\.data\.microsoft/, (route) => route.abort());
  await page.addInitScript((given) => (window.fake = given), fake);
  await page.goto(`${base}/taskpane.html`);
  return { page, log, context };
}
