// Numbers as texts, axes, and colours.

const clamp = (x, low, high) => Math.min(high, Math.max(low, x));

function short(x) {
  if (typeof x !== "number") return x == null ? "–" : String(x);
  if (!Number.isFinite(x)) return "–";
  if (x === 0) return "0";
  if (Number.isInteger(x) && Math.abs(x) < 1e6) return String(x);
  // What lies just below 1 is told by what it lacks.
  const digits = x > 0.9 && x < 1 ? Math.min(7, 3 - Math.floor(Math.log10(1 - x))) : 4;
  const text = Math.abs(x) < 1e-3 || Math.abs(x) >= 1e6 ? x.toExponential(3) : x.toPrecision(digits);
  const [number, power] = text.split("e");
  const plain = number.includes(".") ? number.replace(/\.?0+$/, "") : number;
  return power ? plain + "e" + Number(power) : plain;
}

function duration(seconds) {
  if (seconds < 10) return seconds.toFixed(1) + " s";
  if (seconds < 120) return Math.round(seconds) + " s";
  if (seconds < 7200) return Math.round(seconds / 60) + " min";
  return (seconds / 3600).toFixed(1) + " h";
}

function linearTicks(low, high, count) {
  const rough = (high - low) / count;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * [1, 2, 5, 10].find(x => x * power >= rough * 0.999);
  const ticks = [];
  for (let k = Math.ceil(low / step - 1e-9); k * step <= high + step * 1e-9; k++) ticks.push(Number((k * step).toPrecision(12)));
  return ticks;
}

function logTicks(low, high, count) {
  const decades = Math.log10(high / low);
  const digits = decades * 3 <= count + 1 ? [1, 2, 5] : [1];
  const every = Math.max(1, Math.ceil(decades / count));
  const ticks = [];
  for (let e = Math.floor(Math.log10(low)); e <= Math.ceil(Math.log10(high)); e++) {
    if (e % every !== 0) continue;
    for (const d of digits) {
      const x = Number(`${d}e${e}`);
      if (x >= low * (1 - 1e-9) && x <= high * (1 + 1e-9)) ticks.push(x);
    }
  }
  return ticks.length > 1 ? ticks : linearTicks(low, high, count).filter(x => x > 0);
}

const SCALES = {
  linear: { to: x => x, from: u => u, ticks: linearTicks },
  log: { to: Math.log, from: Math.exp, ticks: logTicks },
  one_minus_log: {
    to: x => -Math.log1p(-x),
    from: u => -Math.expm1(-u),
    ticks: (low, high, count) => logTicks(1 - high, 1 - low, count).map(x => Number((1 - x).toPrecision(12))).reverse(),
  },
};

// Positions from 0 to 1 of the numbers between two others, on a scale.
function numberAxis(scale, low, high, label) {
  const { to, from, ticks } = SCALES[scale];
  if (!(high > low)) { const pad = Math.abs(low) * 0.05 || 1; if (scale === "linear") { low -= pad; high += pad; } else high = low * 1.0001; }
  const start = to(low), length = to(high) - start;
  return {
    label, low, high, ordered: true,
    at: x => (to(x) - start) / length,
    value: u => from(start + u * length),
    ticks: count => ticks(low, high, count).map(x => ({ at: (to(x) - start) / length, text: short(x) })),
  };
}

function choiceAxis(names, label) {
  const count = names.length;
  return {
    label, ordered: false, count,
    at: k => (k + 0.5) / count,
    value: u => clamp(Math.floor(u * count), 0, count - 1),
    ticks: most => {
      const every = Math.ceil(count / Math.max(most * 2, 8));
      return names.map((text, k) => ({ at: (k + 0.5) / count, text })).filter((_, k) => k % every === 0);
    },
  };
}

// The axis of a parameter: its own scale over all that can be drawn, and all that was.
function axisOf(parameter, p) {
  if (parameter.choices) return choiceAxis(parameter.choices, parameter.name);
  let { low, high } = parameter;
  for (const trial of trials) {
    const x = trial.values[p];
    if (x != null) { low = Math.min(low, x); high = Math.max(high, x); }
  }
  return numberAxis(parameter.scale, low, high, parameter.name);
}

// The axis of the objective. It ends where only the few worst lie; they stand at its border.
function objectiveAxis(values) {
  const sorted = values.filter(Number.isFinite).sort((a, b) => data.maximize ? b - a : a - b);
  if (sorted.length === 0) return Object.assign(numberAxis("linear", 0, 1, data.objective), { beyond: 0 });
  const best = sorted[0], median = sorted[sorted.length >> 1], worst = sorted[sorted.length - 1];
  const limit = median + 8 * (median - best) || worst;
  const end = data.maximize ? Math.max(worst, median === best ? worst : limit) : Math.min(worst, median === best ? worst : limit);
  const low = Math.min(best, end), high = Math.max(best, end);
  const log = low > 0 && high / low > 30;
  const pad = (high - low) * 0.04;
  const axis = log ? numberAxis("log", low * 0.95, high * 1.05, data.objective) : numberAxis("linear", low - pad, high + pad, data.objective);
  axis.beyond = sorted.filter(y => y < axis.low || y > axis.high).length;
  const at = axis.at;
  axis.at = y => clamp(at(clamp(y, axis.low, axis.high)), 0, 1);
  return axis;
}

// Viridis (van der Walt and Smith, 2015): even steps to every eye. The better, the farther from the page's colour.
const VIRIDIS = ["440154", "472d7b", "3b528b", "2c728e", "21918c", "28ae80", "5ec962", "addc30", "fde725"]
  .map(hex => [0, 2, 4].map(k => parseInt(hex.slice(k, k + 2), 16)));

function isDark() {
  const theme = document.documentElement.dataset.theme;
  return theme ? theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
}

// The colour of a rank: 0 is the worst trial and 1 the best.
function colour(rank) {
  const u = clamp(isDark() ? 0.12 + 0.88 * rank : 0.94 * (1 - rank), 0, 1) * (VIRIDIS.length - 1);
  const k = Math.min(VIRIDIS.length - 2, Math.floor(u));
  return "rgb(" + VIRIDIS[k].map((x, i) => Math.round(x + (u - k) * (VIRIDIS[k + 1][i] - x))).join(" ") + ")";
}

const STATES = {
  complete: { text: "complete", mark: "M-3.2 0a3.2 3.2 0 1 0 6.4 0a3.2 3.2 0 1 0-6.4 0z" },
  pruned: { text: "ended early", mark: "M-3.6-2.8h7.2l-3.6 6z" },
  diverged: { text: "diverged", mark: "M-3-3l6 6m0-6l-6 6" },
  failed: { text: "failed", mark: "M-3-3h6v6h-6z" },
  stopped: { text: "stopped", mark: "M0-4l4 4l-4 4l-4-4z" },
  running: { text: "running", mark: "M-3 0a3 3 0 1 0 6 0a3 3 0 1 0-6 0z" },
};
const hollow = state => state === "diverged" || state === "running";
