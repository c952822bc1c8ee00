// The charts of a search.

const host = id => document.getElementById(id);
const measured = trial => Number.isFinite(trial.y);

function history() {
  const made = chart(host("history"), "The objective of each trial", () => {
    const last = trials.length ? trials[trials.length - 1].number : 1;
    const x = numberAxis("linear", -0.5, Math.max(1, last) + 0.5, "trial");
    x.ticks = count => linearTicks(0, Math.max(1, last), count).filter(Number.isInteger).map(k => ({ at: x.at(k), text: String(k) }));
    const y = goal;
    const plot = frame(made, { height: 300, x, y });
    const worst = data.maximize ? 0 : 1;
    const places = trials.filter(t => measured(t) || t.state === "diverged" || t.state === "failed")
      .map(t => ({ trial: t.i, x: plot.X(x.at(t.number)), y: plot.Y(measured(t) ? y.at(t.y) : worst) }));
    dots(made, plot, places, stateColour);
    let best = null;
    const steps = [];
    for (const trial of trials) {
      if (!measured(trial) || trial.state === "running" || (best !== null && (data.maximize ? trial.y <= best : trial.y >= best))) continue;
      const at = plot.X(x.at(trial.number)).toFixed(1);
      steps.push(best === null ? `M${at} ${plot.Y(y.at(trial.y)).toFixed(1)}` : `H${at}V${plot.Y(y.at(trial.y)).toFixed(1)}`);
      best = trial.y;
    }
    if (steps.length) plot.svg.insertBefore(node("path", { class: "frontier", d: steps.join("") + `H${plot.box.right}` }), made.marks);
    host("history-note").textContent = y.beyond ? `${y.beyond} trials lie beyond the axis and stand at its border.` : "";
  });
}

function slices() {
  const places = host("slices");
  places.replaceChildren();
  data.parameters.forEach((parameter, p) => {
    const made = chart(places.appendChild(html("div")), `The objective by ${parameter.name}`, () => {
      const x = axes[p], y = goal;
      const plot = frame(made, { height: 210, x, y, title: p === 0 || places.clientWidth < 600 });
      // Trials of equal choices stand beside each other: a fixed spread, so that the same trial is at the same place.
      const spread = t => x.ordered ? 0 : (((t.number * 0.618034) % 1) - 0.5) * 0.7 / x.count;
      dots(made, plot, thinned(trials.filter(t => measured(t) && t.values[p] != null), 2000)
        .map(t => ({ trial: t.i, x: plot.X(x.at(t.values[p]) + spread(t)), y: plot.Y(y.at(t.y)) })), rankColour);
    });
  });
}

// The best of a list and evenly spaced others, so many in all.
function thinned(list, most) {
  if (list.length <= most) return list;
  const ranked = [...list].sort((a, b) => (b.rank || 0) - (a.rank || 0));
  const kept = ranked.slice(0, most / 2), rest = ranked.slice(most / 2), every = rest.length / (most / 2);
  for (let k = 0; k < most / 2; k++) kept.push(rest[Math.floor(k * every)]);
  return kept.sort((a, b) => a.i - b.i);
}

function contour() {
  const first = host("contour-x"), second = host("contour-y");
  const fill = (select, chosen) => select.replaceChildren(...data.parameters.map((parameter, p) => {
    const option = html("option", { value: p }, parameter.name);
    option.selected = p === chosen;
    return option;
  }));
  const [a, b] = strongest();
  fill(first, a);
  fill(second, b);
  const made = chart(host("contour"), "The objective over two parameters", () => {
    const p = Number(first.value), q = Number(second.value), x = axes[p], y = axes[q];
    const plot = frame(made, { height: 420, x, y, left: 72 });
    const points = thinned(trials.filter(t => t.rank !== null && t.values[p] != null && t.values[q] != null), 1500)
      .map(t => ({ trial: t.i, u: x.at(t.values[p]), v: y.at(t.values[q]), rank: t.rank }));
    surface(plot, points, x, y);
    dots(made, plot, points.map(({ trial, u, v }) => ({ trial, x: plot.X(u), y: plot.Y(v) })), () => "var(--ink)");
  });
  for (const select of [first, second]) select.addEventListener("change", () => { made.ring = null; made.draw(); showMarks(); });
}

// The two parameters that do most together, or else the two that matter most.
function strongest() {
  const place = name => data.parameters.findIndex(parameter => parameter.name === name);
  const names = data.importance.parameters.map(share => share[0]);
  const pair = names.length > 1 ? [names[0], names[1]] : [];
  const [a, b] = pair.map(place);
  return pair.length && a >= 0 && b >= 0 ? [a, b] : [0, Math.min(1, data.parameters.length - 1)];
}

// The mean rank of the trials near each point, by a Gaussian kernel; pale where no trial is near.
function surface(plot, points, x, y) {
  if (points.length < 3) return;
  const columns = x.ordered ? 44 : x.count, rows = y.ordered ? 36 : y.count;
  const size = clamp(0.42 * points.length ** (-1 / 6), 0.05, 0.16);
  const near = (axis, d) => axis.ordered ? d * d / (2 * size * size) : Math.abs(d) < 0.5 / axis.count ? 0 : 99;
  const values = [], sure = [];
  for (let r = 0; r < rows; r++) {
    for (let c = 0; c < columns; c++) {
      let sum = 0, weight = 0;
      for (const { u, v, rank } of points) {
        const far = near(x, u - (c + 0.5) / columns) + near(y, v - (r + 0.5) / rows);
        if (far > 12) continue;
        const w = Math.exp(-far);
        sum += w * rank;
        weight += w;
      }
      values.push(weight > 1e-9 ? sum / weight : NaN);
      sure.push(weight);
    }
  }
  const bands = new Map();
  const across = (plot.box.right - plot.box.left) / columns, down = (plot.box.bottom - plot.box.top) / rows;
  values.forEach((value, k) => {
    if (Number.isNaN(value) || sure[k] < 0.02) return;
    const key = Math.round(value * 16) + "/" + Math.max(1, Math.round(4 * Math.min(1, sure[k])));
    const cell = `M${(plot.X((k % columns) / columns)).toFixed(1)} ${(plot.Y((Math.floor(k / columns) + 1) / rows)).toFixed(1)}h${(across + 0.4).toFixed(1)}v${(down + 0.4).toFixed(1)}h${(-across - 0.4).toFixed(1)}z`;
    bands.set(key, (bands.get(key) || "") + cell);
  });
  for (const [key, path] of bands) {
    const [band, sureness] = key.split("/").map(Number);
    plot.svg.append(node("path", { d: path, fill: colour(band / 16), opacity: 0.25 + 0.6 * sureness / 4 }));
  }
  if (x.ordered && y.ordered) plot.svg.append(node("path", { class: "isoline", d: isolines(values, columns, rows, (c, r) => [plot.X((c + 0.5) / columns), plot.Y((r + 0.5) / rows)]) }));
}

// Marching squares, at every eighth of the ranks.
function isolines(values, columns, rows, place) {
  const path = [];
  for (let level = 1 / 8; level < 1; level += 1 / 8) {
    for (let r = 0; r + 1 < rows; r++) {
      for (let c = 0; c + 1 < columns; c++) {
        const corners = [[c, r], [c + 1, r], [c + 1, r + 1], [c, r + 1]];
        const heights = corners.map(([i, j]) => values[j * columns + i]);
        if (heights.some(Number.isNaN)) continue;
        const cuts = [];
        for (let k = 0; k < 4; k++) {
          const a = heights[k], b = heights[(k + 1) % 4];
          if (a < level === b < level) continue;
          const share = (level - a) / (b - a), from = corners[k], to = corners[(k + 1) % 4];
          cuts.push(place(from[0] + share * (to[0] - from[0]), from[1] + share * (to[1] - from[1])).map(z => z.toFixed(1)).join(" "));
        }
        for (let k = 0; k + 1 < cuts.length; k += 2) path.push(`M${cuts[k]}L${cuts[k + 1]}`);
      }
    }
  }
  return path.join("");
}

function curves() {
  const made = chart(host("curves"), "The objective after each epoch", () => {
    const longest = Math.max(2, ...data.curves.map(([, epochs]) => epochs[epochs.length - 1]));
    const x = numberAxis("linear", 1, longest, "epoch");
    const y = objectiveAxis(data.curves.flatMap(([, , values]) => values.filter(v => v !== null)));
    const plot = frame(made, { height: 320, x, y });
    const places = [], paths = new Map();
    const ordered = [...data.curves].sort((a, b) => (trials[a[0]].rank || 0) - (trials[b[0]].rank || 0));
    for (const [i, epochs, values] of ordered) {
      const trial = trials[i];
      const points = values.map((v, k) => v === null ? null : [plot.X(x.at(epochs[k])), plot.Y(y.at(v))]).filter(Boolean);
      if (points.length === 0) continue;
      const path = "M" + points.map(point => point.map(z => z.toFixed(1)).join(" ")).join("L");
      paths.set(i, path);
      const early = trial.state !== "complete" && trial.state !== "running";
      plot.svg.append(node("path", { class: "line" + (matches(trial) ? "" : " fade"), d: path, stroke: rankColour(trial), "stroke-dasharray": early ? "4 3" : "none" }));
      const [endX, endY] = points[points.length - 1];
      if (trial.state !== "complete") plot.svg.append(node("path", { d: STATES[trial.state].mark, transform: `translate(${endX} ${endY})`, class: matches(trial) ? "" : "fade",
        fill: hollow(trial.state) ? "none" : stateColour(trial), stroke: stateColour(trial), "stroke-width": hollow(trial.state) ? 1.8 : 0 }));
      for (const [px, py] of points) places.push({ trial: i, x: px, y: py });
    }
    made.ring = trial => paths.has(trial) ? [node("path", { class: "halo", d: paths.get(trial) })] : [];
    finish(made, plot, places);
  });
}

function timeline() {
  const made = chart(host("timeline"), "When each trial ran, by worker", () => {
    const begun = trials.filter(trial => trial.began > 0);
    const start = Math.min(...begun.map(trial => trial.began), data.now), end = Math.max(start + 1, ...begun.map(trial => trial.ended || data.now));
    const seconds = (end - start) / 1000;
    const unit = seconds < 300 ? [1, "s"] : seconds < 3 * 3600 ? [60, "min"] : [3600, "h"];
    const x = numberAxis("linear", 0, seconds / unit[0], "time since the start, in " + unit[1]);
    const lanes = Math.max(1, data.workers.length);
    const y = choiceAxis([...data.workers].reverse(), "worker");
    const height = 56 + lanes * clamp(400 / lanes, 8, 30);
    const plot = frame(made, { height, x, y, left: 84, title: false });
    const tall = (plot.box.bottom - plot.box.top) / lanes * 0.7, looks = new Map();
    const places = begun.map(trial => {
      const left = plot.X(x.at((trial.began - start) / 1000 / unit[0])), right = plot.X(x.at(((trial.ended || data.now) - start) / 1000 / unit[0]));
      return { trial: trial.i, x: left, y: plot.Y(y.at(lanes - 1 - trial.worker)) - tall / 2, width: Math.max(1.5, right - left - 1), height: tall };
    });
    for (const place of places) {
      const trial = trials[place.trial], key = trial.state + (matches(trial) ? "" : " fade");
      looks.set(key, (looks.get(key) || "") + `M${place.x.toFixed(1)} ${place.y.toFixed(1)}h${place.width.toFixed(1)}v${tall.toFixed(1)}h${(-place.width).toFixed(1)}z`);
    }
    for (const [key, path] of looks) {
      const [state, fade] = key.split(" ");
      plot.svg.append(node("path", { d: path, fill: `var(--${state})`, class: fade || "" }));
    }
    made.ring = trial => places.filter(place => place.trial === trial).map(({ x, y, width, height }) => node("rect", { class: "ring", x: x - 1, y: y - 1, width: width + 2, height: height + 2 }));
    finish(made, plot, places);
  });
}
