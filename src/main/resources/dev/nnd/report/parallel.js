// Parallel coordinates: a line for each trial, an axis for each parameter and one for the objective.

const brushes = new Map();
const MOST_LINES = 1000;

const inRange = new Map();

// Whether a trial lies in all brushes.
function matches(trial) {
  if (brushes.size === 0) return true;
  if (!inRange.has(trial.i)) inRange.set(trial.i, [...brushes].every(([p, range]) => lies(trial, p, range)));
  return inRange.get(trial.i);
}

function lies(trial, p, [low, high]) {
  const value = p < axes.length ? trial.values[p] : trial.y;
  if (value == null || Number.isNaN(value)) return false;
  const at = (p < axes.length ? axes[p] : goal).at(value);
  return at >= low && at <= high;
}

function parallel() {
  const made = chart(host("parallel"), "All parameters of each trial", () => {
    const lines = [...axes, goal];
    const gap = Math.max(86, (made.host.parentElement.clientWidth - 110) / Math.max(1, lines.length - 1));
    const width = 110 + gap * (lines.length - 1), height = 360, top = 34, bottom = 310, absent = 334;
    const svg = node("svg", { width, height, role: "presentation" });
    const X = p => 60 + p * gap, Y = u => bottom - u * (bottom - top);
    const shown = thinned(trials.filter(trial => trial.rank !== null), MOST_LINES).sort((a, b) => a.rank - b.rank);
    const ends = trial => lines.map((axis, p) => {
      const value = p < axes.length ? trial.values[p] : trial.y;
      return [X(p), value == null ? absent : Y(axis.at(value))];
    });
    const path = trial => "M" + ends(trial).map(point => point.map(z => z.toFixed(1)).join(" ")).join("L");
    const places = [];
    for (const trial of shown) {
      svg.append(node("path", { class: "line" + (matches(trial) ? "" : " fade"), d: path(trial), stroke: rankColour(trial), opacity: shown.length > 150 && matches(trial) ? 0.6 : 1 }));
      for (const [x, y] of ends(trial)) places.push({ trial: trial.i, x, y });
    }
    made.near = [];
    made.ring = trial => trials[trial].rank === null ? [] : [node("path", { class: "halo", d: path(trials[trial]) })];
    finish(made, { svg }, places);
    lines.forEach((axis, p) => svg.append(brushable(made, axis, p, X(p), Y, top, bottom, Math.min(gap - 8, 120), absent)));
    made.host.replaceChildren(svg);
  });
}

function brushable(made, axis, p, x, Y, top, bottom, room, absent) {
  const parts = [node("line", { class: "axis", x1: x, x2: x, y1: top, y2: bottom })];
  for (const { at, text } of axis.ticks(6)) {
    parts.push(node("line", { class: "axis", x1: x - 4, x2: x, y1: Y(at), y2: Y(at) }));
    parts.push(node("text", { x: x - 6, y: Y(at) + 4, "text-anchor": "end", "paint-order": "stroke", stroke: "var(--page)", "stroke-width": 3 }, clip(text, room / 7)));
  }
  parts.push(node("text", { class: "title", x: p === axes.length ? x + 50 : x, y: 16, "text-anchor": p === axes.length ? "end" : "middle" }, clip(axis.label, room / 6.4)));
  if (p < axes.length && data.parameters[p].conditional) parts.push(node("text", { x, y: absent + 16, "text-anchor": "middle" }, "not drawn"));
  const brush = brushes.get(p);
  if (brush) parts.push(node("rect", { class: "brush", x: x - 8, width: 16, y: Y(brush[1]), height: Y(brush[0]) - Y(brush[1]) }));
  const handle = node("rect", { class: "handle", x: x - 14, width: 28, y: top - 6, height: bottom - top + 12, tabindex: 0, role: "slider", "data-axis": p,
    "aria-label": `Range of ${axis.label}. Up and down move it, plus and minus resize it, Escape removes it.`,
    "aria-valuemin": 0, "aria-valuemax": 100, "aria-valuenow": brush ? Math.round(brush[0] * 100) : 0,
    "aria-valuetext": brush ? `from ${Math.round(brush[0] * 100)} to ${Math.round(brush[1] * 100)} percent of the axis` : "all" });
  handle.addEventListener("pointerdown", event => drag(made, p, event, y => clamp((bottom - y) / (bottom - top), 0, 1)));
  handle.addEventListener("keydown", event => moveBrush(p, event));
  return node("g", {}, [...parts, handle]);
}

function drag(made, p, event, at) {
  event.preventDefault();
  const top = made.host.getBoundingClientRect().top;
  const start = at(event.clientY - top);
  let now = start;
  const move = moved => { now = at(moved.clientY - top); brushes.set(p, [Math.min(start, now), Math.max(start, now)]); redrawSoon(); };
  const up = () => {
    removeEventListener("pointermove", move);
    removeEventListener("pointerup", up);
    if (Math.abs(now - start) < 0.02) brushes.delete(p);
    redrawSoon();
  };
  addEventListener("pointermove", move);
  addEventListener("pointerup", up);
}

function moveBrush(p, event) {
  const by = { ArrowUp: [0.05, 0.05], ArrowDown: [-0.05, -0.05], "+": [-0.05, 0.05], "-": [0.05, -0.05] }[event.key];
  if (event.key === "Escape") brushes.delete(p);
  else if (!by) return;
  else {
    const [low, high] = brushes.get(p) || [0.375, 0.625];
    const next = [clamp(low + by[0], 0, 1), clamp(high + by[1], 0, 1)];
    if (next[1] - next[0] > 0.01) brushes.set(p, next);
  }
  event.preventDefault();
  event.stopPropagation();
  redrawSoon();
}
