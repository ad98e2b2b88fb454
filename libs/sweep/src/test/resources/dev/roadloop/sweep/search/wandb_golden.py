"""Prints the numbers of wandb.json: quantiles of distributions as W&B's own engine draws them.

Run with Python 3.11 and sweeps 0.3.0 (numpy 1.26.4, jsonschema):

    python wandb_golden.py > wandb.json
"""

import json

import numpy
from sweeps.params import HyperParameter

SHARES = [0.1, 0.25, 0.5, 0.75, 0.9]
PARAMETERS = [
    {"distribution": "uniform", "min": -1, "max": 3},
    {"distribution": "int_uniform", "min": 2, "max": 6},
    {"distribution": "q_uniform", "min": 0, "max": 1, "q": 0.05},
    {"distribution": "log_uniform", "min": -5, "max": -1},
    {"distribution": "log_uniform_values", "min": 0.001, "max": 1},
    {"distribution": "q_log_uniform", "min": 1, "max": 4, "q": 2},
    {"distribution": "q_log_uniform_values", "min": 2, "max": 64, "q": 2},
    {"distribution": "inv_log_uniform", "min": 1, "max": 5},
    {"distribution": "inv_log_uniform_values", "min": 0.001, "max": 1},
    {"distribution": "normal", "mu": 2, "sigma": 0.5},
    {"distribution": "q_normal", "mu": 2, "sigma": 3, "q": 0.5},
    {"distribution": "log_normal", "mu": -2, "sigma": 0.5},
    {"distribution": "q_log_normal", "mu": 3, "sigma": 0.5, "q": 4},
]


def quantiles(parameter):
    found = HyperParameter("p", parameter).ppf(numpy.array(SHARES))
    return [float(each) for each in found]


lines = [
    json.dumps({"parameter": each, "shares": SHARES, "quantiles": quantiles(each)})
    for each in PARAMETERS
]
print("[" + ",\n ".join(lines) + "]")
