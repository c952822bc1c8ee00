"""Runs Optuna over the functions of Functions.java. Prints: function, strategy, seed, best at 50, 100, 200."""

import math
import sys
import warnings

import optuna

TRIALS = (50, 100, 200)
HARTMANN_A = [
    [10, 3, 17, 3.5, 1.7, 8],
    [0.05, 10, 17, 0.1, 8, 14],
    [3, 3.5, 1.7, 10, 17, 8],
    [17, 8, 0.05, 10, 0.1, 14],
]
HARTMANN_C = [1, 1.2, 3, 3.2]
HARTMANN_P = [
    [0.1312, 0.1696, 0.5569, 0.0124, 0.8283, 0.5886],
    [0.2329, 0.4135, 0.8307, 0.3736, 0.1004, 0.9991],
    [0.2348, 0.1451, 0.3522, 0.2883, 0.3047, 0.6650],
    [0.4047, 0.8828, 0.8732, 0.5743, 0.1091, 0.0381],
]


def reals(trial, count, low, high):
    return [trial.suggest_float(f"x{i}", low, high) for i in range(count)]


def shifted(xs, by):
    return [x - by * math.sin(1.7 * i + 1) for i, x in enumerate(xs)]


def branin(trial):
    x = trial.suggest_float("x0", -5, 10)
    y = trial.suggest_float("x1", 0, 15)
    bend = y - 5.1 / (4 * math.pi**2) * x * x + 5 / math.pi * x - 6
    return bend * bend + 10 * (1 - 1 / (8 * math.pi)) * math.cos(x) + 10


def hartmann6(trial):
    x = reals(trial, 6, 0, 1)
    return -sum(
        c * math.exp(-sum(a[j] * (x[j] - p[j]) ** 2 for j in range(6)))
        for c, a, p in zip(HARTMANN_C, HARTMANN_A, HARTMANN_P)
    )


def rosenbrock10(trial):
    z = shifted(reals(trial, 10, -5, 10), 2)
    return sum(100 * (z[i + 1] - z[i] ** 2) ** 2 + (1 - z[i]) ** 2 for i in range(9))


def rastrigin5(trial):
    z = shifted(reals(trial, 5, -5.12, 5.12), 2)
    return sum(v * v - 10 * math.cos(2 * math.pi * v) + 10 for v in z)


def ackley5(trial):
    z = shifted(reals(trial, 5, -32, 32), 12)
    square = sum(v * v for v in z) / 5
    wave = sum(math.cos(2 * math.pi * v) for v in z) / 5
    return 20 + math.e - 20 * math.exp(-0.2 * math.sqrt(square)) - math.exp(wave)


def styblinski5(trial):
    z = shifted(reals(trial, 5, -5, 5), 1)
    return sum(v**4 - 16 * v * v + 5 * v for v in z) / 2


def mixed(trial):
    optimizer = trial.suggest_categorical("optimizer", ["sgd", "adam", "rmsprop"])
    rate = math.log10(trial.suggest_float("rate", 1e-5, 1, log=True))
    layers = trial.suggest_int("layers", 1, 6)
    width = math.log2(trial.suggest_int("width", 8, 512, log=True))
    activation = trial.suggest_categorical("activation", ["relu", "tanh", "gelu", "sigmoid"])
    best = {"sgd": -1, "adam": -3, "rmsprop": -3.4}[optimizer]
    loss = 0.3 * (rate - best) ** 2 + 0.05 * (layers - 3) ** 2
    loss += 0.06 * (width - 7 + 0.4 * (layers - 3)) ** 2
    loss += {"relu": 0.1, "tanh": 0.2, "gelu": 0, "sigmoid": 0.5}[activation]
    if optimizer == "sgd":
        momentum = trial.suggest_float("momentum", 0, 1)
        return loss + 0.05 + 2 * (momentum - 0.9) ** 2
    if optimizer == "adam":
        beta = math.log10(1 - trial.suggest_float("beta", 0.9, 0.9999))
        return loss + 0.1 * (beta + 2.5) ** 2
    return loss + 0.1


FUNCTIONS = [branin, hartmann6, rosenbrock10, rastrigin5, ackley5, styblinski5, mixed]


def sampler(name, seed):
    if name == "optuna random":
        return optuna.samplers.RandomSampler(seed=seed)
    if name == "optuna tpe":
        return optuna.samplers.TPESampler(seed=seed)
    return optuna.samplers.TPESampler(seed=seed, multivariate=True, group=True)


def main():
    warnings.filterwarnings("ignore")
    optuna.logging.set_verbosity(optuna.logging.ERROR)
    seeds = int(sys.argv[1]) if len(sys.argv) > 1 else 30
    for function in FUNCTIONS:
        for name in ("optuna random", "optuna tpe", "optuna tpe multivariate"):
            for seed in range(seeds):
                study = optuna.create_study(sampler=sampler(name, seed))
                study.optimize(function, n_trials=max(TRIALS))
                values = [trial.value for trial in study.trials]
                best = [f"{min(values[:n]):.6g}" for n in TRIALS]
                print(function.__name__, name, seed, *best, sep="\t", flush=True)


if __name__ == "__main__":
    main()
