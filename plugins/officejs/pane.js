// The task pane: shows what is known, and calls the actions. Texts of the workbook are only ever set as text.
/* global Office */
import * as actions from "./actions.js";
import * as commands from "./commands.js";
import { wording } from "./strings.js";

const PAGE = 200; // entries of a list that are shown at first
const SEVERITIES = ["Critical", "High", "Medium", "Low", "Info"];
const WAITS_FOR_EXCEL = 8000; // milliseconds

const byId = (id) => document.getElementById(id);
const shown = { findings: PAGE, changes: PAGE };
let severity = "";
let { t, language } = wording(navigator.language);

function make(tag, properties = {}, ...children) {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...children.filter((child) => child !== null && child !== undefined && child !== ""));
  return element;
}

const english = (tag, text, className = "") => make(tag, { lang: "en", className, textContent: text });
const paragraph = (text, className = "") => make("p", { className, textContent: text });
const button = (text, onclick, more = {}) => make("button", { type: "button", textContent: text, onclick, ...more });

function place(sheet, ref, address) {
  const known = Boolean(sheet);
  if (!known) return english("span", address, "quiet");
  const there = button(address, () => actions.show(sheet, ref), { className: "place" });
  there.setAttribute("aria-label", t("goTo", { place: address }));
  return there;
}

const value = (one) => (one === null || one === "" ? t("empty") : String(one));

function values(old, now) {
  return make(
    "p",
    { className: "values" },
    make("del", { textContent: value(old) }),
    " → ",
    make("ins", { textContent: value(now) }),
  );
}

function more(list, key) {
  const left = list.length - shown[key];
  if (left <= 0) return null;
  const show = () => {
    shown[key] += PAGE;
    draw(actions.state);
  };
  return button(t("more", { count: Math.min(left, PAGE) }), show);
}

function finding(one) {
  const fix = one.fix?.ref
    ? button(t("accept"), () => actions.acceptFix(one), { disabled: Boolean(actions.state.busy) })
    : null;
  fix?.setAttribute("aria-label", t("acceptFix", { place: one.cell, value: value(one.fix.new) }));
  const what = one.column && one.ref ? english("span", one.column, "quiet") : null;
  return make(
    "li",
    {},
    make(
      "div",
      { className: "head" },
      make("span", { className: `severity ${one.severity}`, textContent: t(one.severity) }),
      one.cell ? place(one.sheet, one.ref, one.cell) : null,
      what,
    ),
    english("p", one.message),
    one.suggestion ? english("p", one.suggestion, "quiet") : null,
    one.fix?.ref ? values(one.fix.old, one.fix.new) : null,
    fix,
  );
}

function choice(findings) {
  const options = ["", ...SEVERITIES].flatMap((one) => {
    const count = findings.filter((found) => !one || found.severity === one).length;
    const text = one ? `${t(one)} (${count})` : t("all", { count });
    return count ? [make("option", { value: one, textContent: text, selected: one === severity })] : [];
  });
  const select = make("select", { id: "severity" }, ...options);
  select.onchange = () => {
    severity = select.value;
    shown.findings = PAGE;
    draw(actions.state);
    byId("severity").focus();
  };
  return make("div", { className: "tools" }, make("label", { htmlFor: "severity", textContent: t("severity") }), select);
}

function drawFindings(state) {
  if (!state.checked && state.findings.length === 0) return [paragraph(t("start"), "start quiet")];
  if (state.findings.length === 0) return [paragraph(t("noFindings"))];
  if (!state.findings.some((one) => one.severity === severity)) severity = "";
  const rank = (one) => SEVERITIES.indexOf(one.severity);
  const chosen = state.findings.filter((one) => !severity || one.severity === severity);
  const ordered = [...chosen].sort((a, b) => rank(a) - rank(b));
  return [
    choice(state.findings),
    make("ul", {}, ...ordered.slice(0, shown.findings).map(finding)),
    more(ordered, "findings"),
  ];
}

function changed(one) {
  return make(
    "li",
    {},
    make(
      "div",
      { className: "head" },
      place(one.sheet, one.cell, one.cell),
      english("span", [one.column, one.key].filter(Boolean).join(" · "), "quiet"),
    ),
    values(one.old, one.new),
    one.because ? english("p", one.because, "quiet") : null,
  );
}

function blocked(problems) {
  const list = problems.map((one) => english("li", [one.cell, one.message, one.suggestion].filter(Boolean).join(". ")));
  return make("div", { className: "box" }, paragraph(t("blocked")), make("ul", {}, ...list));
}

function drawChanges(state) {
  if (!state.checked) return [paragraph(t("notChecked"), "quiet")];
  const seen = actions.seen();
  if (state.changes.length === 0) return [paragraph(t(state.stale ? "checkAgain" : "noChanges"))];
  const text = seen.length === 1 ? t("writeCell") : t("writeCells", { count: seen.length });
  const disabled = Boolean(state.busy || state.blocked.length);
  const write = button(text, () => actions.accept(), { className: "main", id: "accept", disabled });
  const parts = [state.blocked.length ? blocked(state.blocked) : null, make("div", { className: "tools" }, write)];
  let list = null;
  let sheet = null;
  for (const one of seen.slice(0, shown.changes)) {
    if (one.sheet !== sheet) {
      sheet = one.sheet;
      list = make("ul");
      const count = seen.filter((other) => other.sheet === sheet).length;
      parts.push(english("h2", `${sheet} (${count})`), list);
    }
    list.append(changed(one));
  }
  return [...parts, more(seen, "changes")];
}

function problems(list) {
  return list.length ? make("ul", {}, ...list.map((one) => finding({ ...one, ref: "" }))) : null;
}

function drawPublish(state) {
  const { site } = pmoBridge.settings();
  if (!site) return [paragraph(t("noSite"), "start quiet"), make("code", { textContent: "pmo serve --https --site ADDRESS" })];
  const head = make("p", {}, `${t("site")}: `, make("bdi", { textContent: site }));
  const show = button(t("plan"), () => actions.publishPlan(), { disabled: Boolean(state.busy), id: "plan" });
  const parts = [head, make("div", { className: "tools" }, show)];
  const { plan } = state;
  if (!plan) return parts;
  parts.push(make("ul", {}, ...plan.lines.map((line) => english("li", line))), problems(plan.problems));
  if (plan.published || !plan.done) return parts;
  if (plan.writes === 0) return [...parts, paragraph(t("nothingToPublish"))];
  const allow = make("input", { type: "checkbox", id: "removals" });
  const go = button(t("publishNow"), () => actions.publish(allow.checked), { className: "main", disabled: Boolean(state.busy) });
  if (plan.guards.length) {
    go.disabled = true;
    allow.onchange = () => (go.disabled = !allow.checked);
    parts.push(make("p", { className: "tools" }, allow, make("label", { htmlFor: "removals", textContent: t("allowRemovals") })));
  }
  return [...parts, make("div", { className: "tools" }, go)];
}

function drawBusy({ busy }) {
  byId("busy").hidden = !busy;
  if (!busy) return;
  byId("busy-what").textContent = [t(busy.what), busy.detail].filter(Boolean).join(" ");
  const bar = byId("progress");
  if (busy.total) Object.assign(bar, { max: busy.total, value: busy.done });
  else bar.removeAttribute("value");
}

function drawNotice({ notice }) {
  const content = [];
  if (notice) {
    const text = paragraph(t(notice.key, notice.values));
    if (notice.text) text.append(" ", english("span", notice.text));
    if (notice.suggestion) text.append(" ", english(notice.suggestion.startsWith("pmo ") ? "code" : "span", notice.suggestion));
    const undo = notice.undo && actions.canUndo() ? button(t("undo"), () => actions.undo()) : null;
    content.push(make("div", { className: notice.kind }, text, undo ?? ""));
  }
  byId("notice").replaceChildren(...content);
}

function drawTabs(state) {
  const counts = { findings: state.findings.length, changes: actions.seen().length, publish: 0 };
  for (const [name, count] of Object.entries(counts)) {
    const tab = byId(`tab-${name}`);
    const selected = state.tab === name;
    tab.textContent = count ? `${t(name)} (${count})` : t(name);
    tab.setAttribute("aria-selected", String(selected));
    tab.tabIndex = selected ? 0 : -1;
    byId(name).hidden = !selected;
  }
}

const DRAWN = { findings: drawFindings, changes: drawChanges, publish: drawPublish };
let before = null;

// The lists are long: they are drawn again only when something in them has changed, and not while progress is shown.
function draw(state) {
  drawBusy(state);
  drawNotice(state);
  drawTabs(state);
  const now = [state.tab, state.findings, state.changes, state.blocked, state.plan, state.checked, !state.busy];
  const same = before && now.every((one, i) => one === before.now[i]) && before.shown === `${shown[state.tab]}${severity}`;
  if (!same) byId(state.tab).replaceChildren(...DRAWN[state.tab](state).filter(Boolean));
  before = { now, shown: `${shown[state.tab]}${severity}` };
  for (const name of ["check", "refresh"]) byId(name).disabled = Boolean(state.busy);
  byId("undo").disabled = Boolean(state.busy) || !actions.canUndo();
}

function label() {
  document.documentElement.lang = language;
  for (const name of ["check", "refresh", "undo", "cancel"]) byId(name).textContent = t(name);
  byId("check").onclick = () => actions.check();
  byId("refresh").onclick = () => actions.refresh();
  byId("undo").onclick = () => actions.undo();
  byId("cancel").onclick = () => actions.cancel();
}

function tabs() {
  const all = [...document.querySelectorAll('[role="tab"]')];
  all.forEach((tab, at) => {
    tab.onclick = () => actions.change({ tab: tab.id.replace("tab-", "") });
    tab.onkeydown = (event) => {
      const steps = { ArrowRight: at + 1, ArrowLeft: at - 1 + all.length, Home: 0, End: all.length - 1 };
      if (!(event.key in steps)) return;
      event.preventDefault();
      const next = all[steps[event.key] % all.length];
      next.click();
      next.focus();
    };
  });
}

// Excel's own theme, where it says one; else what the system prefers.
function theme() {
  const colour = Office.context.officeTheme?.bodyBackgroundColor;
  const parts = /^#?([\da-f]{2})([\da-f]{2})([\da-f]{2})$/i.exec(colour ?? "");
  if (!parts) return;
  const [red, green, blue] = parts.slice(1).map((part) => parseInt(part, 16));
  document.documentElement.dataset.theme = 0.299 * red + 0.587 * green + 0.114 * blue < 128 ? "dark" : "light";
}

function begin() {
  ({ t, language } = wording(Office.context.displayLanguage ?? navigator.language));
  theme();
  label();
  draw(actions.state);
}

label();
tabs();
actions.subscribe(draw);
draw(actions.state);
const late = setTimeout(() => actions.change({ notice: { kind: "error", key: "noExcel", values: {} } }), WAITS_FOR_EXCEL);
if (typeof Office !== "undefined") {
  Office.onReady((info) => {
    if (!info?.host) return; // a browser, and not Excel: the notice says so
    clearTimeout(late);
    commands.tie();
    begin();
  });
}
