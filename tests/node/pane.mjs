// Drives the pane in Chromium and prints what it saw as JSON: node pane.mjs TASK.json (see tests/hosts/officejs/test_pane.py).
import fs from "node:fs";
import { pane, start } from "./chromium.mjs";

const task = JSON.parse(fs.readFileSync(process.argv[2], "utf8"));
const saw = { log: [] };
const browser = await start();
setTimeout(() => {
  console.error(`not done in time; ${log()} until then: ${JSON.stringify(saw, (key, one) => (key === "values" ? one.length : one)).slice(-3000)}`);
  process.exit(1);
}, task.seconds * 1000).unref();
const logs = [];
const log = () => logs.flat().join(" ");
const fake = () => structuredClone(task.fake);
const text = (page, selector) => page.locator(selector).innerText();
const cellsOf = (page) => page.evaluate(() => Object.fromEntries(Object.entries(fake.sheets).map(([n, s]) => [n, s.cells])));
const idle = (page) => page.locator("#busy").waitFor({ state: "hidden" });
const shot = async (page, name) => {
  if (task.pictures) await page.screenshot({ path: `${task.pictures}/${name}.png` });
};

async function functions() {
  const { page, log } = await pane(browser, task.base, fake());
  logs.push(log);
  await page.waitForFunction(() => Object.keys(fake.commands).length > 0);
  saw.office = await page.evaluate(() => [typeof Office.context, typeof CustomFunctions.associate]);
  saw.registered = await page.evaluate(() => Object.keys(CustomFunctions._association.mappings));
  saw.commands = await page.evaluate(() => Object.keys(fake.commands));
  let posts = 0;
  page.on("request", (request) => request.url().endsWith("/api/call") && posts++);
  const many = () =>
    page.evaluate(async () => {
      const cpi = CustomFunctions._association.mappings.CPI;
      const begun = performance.now();
      const values = await Promise.all([...Array(2000).keys()].map((i) => cpi(i, 8, { parameterAddresses: ["", ""] })));
      return { values, took: performance.now() - begun };
    });
  saw.many = { ...(await many()), posts };
  saw.again = { ...(await many()), posts: posts - saw.many.posts };
  saw.errors = await page.evaluate(async () => {
    const { CPI, EV_AT } = CustomFunctions._association.mappings;
    const got = await Promise.allSettled([CPI("many", 8, {}), CPI(5, 0, {}), CPI(0, 0, { parameterAddresses: ["Zero!A1", "Zero!B1"] })]);
    return got.map((one) => (one.status === "fulfilled" ? { value: one.value } : { code: one.reason.code, message: one.reason.message }));
  });
  saw.schedule = await page.evaluate(async (rows) => {
    const schedule = CustomFunctions._association.mappings.SCHEDULE;
    return (await schedule(rows, 46083, ...Array(20).fill(null))) ?? null;
  }, task.tasks);
  await page.route("**/api/call", (route) => route.abort());
  saw.offline = await page.evaluate(async () => {
    const got = await Promise.allSettled([CustomFunctions._association.mappings.CPI(3, 4, {})]);
    return got[0].reason?.message;
  });
  await page.unroute("**/api/call");
  saw.online = await page.evaluate(() => CustomFunctions._association.mappings.CPI(3, 4, {}));
  saw.log.push(...log.filter((line) => !line.includes("ERR_FAILED")));
  await page.close();
}

async function checking() {
  const { page, log } = await pane(browser, task.base, fake());
  logs.push(log);
  await page.locator("#check:enabled").waitFor();
  await shot(page, "empty-320");
  await page.locator("#check").click();
  await page.locator("#findings li").first().waitFor();
  saw.findings = await page.locator("#findings li").allInnerTexts();
  await shot(page, "findings-320");
  await page.locator("#findings .place").first().click();
  await page.waitForFunction(() => fake.selected.length > 0);
  saw.selected = await page.evaluate(() => fake.selected);
  saw.fixes = await page.locator("#findings li button:not(.place)").count();
  await page.locator("#findings li button:not(.place)").first().click();
  await page.locator("#notice .done").waitFor();
  saw.fixed = { cells: await cellsOf(page), notice: await text(page, "#notice p"), left: await page.locator("#findings li").count() };
  await page.locator("#notice button").click();
  await page.waitForFunction(() => !document.querySelector("#notice button"));
  saw.fixUndone = await cellsOf(page);

  await page.locator("#check").click();
  await idle(page);
  // Keys alone: to the tabs, to the list of changes, to the button that writes them.
  await page.locator("#tab-findings").focus();
  await page.keyboard.press("ArrowRight");
  await page.locator("#accept").waitFor();
  saw.summary = await text(page, "#accept");
  await shot(page, "changes-320");
  await page.evaluate(([sheet, at]) => (fake.sheets[sheet].cells[at] = "typed meanwhile"), task.conflict);
  const untouched = await cellsOf(page);
  await page.locator("#accept").click();
  await page.locator("#notice .error").waitFor();
  saw.conflict = { notice: await text(page, "#notice p"), nothing: JSON.stringify(untouched) === JSON.stringify(await cellsOf(page)) };
  await shot(page, "conflict-320");
  await page.evaluate(([sheet, at]) => delete fake.sheets[sheet].cells[at], task.conflict);

  await page.evaluate((at) => (fake.locked = at), task.locked);
  const unlocked = await cellsOf(page);
  await page.locator("#accept").click();
  await page.locator("#notice .error").waitFor();
  await idle(page);
  saw.locked = { notice: await text(page, "#notice p"), restored: JSON.stringify(sorted(unlocked)) === JSON.stringify(sorted(await cellsOf(page))) };
  await page.evaluate(() => delete fake.locked);

  await page.locator("#accept").focus();
  await page.keyboard.press("Enter");
  await page.locator("#notice .done").waitFor();
  saw.written = { cells: await cellsOf(page), notice: await text(page, "#notice p"), tables: await page.evaluate(() => fake.tables) };
  await shot(page, "written-320");
  await page.locator("#undo").click();
  await page.waitForFunction(() => document.querySelector("#undo").disabled && document.querySelector("#busy").hidden);
  saw.undone = { cells: await cellsOf(page), tables: await page.evaluate(() => fake.tables) };

  // The ribbon's Refresh: looks, writes at once, and says to Excel that it is done.
  saw.ribbon = await page.evaluate(async () => {
    let completed = 0;
    await fake.commands.pmoRefresh({ completed: () => completed++ });
    return completed;
  });
  saw.refreshed = { cells: await cellsOf(page), notice: await text(page, "#notice p") };
  saw.log.push(...log);
  await page.close();
}

const sorted = (book) => Object.entries(book).map(([name, cells]) => [name, Object.entries(cells).sort()]);

async function publishing() {
  const { page, log } = await pane(browser, task.base, fake(), { viewport: { width: 450, height: 640 } });
  logs.push(log);
  await page.locator("#tab-publish").click();
  await page.locator("#plan").click();
  await page.locator("#publish li").first().waitFor();
  saw.plan = await page.locator("#publish li").allInnerTexts();
  await shot(page, "plan-450");
  await page.locator("#publish .main").click();
  await page.locator("#notice .done").waitFor({ timeout: 60000 });
  saw.published = await page.locator("#publish li").allInnerTexts();
  await shot(page, "published-450");
  await page.locator("#plan").click();
  await idle(page);
  saw.second = await text(page, "#publish");
  saw.log.push(...log);
  await page.close();
}

async function stopping() {
  const { page, log } = await pane(browser, task.base, fake(), { viewport: { width: 450, height: 640 }, colorScheme: "dark" });
  logs.push(log);
  const stopped = [];
  page.on("request", (request) => request.method() === "DELETE" && stopped.push(request.url()));
  await page.route("**/api/jobs/*", (route) =>
    route.request().method() === "GET" ? route.fulfill({ json: { state: "running", what: "Milestones", done: 40, total: 120 } }) : route.continue(),
  );
  await page.locator("#check").click();
  await page.waitForFunction(() => document.querySelector("#progress").value === 40);
  await shot(page, "progress-dark-450");
  await page.locator("#cancel").click();
  await page.locator("#notice .done").waitFor();
  saw.cancelled = { notice: await text(page, "#notice p"), stopped: stopped.length };
  await page.unroute("**/api/jobs/*");
  await page.route("**/api/jobs", (route) => route.abort());
  await page.locator("#check").click();
  await page.locator("#notice .error").waitFor();
  saw.noServer = await text(page, "#notice p");
  await shot(page, "error-dark-450");
  saw.log.push(...log.filter((line) => !line.includes("ERR_FAILED")));
  await page.close();
}

async function looks() {
  const ways = {
    "light-450": { viewport: { width: 450, height: 700 } },
    "dark-320": { viewport: { width: 320, height: 640 }, colorScheme: "dark" },
    "contrast-320": { viewport: { width: 320, height: 640 }, forcedColors: "active", colorScheme: "dark" },
    "german-320": { viewport: { width: 320, height: 640 }, language: "de-DE" },
  };
  saw.overflow = {};
  for (const [name, { language, ...options }] of Object.entries(ways)) {
    const { page } = await pane(browser, task.base, { ...fake(), language }, options);
    await page.locator("#check:enabled").click();
    await page.locator("#findings li").first().waitFor();
    await shot(page, `findings-${name}`);
    await page.locator("#tab-changes").click();
    await shot(page, `changes-${name}`);
    saw.overflow[name] = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    if (language) saw.german = { lang: await page.evaluate(() => document.documentElement.lang), check: await text(page, "#check") };
    await page.close();
  }
}

const parts = { functions, checking, publishing, stopping, looks };
try {
  for (const name of task.parts) await parts[name]();
} finally {
  await browser.close();
}
console.log(JSON.stringify(saw));
