// Stands in for Excel where Office.js has no host: a workbook in memory behind the same calls, loads and syncs.
// `window.fake` is {sheets: {name: {cells: {A1: value}, formulas: {A1: text}, visibility}}, tables: {name: {sheet, ref}}, file}.
(() => {
  const fake = window.fake;
  fake.selected = [];
  fake.writes = 0;
  fake.settings ??= {};
  const number = (letters) => [...letters].reduce((sum, c) => sum * 26 + c.charCodeAt(0) - 64, 0);
  const letters = (n) => (n > 26 ? letters(Math.floor((n - 1) / 26)) : "") + String.fromCharCode(65 + ((n - 1) % 26));
  const corners = (ref) => {
    const [a, b = a] = ref.replaceAll("$", "").split(":");
    return [a, b].map((one) => /^([A-Z]+)(\d+)$/.exec(one)).map((m) => [number(m[1]), Number(m[2])]);
  };
  const grid = (ref, each) => {
    const [[c1, r1], [c2, r2]] = corners(ref);
    const rows = [];
    for (let r = r1; r <= r2; r++) {
      const row = [];
      for (let c = c1; c <= c2; c++) row.push(each(letters(c) + r));
      rows.push(row);
    }
    return rows;
  };

  // What Excel makes of a value that is set: a text with an apostrophe is that text, others it reads as if typed.
  function typed(value) {
    if (typeof value !== "string") return value;
    if (value.startsWith("'")) return value.slice(1);
    if (/^[=+-]/.test(value) || /^[\d.]+$/.test(value) || /^\d+[-/]\d+/.test(value)) throw new Error(`not literal: ${value}`);
    return value;
  }

  class Range {
    constructor(context, name, ref) {
      Object.assign(this, { context, name, ref, loaded: {} });
    }
    get sheet() {
      return fake.sheets[this.name];
    }
    load(what) {
      this.context.after(() => {
        for (const one of what.split(/,\s*/)) {
          if (one === "values") this.loaded.values = grid(this.ref, (at) => this.sheet.cells[at] ?? "");
          if (one === "formulas") this.loaded.formulas = grid(this.ref, (at) => this.sheet.formulas?.[at] ?? this.sheet.cells[at] ?? "");
          if (one === "numberFormat") this.loaded.numberFormat = grid(this.ref, (at) => this.sheet.formats?.[at] ?? "General");
          if (one === "valueTypes") this.loaded.valueTypes = grid(this.ref, (at) => ((this.sheet.cells[at] ?? "") === "" ? "Empty" : "Double"));
          if (one === "address") this.loaded.address = `${this.name}!${this.ref}`;
        }
      });
    }
    #get(what) {
      if (!(what in this.loaded)) throw new Error(`PropertyNotLoaded: ${what}`);
      return this.loaded[what];
    }
    get values() { return this.#get("values"); }
    get formulas() { return this.#get("formulas"); }
    get valueTypes() { return this.#get("valueTypes"); }
    get numberFormat() { return this.#get("numberFormat"); }
    get address() { return this.#get("address"); }
    set numberFormat(rows) {
      this.context.after(() => grid(this.ref, (at) => ((this.sheet.formats ??= {})[at] = rows[0][0])));
    }
    set values(rows) {
      this.context.after(() => {
        const flat = rows.flat();
        grid(this.ref, (at) => at).flat().forEach((at, i) => {
          if (fake.locked === `${this.name}!${at}`) throw new Error("AccessDenied: the cell is locked");
          const value = typed(flat[i]);
          if (value === "") delete this.sheet.cells[at];
          else this.sheet.cells[at] = value;
          fake.writes++;
        });
      });
    }
    getCell(r, c) {
      return new Range(this.context, this.name, grid(this.ref, (at) => at)[r][c]);
    }
    select() {
      this.context.after(() => fake.selected.push(`${this.name}!${this.ref}`));
    }
  }

  class Context {
    queue = [];
    after(step) {
      this.queue.push(step);
    }
    async sync() {
      const steps = this.queue.splice(0);
      await new Promise((done) => setTimeout(done, 1));
      for (const step of steps) step();
    }
    workbook = {
      functions: {
        date: () => {
          const found = { load: () => this.after(() => (found.value = fake.date1904 ? 0 : 1462)) };
          return found;
        },
      },
      worksheets: {
        getItem: (name) => {
          if (!fake.sheets[name]) throw new Error(`ItemNotFound: ${name}`);
          return { getRange: (ref) => new Range(this, name, ref) };
        },
        getItemOrNullObject: (name) => {
          const sheet = { getRange: (ref) => new Range(this, name, ref), activate() {} };
          sheet.load = () =>
            this.after(() => Object.assign(sheet, { isNullObject: !fake.sheets[name], visibility: fake.sheets[name]?.visibility ?? "Visible" }));
          return sheet;
        },
      },
      tables: {
        getItem: (name) => ({
          getRange: () => new Range(this, fake.tables[name].sheet, fake.tables[name].ref),
          resize: (ref) => this.after(() => (fake.tables[name].ref = ref)),
        }),
      },
    };
  }

  window.Excel = {
    run: async (work) => {
      const context = new Context();
      const result = await work(context);
      await context.sync();
      return result;
    },
  };
  // Without a host Office.js brings only `associate`; the error class comes with Excel.
  CustomFunctions.ErrorCode ??= { invalidValue: "#VALUE!", notAvailable: "#N/A" };
  CustomFunctions.Error ??= class extends Error {
    constructor(code, message) {
      super(message);
      this.code = code;
    }
  };
  const succeeded = (value) => ({ status: "succeeded", value });
  const bytes = Uint8Array.from(atob(fake.file), (c) => c.charCodeAt(0));
  const context = {
    displayLanguage: fake.language ?? "en-US",
    officeTheme: fake.theme,
    document: {
      url: fake.url,
      getFileAsync: (kind, options, done) => {
        if (kind !== "compressed") throw new Error(kind);
        const size = options.sliceSize;
        done(
          succeeded({
            sliceCount: Math.ceil(bytes.length / size),
            getSliceAsync: (i, then) => setTimeout(() => then(succeeded({ data: [...bytes.slice(i * size, (i + 1) * size)] })), fake.slow ?? 0),
            closeAsync: () => (fake.closed = true),
          }),
        );
      },
      settings: {
        get: (key) => fake.settings[key] ?? null,
        set: (key, value) => (fake.settings[key] = value),
        remove: (key) => delete fake.settings[key],
        saveAsync: (done) => done(succeeded()),
      },
    },
  };
  // Office.js defines these again when it finds no host; ours stay.
  const define = Object.defineProperty;
  const held = ["context", "onReady", "actions", "addin"];
  Object.defineProperty = (of, name, how) => (of === Office && held.includes(name) ? of : define(of, name, how));
  const fixed = (holder, name, value) => define(holder, name, { get: () => value, set() {} });
  fixed(Office, "context", context);
  const onReady = (then) => {
    const ready = new Promise((done) => document.addEventListener("DOMContentLoaded", () => done({ host: "Excel", platform: "OfficeOnline" })));
    return then ? ready.then(then) : ready;
  };
  fake.commands = {};
  fixed(Office, "onReady", onReady);
  fixed(Office, "actions", { associate: (name, action) => (fake.commands[name] = action) });
  fixed(Office, "addin", { showAsTaskpane: async () => {} });
})();
