"""Times pycocotools and faster-coco-eval on a ground truth and detections: load, evaluate, accumulate, summarize.

    venv/bin/pip install numpy==2.4.6 pycocotools==2.0.11 faster-coco-eval==1.8.0
    venv/bin/python bench/coco/time_peers.py ground-truth.json detections.json

Prints a JSON object for each: name, seconds by the clock and of all cores, the 12 numbers. One that is not installed is left out.
"""
import contextlib
import importlib
import io
import json
import sys
import time

PEERS = {
    "pycocotools": ("pycocotools.coco", "COCO", "pycocotools.cocoeval", "COCOeval"),
    "faster-coco-eval": ("faster_coco_eval", "COCO", "faster_coco_eval", "COCOeval_faster"),
}

for name, (coco_module, coco, eval_module, evaluator) in PEERS.items():
    try:
        load = getattr(importlib.import_module(coco_module), coco)
        judge = getattr(importlib.import_module(eval_module), evaluator)
    except ImportError:
        continue
    start = time.perf_counter()
    busy = time.process_time()
    with contextlib.redirect_stdout(io.StringIO()):
        truth = load(sys.argv[1])
        found = truth.loadRes(sys.argv[2])
        run = judge(truth, found, "bbox")
        run.evaluate()
        run.accumulate()
        run.summarize()
    seconds = time.perf_counter() - start
    busy = time.process_time() - busy
    print(json.dumps({"name": name, "seconds": seconds, "cpu": busy, "numbers": [float(v) for v in run.stats[:12]]}), flush=True)
