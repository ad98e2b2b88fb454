"""Writes small sets with masks and what pycocotools says of them, for the tests of containers/evaluate.

    venv/bin/python bench/coco/golden_masks.py

Polygons (one or two to a mask, some beyond the image), runs as text, and crowd regions as numbers; detections with and without
boxes, which decides what the toolbox takes for their area.
"""
import contextlib
import io
import json
import pathlib

import numpy
from pycocotools import mask
from pycocotools.coco import COCO
from pycocotools.cocoeval import COCOeval

OUT = pathlib.Path(__file__).parents[2] / "containers/evaluate/src/test/resources/dev/roadloop/evaluate/detection"
HEIGHT, WIDTH = 90, 130


def polygon(random, x, y, radius):
    corners = random.integers(3, 9)
    angles = numpy.sort(random.uniform(0, 2 * numpy.pi, corners))
    radii = radius * random.uniform(0.5, 1.2, corners)
    points = numpy.stack([x + radii * numpy.cos(angles), y + radii * numpy.sin(angles)], 1)
    return [round(float(v), 2) for v in points.ravel()]


def runs(polygons):
    return mask.merge(mask.frPyObjects(polygons, HEIGHT, WIDTH))


def text(rle):
    return {"size": [int(v) for v in rle["size"]], "counts": rle["counts"].decode()}


def numbers(rle):
    flat = mask.decode(rle).ravel(order="F")
    counts, value, length = [], 0, 0
    for pixel in flat:
        if pixel != value:
            counts.append(length)
            value, length = pixel, 0
        length += 1
    return {"size": [HEIGHT, WIDTH], "counts": counts + [length]}


def make(seed, boxes):
    random = numpy.random.default_rng(seed)
    images = [{"id": i + 1, "height": HEIGHT, "width": WIDTH} for i in range(5)]
    annotations, detections = [], []
    for image in images:
        for _ in range(random.integers(0, 6)):
            x, y, radius = random.uniform(0, WIDTH), random.uniform(0, HEIGHT), random.uniform(3, 50)
            shape = [polygon(random, x, y, radius) for _ in range(random.integers(1, 3))]
            rle = runs(shape)
            crowd = int(random.random() < 0.15)
            annotations.append({
                "id": len(annotations) + 1, "image_id": image["id"], "category_id": int(random.integers(1, 3)),
                "bbox": [float(v) for v in mask.toBbox(rle)], "area": float(mask.area(rle)), "iscrowd": crowd,
                "segmentation": numbers(rle) if crowd else shape if random.random() < 0.7 else text(rle)})
            for _ in range(random.integers(0, 4)):
                moved = [[round(v + float(random.normal(0, 2)), 2) for v in p] for p in shape]
                rle = runs(moved)
                detection = {"image_id": image["id"], "category_id": annotations[-1]["category_id"],
                             "score": round(float(random.random()), 2), "segmentation": text(rle)}
                if boxes:
                    detection["bbox"] = [float(v) for v in mask.toBbox(rle)]
                detections.append(detection)
    return {"images": images, "categories": [{"id": 1, "name": "a"}, {"id": 2, "name": "b"}], "annotations": annotations}, detections


def main():
    sets = []
    for seed in range(1, 9):
        truth, detections = make(seed, seed % 2 == 0)
        areas = [int(mask.area(runs(a["segmentation"]))) for a in truth["annotations"] if isinstance(a["segmentation"], list)]
        given = json.loads(json.dumps([truth, detections]))
        with contextlib.redirect_stdout(io.StringIO()):
            coco = COCO()
            coco.dataset = truth
            coco.createIndex()
            run = COCOeval(coco, coco.loadRes(detections), "segm")
            run.evaluate()
            run.accumulate()
            run.summarize()
        sets.append({"truth": given[0], "detections": given[1], "numbers": [float(v) for v in run.stats], "polygonAreas": areas})
    (OUT / "pycocotools-masks.json").write_text("[\n" + ",\n".join(json.dumps(s, separators=(",", ":")) for s in sets) + "\n]\n")


main()
