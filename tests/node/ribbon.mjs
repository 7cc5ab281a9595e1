// The ribbon's commands against Microsoft's own mock of Excel (office-addin-mock): node ribbon.mjs PLUGIN-FOLDER
import assert from "node:assert/strict";
import { createRequire } from "node:module";
import path from "node:path";
import { pathToFileURL } from "node:url";

const { OfficeMockObject } = createRequire(import.meta.url)("office-addin-mock");
const folder = process.argv[2];
const load = (name) => import(pathToFileURL(path.join(folder, name)));

// One cell changes; the mock refuses a property that was not loaded and synced.
const change = { sheet: "Schedule", cell: "H6", column: "Start", key: "1", old: null, new: 5, was: "", value: 5, because: "", seen: true };
const text = { ...change, cell: "I6", value: "=1+1", new: "=1+1" };
const found = { done: true, changes: [change, text], problems: [], growths: [], blocked: [], remember: [] };
const asked = [];
globalThis.pmoBridge = {
  settings: () => ({ site: "" }),
  ask: async (where, method, body) => {
    asked.push([method, where, body?.do]);
    return method === "POST" ? { job: "one" } : { state: "done", result: found };
  },
};
const cell = (value) => ({ values: [[value]], formulas: [[value]], numberFormat: [["General"]] });
const excel = new OfficeMockObject(
  {
    context: {
      workbook: {
        worksheets: {
          getItem: function () {
            return this.sheet;
          },
          sheet: {
            getRange: function (address) {
              return address.startsWith("H") ? this.start : this.finish;
            },
            start: cell(""),
            finish: cell(""),
          },
        },
      },
    },
    run: async function (work) {
      return work(this.context);
    },
  },
);
globalThis.Excel = excel;
const tied = {};
globalThis.Office = {
  actions: { associate: (name, action) => (tied[name] = action) },
  addin: { showAsTaskpane: async () => {} },
  context: {
    document: {
      url: "C:\\Plans\\Plan.xlsx",
      getFileAsync: (kind, options, done) =>
        done({
          status: "succeeded",
          value: { sliceCount: 1, getSliceAsync: (i, then) => then({ status: "succeeded", value: { data: [80, 75] } }), closeAsync() {} },
        }),
      settings: { get: () => null, set() {}, remove() {}, saveAsync: (done) => done({ status: "succeeded" }) },
    },
  },
};
globalThis.FileReader = class {
  async readAsDataURL(blob) {
    this.result = `data:;base64,${Buffer.from(await blob.arrayBuffer()).toString("base64")}`;
    this.onload();
  }
};

const { tie } = await load("commands.js");
const { state } = await load("actions.js");
tie();
let completed = 0;
const event = { completed: () => completed++ };

await tied.pmoRefresh(event);
const { start, finish } = excel.context.workbook.worksheets.sheet;
assert.equal(state.notice.kind, "done", JSON.stringify(state.notice));
assert.deepEqual(start.values, [[5]]);
assert.deepEqual(finish.values, [["'=1+1"]], "a text is entered as a text, never as a formula");
assert.deepEqual(asked.map(([method, where, what]) => [method, where, what].join(" ").trim()), ["POST api/jobs check", "GET api/jobs/one"]);
assert.equal(completed, 1);

// The cell holds 5 now, and not what the file said: nothing is written, and Excel is told that the command is over.
found.changes = [{ ...change, was: "something else", value: 6 }];
await tied.pmoRefresh(event);
assert.equal(state.notice.key, "conflict");
assert.deepEqual(start.values, [[5]]);
assert.equal(completed, 2);

// A server that is gone is a notice, and the command ends all the same.
pmoBridge.ask = async () => {
  throw Object.assign(new Error("gone"), { code: "offline", suggestion: "pmo serve --https" });
};
await tied.pmoCheck(event);
assert.equal(state.notice.key, "offline");
assert.equal(completed, 3);
console.log("3 commands passed");
