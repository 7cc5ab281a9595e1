// Ties Excel's custom functions to the server. The calls of one recalculation go out together, at most 100 in a request;
// the same call with the same cells is answered from memory.
/* global CustomFunctions, Excel, OfficeRuntime */
const pmoBridge = (() => {
  const CALLS = 100; // in one request
  const CHARACTERS = 4e6; // of one request, about: a large table goes alone
  const KEPT = 2e7; // characters of questions and answers that are kept
  const PATIENCE = 120e3; // milliseconds
  const waiting = [];
  const cache = new Map(); // from a question to its answer, or to the promise of it; the oldest first
  let kept = 0;
  let timer = null;
  let settings = null;
  let dates = null;

  function settingsIn(page) {
    const element = page.querySelector('meta[name="pmo-settings"]');
    try {
      return JSON.parse(element.content);
    } catch {
      return { token: "", site: "", signIn: "token" };
    }
  }

  async function authorization(again) {
    settings ??= settingsIn(document);
    if (settings.signIn === "entra") {
      return "Bearer " + (await OfficeRuntime.auth.getAccessToken({ allowSignInPrompt: true, allowConsentPrompt: true }));
    }
    if (again) {
      // The server was started again since this page was loaded; its page holds the new token.
      const page = await (await fetch("taskpane.html", { cache: "no-store" })).text();
      settings = settingsIn(new DOMParser().parseFromString(page, "text/html"));
    }
    return "Bearer " + settings.token;
  }

  // One request to the server; a reply that is a refusal becomes an Error with its `suggestion`.
  async function ask(path, method = "POST", body = undefined, signal = undefined) {
    const send = async (again) =>
      fetch(path, {
        method,
        signal: signal ?? AbortSignal.timeout(PATIENCE),
        cache: "no-store",
        headers: { "Content-Type": "application/json", Authorization: await authorization(again) },
        body: body === undefined ? undefined : JSON.stringify(body),
      });
    let reply;
    try {
      reply = await send(false);
      if (reply.status === 401) reply = await send(true);
    } catch (error) {
      if (error.name === "AbortError") throw error;
      throw Object.assign(new Error("The PMO server does not answer."), { code: "offline", suggestion: "pmo serve --https" });
    }
    if (reply.ok) return reply.status === 204 ? null : reply.json();
    const said = await reply.json().catch(() => ({}));
    throw Object.assign(new Error(said.message ?? `HTTP ${reply.status}`), { suggestion: said.suggestion ?? "" });
  }

  // Whether this workbook counts dates from 1904: there, 1 January 1904 is day 0.
  function countsFrom1904() {
    const asked = async () => {
      try {
        return await Excel.run(async (context) => {
          const day = context.workbook.functions.date(1904, 1, 1);
          day.load("value");
          await context.sync();
          return day.value === 0;
        });
      } catch {
        return false;
      }
    };
    dates ??= Promise.race([asked(), new Promise((done) => setTimeout(done, 2000, false))]);
    return dates;
  }

  const holdsZero = (given) => (Array.isArray(given) ? given.some(holdsZero) : given === 0);

  function parts(address) {
    const at = address.lastIndexOf("!");
    const sheet = address.slice(0, at).replace(/^'|'$/g, "").replace(/^\[[^\]]*\]/, "").replaceAll("''", "'");
    return [sheet, address.slice(at + 1)];
  }

  // Excel on the desktop passes an empty cell as 0; the cells themselves say which zeros are empty.
  async function withEmptyCells(calls) {
    const addresses = new Set();
    for (const call of calls) {
      call.args.forEach((given, i) => {
        if (call.addresses[i]?.includes("!") && holdsZero(given)) addresses.add(call.addresses[i]);
      });
    }
    if (addresses.size === 0 || typeof Excel === "undefined" || !Excel.run) return;
    const types = new Map();
    try {
      await Excel.run(async (context) => {
        for (const address of addresses) {
          const [sheet, reference] = parts(address);
          const range = context.workbook.worksheets.getItem(sheet).getRange(reference);
          range.load("valueTypes");
          types.set(address, range);
        }
        await context.sync();
        for (const [address, range] of types) types.set(address, range.valueTypes);
      });
    } catch {
      return; // a reference into another workbook, or a host that cannot say
    }
    for (const call of calls) {
      call.args = call.args.map((given, i) => {
        const found = types.get(call.addresses[i]);
        if (!found) return given;
        if (!Array.isArray(given)) return found[0][0] === "Empty" ? null : given;
        if (found.length !== given.length || found[0].length !== given[0].length) return given;
        return given.map((row, r) => row.map((value, c) => (found[r][c] === "Empty" ? null : value)));
      });
    }
  }

  function keep(key, answer, size) {
    cache.set(key, { answer, size });
    kept += size;
    for (const [oldest, held] of cache) {
      if (kept <= KEPT) break;
      cache.delete(oldest);
      kept -= held.size;
    }
  }

  function forget(key) {
    kept -= cache.get(key)?.size ?? 0;
    cache.delete(key);
  }

  // No cell is left without an answer, whatever goes wrong.
  async function flush() {
    timer = null;
    const calls = waiting.splice(0);
    try {
      await answer(calls);
    } catch (error) {
      for (const call of calls) call.reject(error);
    }
  }

  // A question that was asked before takes its answer from memory; what is left is sent in groups.
  async function answer(calls) {
    await withEmptyCells(calls);
    const date1904 = await countsFrom1904();
    const groups = [];
    let group = null;
    for (const call of calls) {
      const key = JSON.stringify([call.name, call.args, date1904]);
      const known = cache.get(key);
      if (known) {
        cache.delete(key); // and back at the end: it was used last
        cache.set(key, known);
        known.answer.then(call.resolve, call.reject);
        continue;
      }
      if (!group || group.length === CALLS || group.size + key.length > CHARACTERS) {
        group = Object.assign([], { size: 0 });
        groups.push(group);
      }
      const coming = new Promise((resolve, reject) => group.push({ ...call, resolve, reject }));
      group.size += key.length;
      keep(key, coming, key.length);
      coming.then(call.resolve, (error) => {
        if (!error.lasting) forget(key);
        call.reject(error);
      });
    }
    await Promise.all(groups.map((one) => send(one, date1904)));
  }

  async function send(group, date1904) {
    const ranges = [];
    const places = new Map(); // the same cells go into a request once, however many functions use them
    const place = (given) => {
      if (!Array.isArray(given)) return { value: given };
      const text = JSON.stringify(given);
      if (!places.has(text)) places.set(text, ranges.push(given) - 1);
      return { range: places.get(text) };
    };
    const calls = group.map((call) => ({ function: call.name, arguments: call.args.map(place) }));
    try {
      const { results } = await ask("api/call", "POST", { calls, ranges, date1904 });
      group.forEach((call, i) => {
        const { value, error } = results[i];
        if (error === undefined) call.resolve(value);
        else call.reject(cellError("invalidValue", error, true));
      });
    } catch (error) {
      const text = [error.message, error.suggestion].filter(Boolean).join(" ");
      for (const call of group) call.reject(cellError("notAvailable", text, false));
    }
  }

  function cellError(code, message, lasting) {
    return Object.assign(new CustomFunctions.Error(CustomFunctions.ErrorCode[code], message), { lasting });
  }

  function tie(name, count) {
    return (...given) =>
      new Promise((resolve, reject) => {
        const args = given.slice(0, count).map((one) => one ?? null);
        waiting.push({ name, args, addresses: given[count]?.parameterAddresses ?? [], resolve, reject });
        timer ??= setTimeout(flush, 10);
      });
  }

  return { tie, ask, settings: () => (settings ??= settingsIn(document)) };
})();
globalThis.pmoBridge = pmoBridge;
