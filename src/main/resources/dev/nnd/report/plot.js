// Charts as SVG: a frame with axes, marks, and the one trial that all charts show together.

const SVG = "http://www.w3.org/2000/svg";

function node(name, attributes = {}, children = []) {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...[].concat(children));
  return made;
}

function html(name, attributes = {}, children = []) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key.startsWith("on")) made.addEventListener(key.slice(2), value);
    else made.setAttribute(key, value);
  }
  made.append(...[].concat(children));
  return made;
}

const charts = [];
let hovered = null;
let picked = null;

// A chart: draws itself into its host when asked, and knows which trial is near a point.
function chart(host, label, draw) {
  const made = { host, draw, near: [], marks: null, ring: null };
  host.classList.add("chart");
  host.tabIndex = 0;
  host.setAttribute("role", "group");
  host.setAttribute("aria-label", label + ". Arrow keys go from trial to trial, Enter picks one.");
  host.addEventListener("pointermove", event => {
    const box = host.getBoundingClientRect();
    hover(nearest(made, event.clientX - box.left, event.clientY - box.top), event.clientX, event.clientY);
  });
  host.addEventListener("pointerleave", () => hover(null));
  host.addEventListener("blur", () => hover(null));
  host.addEventListener("click", () => { if (hovered !== null) pick(hovered); });
  host.addEventListener("keydown", event => keys(made, event));
  charts.push(made);
  return made;
}

function nearest(made, x, y) {
  let best = null, least = 18 * 18;
  for (const place of made.near) {
    const dx = place.width ? Math.max(0, place.x - x, x - place.x - place.width) : place.x - x;
    const dy = place.height ? Math.max(0, place.y - y, y - place.y - place.height) : place.y - y;
    const far = dx * dx + dy * dy;
    if (far < least) { least = far; best = place.trial; }
  }
  return best;
}

function keys(made, event) {
  const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
  if (event.target !== made.host) return;
  if (event.key === "Enter" && hovered !== null) pick(hovered);
  if (event.key === "Escape") hover(null);
  if (!step || made.near.length === 0) return;
  event.preventDefault();
  const order = [...made.near].sort((a, b) => a.x - b.x || a.y - b.y);
  const at = order.findIndex(place => place.trial === hovered);
  const place = order[at < 0 ? 0 : clamp(at + step, 0, order.length - 1)];
  const box = made.host.getBoundingClientRect();
  hover(place.trial, box.left + place.x, box.top + place.y);
}

function hover(trial, x, y) {
  const tip = document.getElementById("tip");
  tip.hidden = trial === null;
  if (trial !== null) {
    tip.textContent = describe(trials[trial]);
    const box = tip.getBoundingClientRect();
    tip.style.left = clamp(x + 14, 4, innerWidth - box.width - 4) + "px";
    tip.style.top = (y + 14 + box.height > innerHeight ? y - box.height - 10 : y + 14) + "px";
  }
  if (hovered === trial) return;
  hovered = trial;
  showMarks();
}

function showMarks() {
  for (const made of charts) {
    if (!made.marks) continue;
    made.marks.replaceChildren();
    for (const trial of new Set([picked, hovered])) if (trial !== null && made.ring) made.marks.append(...made.ring(trial));
  }
}

function describe(trial) {
  const lines = [`Trial ${trial.number}: ${STATES[trial.state].text}`, `${data.objective}: ${short(trial.y)}`];
  data.parameters.forEach((parameter, p) => { if (trial.values[p] != null) lines.push(`${parameter.name}: ${valueText(p, trial.values[p])}`); });
  if (trial.reason) lines.push(trial.reason);
  return lines.join("\n");
}

function valueText(p, value) {
  if (value == null) return "–";
  return data.parameters[p].choices ? data.parameters[p].choices[value] : short(value);
}

// The frame of a chart: places of positions, grid, ticks and titles.
function frame(made, { height, x, y, left = 54, xTicks, title = true }) {
  const width = Math.max(220, made.host.clientWidth);
  const box = { left, right: width - 12, top: 20, bottom: height - 36 };
  const svg = node("svg", { width, height, "aria-hidden": "true" });
  const X = u => box.left + u * (box.right - box.left);
  const Y = u => box.bottom - u * (box.bottom - box.top);
  const down = y.ticks(Math.max(2, Math.round((box.bottom - box.top) / 44)));
  for (const { at, text } of down) {
    svg.append(node("line", { class: "grid", x1: box.left, x2: box.right, y1: Y(at), y2: Y(at) }));
    svg.append(node("text", { x: box.left - 6, y: Y(at) + 4, "text-anchor": "end" }, clip(text, left / 6.2)));
  }
  const across = x.ticks(xTicks || Math.max(2, Math.round((box.right - box.left) / 80)));
  const room = (box.right - box.left) / Math.max(1, across.length) / 5.8;
  for (const { at, text } of across) {
    svg.append(node("line", { class: "grid", x1: X(at), x2: X(at), y1: box.top, y2: box.bottom }));
    svg.append(node("text", { x: X(at), y: box.bottom + 15, "text-anchor": "middle" }, clip(text, Math.max(5, room))));
  }
  svg.append(node("line", { class: "axis", x1: box.left, x2: box.right, y1: box.bottom, y2: box.bottom }));
  svg.append(node("text", { class: "title", x: (box.left + box.right) / 2, y: height - 4, "text-anchor": "middle" }, clip(x.label, 60)));
  if (title) svg.append(node("text", { class: "title", x: 4, y: 11 }, clip(y.label, 60)));
  made.host.replaceChildren(svg);
  made.near = [];
  return { svg, X, Y, box };
}

function clip(text, length) {
  const most = Math.floor(length);
  return text.length > most ? text.slice(0, Math.max(1, most - 1)) + "…" : text;
}

// Dots of trials, as one path for each look: ten thousand of them are a few nodes.
function dots(made, plot, places, lookOf) {
  const looks = new Map();
  for (const place of places) {
    const trial = trials[place.trial];
    const look = lookOf(trial);
    const key = look + (matches(trial) ? "" : "|fade") + "|" + trial.state;
    if (!looks.has(key)) looks.set(key, { look, fade: !matches(trial), state: trial.state, path: [] });
    looks.get(key).path.push(`M${place.x.toFixed(1)} ${place.y.toFixed(1)}${STATES[trial.state].mark.replace("M", "m")}`);
  }
  for (const { look, fade, state, path } of looks.values()) {
    const shape = node("path", { d: path.join(""), fill: hollow(state) ? "none" : look, stroke: look, "stroke-width": hollow(state) ? 1.8 : 0 });
    if (fade) shape.setAttribute("class", "fade");
    plot.svg.append(shape);
  }
  finish(made, plot, places);
}

// Puts the marks of the trial that is pointed at above all others.
function finish(made, plot, places) {
  made.near = made.near.concat(places.filter(place => matches(trials[place.trial])));
  made.marks = node("g");
  made.ring = made.ring || (trial => made.near.filter(place => place.trial === trial).map(place => node("circle", { class: "ring", cx: place.x, cy: place.y, r: 6.5 })));
  plot.svg.append(made.marks);
}

const stateColour = trial => `var(--${trial.state})`;
const rankColour = trial => trial.rank === null ? stateColour(trial) : colour(Math.round(trial.rank * 24) / 24);
