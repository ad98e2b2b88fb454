"""Writes what pycocotools says of many sets, for the tests of containers/evaluate to compare with.

    python3 -m venv venv && venv/bin/pip install numpy==2.4.6 pycocotools==2.0.11
    venv/bin/python bench/coco/golden.py [FOLDER WITH detection/*/annotations_coco.json]

Sets 1 to 200 come from random_sets.make(seed); real sets from random_sets.perturb(ground truth, 1).
"""
import contextlib
import io
import json
import pathlib
import sys

import numpy
from pycocotools.coco import COCO
from pycocotools.cocoeval import COCOeval

import random_sets

OUT = pathlib.Path(__file__).parents[2] / "containers/evaluate/src/test/resources/dev/roadloop/evaluate/detection"
SETS = 200


def evaluate(truth, detections, images=None):
    """The 12 numbers, and AP per category."""
    with contextlib.redirect_stdout(io.StringIO()):
        coco = COCO()
        coco.dataset = json.loads(json.dumps(truth))
        coco.createIndex()
        run = COCOeval(coco, coco.loadRes(json.loads(json.dumps(detections))), "bbox")
        if images is not None:
            run.params.imgIds = images
        run.evaluate()
        run.accumulate()
        run.summarize()
    precision = run.eval["precision"][:, :, :, 0, 2]
    by_category = []
    for k in range(precision.shape[2]):
        values = precision[:, :, k]
        values = values[values > -1]
        by_category.append(float(numpy.mean(values)) if values.size else -1.0)
    return [float(v) for v in run.stats], by_category


def main():
    OUT.mkdir(parents=True, exist_ok=True)
    sets = []
    for seed in range(1, SETS + 1):
        truth, detections = random_sets.make(seed)
        if not detections:
            continue
        numbers, by_category = evaluate(truth, detections)
        half = sorted(i["id"] for i in truth["images"])[::2]
        sliced, _ = evaluate(truth, detections, half)
        sets.append({"seed": seed, "detections": len(detections), "numbers": numbers, "byCategory": by_category,
                     "everySecondImage": sliced})
    (OUT / "pycocotools-random.json").write_text("[\n" + ",\n".join(json.dumps(s) for s in sets) + "\n]\n")
    if len(sys.argv) > 1:
        real = []
        for file in sorted(pathlib.Path(sys.argv[1]).glob("detection/*/annotations_coco.json")):
            truth = json.loads(file.read_text())
            detections = random_sets.perturb(truth, 1)
            numbers, by_category = evaluate(truth, detections)
            real.append({"set": file.parent.name, "detections": len(detections), "numbers": numbers,
                         "byCategory": by_category})
        (OUT / "pycocotools-real.json").write_text("[\n" + ",\n".join(json.dumps(s) for s in real) + "\n]\n")


main()
