// What the pane and the ribbon do: the same for both. What is known stands in `state`; whoever shows it, subscribes.
import * as workbook from "./workbook.js";

const LOOK_AGAIN = 300; // milliseconds between two questions how far a job is

export const state = {
  tab: "findings",
  checked: false,
  stale: false, // a cell was written since the check
  findings: [],
  changes: [],
  growths: [],
  blocked: [],
  remember: [],
  plan: null,
  busy: null, // {what, done, total, detail}
  notice: null, // {kind: "done" | "error", key, values, text, suggestion, undo}
};

const undone = []; // what each write replaced, the latest last
const watchers = [];
let running = null;

export const subscribe = (watcher) => watchers.push(watcher);
export const canUndo = () => undone.length > 0;

export function change(part) {
  Object.assign(state, part);
  for (const watcher of watchers) watcher(state);
}

const said = (key, values = {}, more = {}) => change({ notice: { kind: "done", key, values, ...more } });

function failed(error) {
  const known = ["offline", "noSheet", "hiddenSheet"].includes(error.code);
  change({
    notice: {
      kind: "error",
      key: known ? error.code : "failed",
      values: { name: error.message },
      text: known ? "" : error.message,
      suggestion: error.suggestion ?? "",
    },
  });
}

// One thing at a time: what is asked for meanwhile is not begun. Gives whether it came to its end.
async function during(what, work) {
  if (running) return false;
  running = new AbortController();
  change({ busy: { what, done: 0, total: 0, detail: "" }, notice: null });
  try {
    await work(running.signal);
    return true;
  } catch (error) {
    if (error.name === "AbortError") said("cancelled");
    else failed(error);
    return false;
  } finally {
    running = null;
    change({ busy: null });
  }
}

export function cancel() {
  running?.abort();
}

const pause = (time) => new Promise((done) => setTimeout(done, time));

// Send the workbook as a job, follow it, give what came of it.
async function job(what, signal, more = {}) {
  const progress = (done, total, detail = "") => change({ busy: { ...state.busy, done, total, detail } });
  const sent = await workbook.file(progress, signal);
  progress(0, 0);
  const asked = { do: what, name: workbook.name(), workbook: sent, remembered: workbook.remembered(), ...more };
  const { job: id } = await pmoBridge.ask("api/jobs", "POST", asked, signal);
  const path = `api/jobs/${id}`;
  try {
    for (;;) {
      signal.throwIfAborted();
      const now = await pmoBridge.ask(path, "GET", undefined, signal);
      if (now.state === "done") return now.result;
      if (now.state === "failed") throw new Error("The server could not do it; its log says why.");
      progress(now.done, now.total, now.what);
      await pause(LOOK_AGAIN);
    }
  } catch (error) {
    if (signal.aborted) await pmoBridge.ask(path, "DELETE").catch(() => {});
    throw error;
  }
}

async function look(signal) {
  const found = await job("check", signal);
  change({
    checked: found.done,
    stale: false,
    findings: found.problems,
    changes: found.done ? found.changes : [],
    growths: found.growths ?? [],
    blocked: found.blocked ?? [],
    remember: found.remember ?? [],
  });
  return found.done;
}

export const seen = () => state.changes.filter((one) => one.seen);

export const check = (tab = "findings") =>
  during("checking", async (signal) => {
    change({ tab });
    await look(signal);
  });

const cells = (changes) => changes.map((one) => ({ ...one, ref: one.cell }));

async function put(written, growths, remember, key, values) {
  const before = workbook.remembered();
  const outcome = await workbook.write(written, growths);
  if (outcome.conflicts) {
    const places = outcome.conflicts.slice(0, 3).map((cell) => `${cell.sheet}!${cell.ref}`);
    change({ notice: { kind: "error", key: "conflict", values: { places: places.join(", ") }, text: "", suggestion: "" } });
    return false;
  }
  undone.push({ ...outcome.undo, remember: before });
  if (remember) await workbook.remember(remember);
  said(key, values, { undo: true });
  return true;
}

// Write the cells as they are listed: all of them, or none where one has changed since.
export const accept = () =>
  during("writing", async () => {
    if (!(await put(cells(state.changes), state.growths, state.remember, "written", { count: seen().length }))) return;
    change({ changes: [], growths: [], remember: [] });
  });

// Look, and write at once: what the ribbon's Refresh does.
export const refresh = () =>
  during("refreshing", async (signal) => {
    change({ tab: "findings" });
    if (!(await look(signal))) return;
    if (state.blocked.length) change({ tab: "changes" });
    else if (state.changes.length === 0) said("upToDate");
    else if (await put(cells(state.changes), state.growths, state.remember, "written", { count: seen().length })) {
      change({ changes: [], growths: [], remember: [] });
    } else change({ tab: "changes" });
  });

export const acceptFix = (finding) =>
  during("writing", async () => {
    const fix = { sheet: finding.sheet, ...finding.fix };
    if (!(await put([fix], [], null, "fixed", { place: finding.cell }))) return;
    const findings = state.findings.filter((one) => one !== finding);
    change({ findings, changes: [], growths: [], stale: true });
  });

export const undo = () =>
  during("writing", async () => {
    const last = undone.at(-1);
    if (!last) return said("nothingToUndo");
    if (await put([...last.cells], last.growths, last.remember, "undone", { count: last.cells.length })) {
      undone.splice(-2); // what was undone, and the undoing
      change({ checked: false, findings: [], changes: [], growths: [], notice: { ...state.notice, undo: false } });
    }
  });

export const publishPlan = () =>
  during("planning", async (signal) => {
    change({ tab: "publish", plan: null });
    if (!pmoBridge.settings().site) return;
    change({ plan: { ...(await job("publish-plan", signal)), published: false } });
  });

export const publish = (allowRemovals) =>
  during("publishing", async (signal) => {
    const outcome = await job("publish", signal, { allowRemovals });
    change({ plan: { ...outcome, published: true } });
    if (outcome.done) said("published");
  });

export async function show(sheet, ref) {
  try {
    await workbook.show(sheet, ref);
  } catch (error) {
    failed(error);
  }
}
