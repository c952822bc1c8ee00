// The table, the trial that was picked, and the page as a whole.

let data = null;
let trials = [];
let axes = [];
let goal = null;
let sorting = { column: 1, up: false };
let rowsShown = 100;
const ROWS_MORE = 500;

function take(next) {
  data = next;
  const t = data.trials;
  trials = t.number.map((number, i) => ({ i, number, state: t.state[i], y: t.objective[i] === null ? NaN : t.objective[i], began: t.began[i], ended: t.ended[i],
    worker: t.worker[i], epochs: t.epochs[i], values: t.values.map(column => column[i]), reason: t.reasons[number] || "", rank: null }));
  const good = trials.filter(measured).sort((a, b) => data.maximize ? a.y - b.y : b.y - a.y);
  // Equal objectives have equal ranks.
  good.forEach((trial, k) => { trial.rank = k > 0 && good[k - 1].y === trial.y ? good[k - 1].rank : k / Math.max(1, good.length - 1); });
  if (good.length && good[good.length - 1].rank < 1) {
    const last = good[good.length - 1].rank || 1;
    good.forEach(trial => { trial.rank = last === 1 && trial.rank === 0 ? 1 : trial.rank / last; });
  }
  axes = data.parameters.map(axisOf);
  goal = objectiveAxis(trials.map(trial => trial.y));
}

const seconds = trial => ((trial.ended || data.now) - trial.began) / 1000;

function columns() {
  return [
    { name: "trial", number: true, key: t => t.number, text: t => String(t.number) },
    { name: data.objective, number: true, good: true, key: t => t.y, text: t => short(t.y) },
    { name: "state", key: t => t.state, text: t => STATES[t.state].text + (t.reason ? ": " + t.reason : "") },
    ...data.parameters.map((parameter, p) => ({ name: parameter.name, number: !parameter.choices, key: t => t.values[p], text: t => valueText(p, t.values[p]) })),
    { name: "epochs", number: true, key: t => t.epochs, text: t => String(t.epochs) },
    { name: "time", number: true, key: t => t.began ? seconds(t) : null, text: t => t.began ? duration(seconds(t)) : "–" },
    { name: "worker", key: t => t.worker, text: t => data.workers[t.worker] || "–" },
  ];
}

function table() {
  const all = columns();
  const column = all[Math.min(sorting.column, all.length - 1)];
  const missing = x => x === null || x === undefined || Number.isNaN(x);
  const order = trials.filter(matches).sort((a, b) => {
    const x = column.key(a), y = column.key(b);
    if (missing(x) || missing(y)) return missing(x) - missing(y) || a.i - b.i;
    return (x < y ? -1 : x > y ? 1 : 0) * (sorting.up ? 1 : -1) || a.i - b.i;
  });
  const head = html("tr", {}, all.map((c, k) => html("th", { scope: "col", class: c.number ? "number" : "", "aria-sort": k === sorting.column ? (sorting.up ? "ascending" : "descending") : "none" },
    html("button", { type: "button", "data-column": k, onclick: () => { sorting = { column: k, up: k === sorting.column ? !sorting.up : !(c.good && data.maximize) }; table(); host("table").querySelector(`[data-column="${k}"]`).focus(); } }, c.name))));
  const rows = order.slice(0, rowsShown).map(trial => {
    const row = html("tr", { class: trial.i === picked ? "picked" : "" }, all.map(c => html("td", { class: c.number ? "number" : "wide" }, c.text(trial))));
    const first = row.firstChild;
    first.replaceChildren(html("button", { type: "button", "aria-label": `Show trial ${trial.number}`, onclick: () => pick(trial.i) }, String(trial.number)));
    return row;
  });
  host("table").replaceChildren(html("table", {}, [html("thead", {}, head), html("tbody", {}, rows)]));
  host("table-note").textContent = (order.length < trials.length ? `${order.length} of ${trials.length} trials lie in the ranges chosen. ` : "") + data.notes;
  host("more").hidden = order.length <= rowsShown;
  host("more").textContent = `Show more of ${order.length} rows`;
  host("clear").hidden = brushes.size === 0;
}

function pick(i) {
  picked = i;
  const panel = host("picked");
  panel.hidden = i === null;
  if (i !== null) {
    const trial = trials[i];
    const list = html("dl", {}, data.parameters.flatMap((parameter, p) => trial.values[p] == null ? [] : [html("dt", {}, parameter.name), html("dd", {}, valueText(p, trial.values[p]))]));
    const tools = html("div", { class: "tools" }, [html("strong", {}, `Trial ${trial.number}: ${STATES[trial.state].text}`)]);
    if (data.live && trial.state === "running") tools.append(html("button", { type: "button", id: "stop", onclick: event => stop(trial, event.target) }, "Stop this trial"));
    tools.append(html("button", { type: "button", "aria-label": "Close", onclick: () => pick(null) }, "×"));
    const facts = html("p", {}, [`${data.objective}: ${short(trial.y)}, ${trial.epochs} epochs, ${trial.began ? duration(seconds(trial)) : "no time"}${trial.reason ? ", " + trial.reason : ""}`]);
    panel.replaceChildren(tools, facts, list, copied(settings(trial)));
  }
  showMarks();
  table();
}

// The options that give a training the same settings, quoted for a shell.
function settings(trial) {
  const text = (p, value) => data.parameters[p].choices ? data.parameters[p].choices[value] : String(value);
  const quote = word => /^[\w.,:=+-]+$/.test(word) ? word : "'" + word.replaceAll("'", "'\\''") + "'";
  return data.parameters.flatMap((parameter, p) => trial.values[p] == null ? [] : ["--set " + quote(`${parameter.name}=${text(p, trial.values[p])}`)]).join(" ");
}

function copied(text) {
  return html("div", { class: "copied" }, [html("pre", {}, text), html("button", { type: "button", class: "copy" }, "Copy")]);
}

async function copy(button) {
  const text = button.parentElement.querySelector("pre").textContent;
  try {
    await navigator.clipboard.writeText(text);
  } catch (e) {
    // Not allowed everywhere; what is selected can be copied by hand.
    getSelection().selectAllChildren(button.parentElement.querySelector("pre"));
    button.textContent = "Selected";
    return;
  }
  button.textContent = "Copied";
  setTimeout(() => { button.textContent = "Copy"; }, 1500);
}

async function stop(trial, button) {
  button.disabled = true;
  const answer = await fetch("stop", { method: "POST", headers: { "X-Nnd": "stop" }, body: String(trial.number) }).catch(() => null);
  button.textContent = answer && answer.ok ? "Stopping after this epoch" : "It could not be stopped";
}

let waiting = false;
function redrawSoon() {
  if (waiting) return;
  waiting = true;
  requestAnimationFrame(() => { waiting = false; redraw(); });
}

function redraw() {
  const axis = document.activeElement && document.activeElement.dataset ? document.activeElement.dataset.axis : undefined;
  inRange.clear();
  for (const made of charts) { made.ring = null; made.draw(); }
  table();
  showMarks();
  const again = axis === undefined ? null : document.querySelector(`[data-axis="${axis}"]`);
  if (again) again.focus({ preventScroll: true });
}

function legends() {
  const known = Object.keys(STATES).filter(state => trials.some(trial => trial.state === state));
  for (const legend of document.querySelectorAll(".states")) {
    legend.replaceChildren(...known.map(state => html("span", {}, [node("svg", { width: 12, height: 12, viewBox: "-6 -6 12 12", "aria-hidden": "true" },
      node("path", { d: STATES[state].mark, fill: hollow(state) ? "none" : `var(--${state})`, stroke: `var(--${state})`, "stroke-width": hollow(state) ? 1.8 : 0 })), STATES[state].text])));
  }
  const stops = [...Array(9).keys()].map(k => colour(k / 8)).join(",");
  for (const ramp of document.querySelectorAll(".ramp")) ramp.style.background = `linear-gradient(to right,${stops})`;
}

async function follow() {
  const state = host("live");
  while (data.live) {
    await new Promise(done => setTimeout(done, 1000));
    try {
      const answer = await fetch("data?version=" + encodeURIComponent(data.version));
      if (answer.status === 204) continue;
      if (!answer.ok) throw new Error(String(answer.status));
      const before = picked === null ? null : trials[picked].number;
      take(await answer.json());
      host("overview").innerHTML = data.overview; // Escaped by the server.
      legends();
      const same = trials.findIndex(trial => trial.number === before);
      picked = same < 0 ? null : same;
      redraw();
      if (picked !== null && !host("stop")) pick(picked);
      state.textContent = data.live ? "live" : "the search has ended";
    } catch (e) {
      state.textContent = "the search does not answer; it has ended, or was ended";
    }
  }
}

function themeButton() {
  const button = host("theme"), root = document.documentElement;
  button.hidden = false;
  button.addEventListener("click", () => {
    root.dataset.theme = isDark() ? "light" : "dark";
    legends();
    redraw();
  });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => { legends(); redraw(); });
}

take(JSON.parse(host("data").textContent));
history();
parallel();
slices();
contour();
curves();
timeline();
host("more").addEventListener("click", () => { rowsShown += ROWS_MORE; table(); });
host("clear").addEventListener("click", () => { brushes.clear(); redraw(); });
document.addEventListener("click", event => { if (event.target.classList.contains("copy")) copy(event.target); });
document.addEventListener("keydown", event => { if (event.key === "Escape" && picked !== null) pick(null); });
sorting.up = !data.maximize;
themeButton();
legends();
redraw();
let width = innerWidth;
addEventListener("resize", () => { if (innerWidth !== width) { width = innerWidth; redrawSoon(); } });
if (data.live) follow();
