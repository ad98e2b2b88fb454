"""Writes optuna.json: what optuna 5.0.0 says of splits, densities and choices.

python3 -m pip install optuna==5.0.0 && python3 optuna_golden.py > optuna.json
"""
import functools
import json
import math
import warnings

import numpy as np
import optuna
from optuna.distributions import CategoricalDistribution, FloatDistribution, IntDistribution
from optuna.samplers._tpe.parzen_estimator import _ParzenEstimator, _ParzenEstimatorParameters
from optuna.samplers._tpe.sampler import _split_trials, default_gamma, default_weights
from optuna.trial import TrialState, create_trial

warnings.filterwarnings("ignore")
# How numpy orders equal values depends on the processor; with a stable sort it does not.
np.argsort = functools.partial(np.argsort, kind="stable")
CHOICES = ["adam", "sgd", "lion"]
SPACE = {
    "depth": IntDistribution(1, 8),
    "optimiser": CategoricalDistribution(CHOICES),
    "rate": FloatDistribution(1e-4, 1e-1, log=True),
    "share": FloatDistribution(0.0, 1.0),
    "warm": FloatDistribution(0.0, 2.0, step=0.25),
}
PARAMETERS = _ParzenEstimatorParameters(1.0, True, False, default_weights, True)


def draw(rng):
    return {
        "depth": int(rng.integers(1, 9)),
        "optimiser": CHOICES[rng.integers(0, 3)],
        "rate": float(math.exp(rng.uniform(math.log(1e-4), math.log(1e-1)))),
        "share": float(rng.uniform()),
        "warm": float(rng.integers(0, 9)) * 0.25,
    }


def columns(configurations):
    return {
        name: np.array([SPACE[name].to_internal_repr(c[name]) for c in configurations], dtype=float)
        for name in SPACE
    }


def estimator(configurations):
    return _ParzenEstimator(columns(configurations), SPACE, PARAMETERS)


def density(count, seed):
    rng = np.random.default_rng(seed)
    observed = [draw(rng) for _ in range(count)]
    points = [draw(rng) for _ in range(6)]
    return {
        "observed": observed,
        "points": points,
        "logDensities": [float(v) for v in estimator(observed).log_pdf(columns(points))],
    }


def split(count, seed):
    rng = np.random.default_rng(seed)
    study = optuna.create_study(direction="minimize")
    trials = []
    for number in range(count):
        kind = rng.choice(["COMPLETE", "COMPLETE", "PARTIAL", "PENDING"])
        value = float(np.round(rng.uniform(), 1))
        iterations = int(rng.integers(1, 4))
        parameters = draw(rng)
        state = {
            "COMPLETE": TrialState.COMPLETE,
            "PARTIAL": TrialState.PRUNED,
            "PENDING": TrialState.RUNNING,
        }[str(kind)]
        study.add_trial(
            create_trial(
                state=state,
                value=value if state == TrialState.COMPLETE else None,
                params=parameters,
                distributions=SPACE,
                intermediate_values={iterations: value} if state == TrialState.PRUNED else {},
            )
        )
        trials.append(
            {
                "trial": number,
                "progress": str(kind),
                "cost": value,
                "iterations": iterations,
                "configuration": parameters,
            }
        )
    all_trials = study.get_trials(deepcopy=False)
    compared = sum(t.state != TrialState.RUNNING for t in all_trials)
    good, others = _split_trials(study, all_trials, default_gamma(compared))
    candidates = [draw(rng) for _ in range(24)]
    at = columns(candidates)
    ratio = estimator([t.params for t in good]).log_pdf(at) - estimator(
        [t.params for t in others]
    ).log_pdf(at)
    return {
        "trials": trials,
        "good": [t.number for t in good],
        "others": [t.number for t in others],
        "candidates": candidates,
        "chosen": int(np.argmax(ratio)),
    }


optuna.logging.set_verbosity(optuna.logging.ERROR)
print(
    json.dumps(
        {
            "densities": [density(n, 10 + n) for n in (0, 1, 2, 7, 24, 25, 26, 27, 60)],
            "splits": [split(n, 100 + n) for n in (12, 30, 270)],
        },
    )
)
