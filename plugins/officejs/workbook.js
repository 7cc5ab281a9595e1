// The open workbook through Office.js: the file as it is, cells read and written, a cell shown.
/* global Excel, Office */

const SLICE = 4 * 1024 * 1024; // the largest that Office gives
const REMEMBERED = "pmo.remembered";
const AT_ONCE = 2000; // ranges in one request to Excel

const promised = (start) =>
  new Promise((resolve, reject) =>
    start((result) => (result.status === "succeeded" ? resolve(result.value) : reject(new Error(result.error.message)))),
  );

export function name() {
  const path = Office.context.document.url ?? "";
  const last = path.split(/[\\/]/).pop().split("?")[0];
  try {
    return decodeURIComponent(last);
  } catch {
    return last;
  }
}

// The whole file in base64, with what is typed and not saved yet. The server gets the file and not the values, because it
// also holds what decides what a cell means: formulas, number formats, tables, merged cells, the date system.
export async function file(progress, signal) {
  const document = Office.context.document;
  const opened = await promised((done) => document.getFileAsync("compressed", { sliceSize: SLICE }, done));
  const slices = [];
  try {
    for (let i = 0; i < opened.sliceCount; i++) {
      signal.throwIfAborted();
      progress(i, opened.sliceCount);
      const slice = await promised((done) => opened.getSliceAsync(i, done));
      slices.push(new Uint8Array(slice.data));
    }
  } finally {
    opened.closeAsync();
  }
  const url = await new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(reader.result);
    reader.onerror = () => reject(reader.error);
    reader.readAsDataURL(new Blob(slices));
  });
  return url.slice(url.indexOf(",") + 1);
}

export const remembered = () => Office.context.document.settings.get(REMEMBERED) ?? [];

export async function remember(lines) {
  const settings = Office.context.document.settings;
  if (lines.length) settings.set(REMEMBERED, lines);
  else settings.remove(REMEMBERED);
  await promised((done) => settings.saveAsync(done));
}

export async function show(sheet, ref) {
  await Excel.run(async (context) => {
    const found = context.workbook.worksheets.getItemOrNullObject(sheet);
    found.load("visibility");
    await context.sync();
    if (found.isNullObject) throw Object.assign(new Error(sheet), { code: "noSheet" });
    if (found.visibility !== "Visible") throw Object.assign(new Error(sheet), { code: "hiddenSheet" });
    found.activate();
    if (ref) found.getRange(ref).select();
    await context.sync();
  });
}

// What goes into a cell so that it holds exactly this: a text with an apostrophe before it is never taken for a formula,
// a date or a number.
const entered = (value) => (typeof value === "string" && value !== "" ? `'${value}` : value);

function same(one, other) {
  if (typeof one === "number" && typeof other === "number") {
    return Math.abs(one - other) <= 1e-9 * Math.max(1, Math.abs(other));
  }
  return one === other;
}

function split(ref) {
  const [, letters, row] = /^\$?([A-Z]+)\$?(\d+)$/.exec(ref);
  return [letters, Number(row)];
}

// Cells under each other become one range, for Excel takes as long for a range as for a cell.
export function runs(cells) {
  const found = [];
  const open = new Map(); // the last range of each column
  for (const cell of cells) {
    const [letters, row] = split(cell.ref);
    const column = `${cell.sheet}!${letters}`;
    const last = open.get(column);
    if (last && last.first + last.cells.length === row) {
      last.cells.push(cell);
    } else {
      const run = { sheet: cell.sheet, letters, first: row, cells: [cell] };
      open.set(column, run);
      found.push(run);
    }
  }
  return found;
}

const address = (run) => `${run.letters}${run.first}:${run.letters}${run.first + run.cells.length - 1}`;
const rangeOf = (context, run) => context.workbook.worksheets.getItem(run.sheet).getRange(address(run));

async function inParts(context, all, step) {
  for (let at = 0; at < all.length; at += AT_ONCE) {
    all.slice(at, at + AT_ONCE).forEach(step);
    await context.sync();
  }
}

async function present(context, wanted) {
  await inParts(context, wanted, (run) => {
    run.range = rangeOf(context, run);
    run.range.load("values, formulas, numberFormat");
  });
}

// Cells that hold something else than they did when the workbook was looked at; a formula is never written over.
function differing(wanted) {
  return wanted.flatMap((run) =>
    run.cells.filter((cell, i) => {
      const formula = run.range.formulas[i][0];
      return (typeof formula === "string" && formula.startsWith("=")) || !same(run.range.values[i][0], cell.was);
    }),
  );
}

// Write all of these cells, or none: {written, undo} or {conflicts}. Each cell is {sheet, ref, was, value, date, moment}.
export async function write(cells, growths = []) {
  return Excel.run(async (context) => {
    const wanted = runs(cells);
    await present(context, wanted);
    const tables = growths.map((growth) => {
      const table = context.workbook.tables.getItem(growth.table);
      const range = table.getRange();
      range.load("address");
      return { ...growth, item: table, range };
    });
    await context.sync();
    const moved = tables.filter(({ range, now }) => range.address.split("!").pop().replaceAll("$", "") !== now);
    const conflicts = [...differing(wanted), ...moved.map(({ sheet, now }) => ({ sheet, ref: now.split(":")[0] }))];
    if (conflicts.length) return { conflicts };
    const before = { cells: cells.map((cell) => ({ ...cell, was: cell.value, value: cell.was })), growths: tables.map(back) };
    try {
      for (const { item, ref } of tables) item.resize(ref);
      await inParts(context, wanted, enter);
    } catch (error) {
      await restore(before); // some cells may have been written before the one that Excel refused
      throw error;
    }
    return { written: cells.length, undo: before };
  });
}

const back = ({ sheet, table, now, ref }) => ({ sheet, table, now: ref, ref: now });

function enter(run) {
  run.range.values = run.cells.map((cell) => [entered(cell.value)]);
  run.cells.forEach((cell, i) => {
    if ((cell.date || cell.moment) && run.range.numberFormat[i][0] === "General") {
      run.range.getCell(i, 0).numberFormat = [[cell.moment && !cell.date ? "dd-mmm-yy hh:mm" : "d-mmm-yy"]];
    }
  });
}

// Put back what can be put back: cells that hold what was written.
async function restore({ cells, growths }) {
  await Excel.run(async (context) => {
    const wanted = cells.flatMap((cell) => runs([cell]));
    await present(context, wanted);
    const ours = wanted.filter((run) => same(run.range.values[0][0], run.cells[0].was));
    await inParts(context, ours, enter);
    for (const { table, ref } of growths) context.workbook.tables.getItem(table).resize(ref);
    await context.sync();
  }).catch(() => {});
}
