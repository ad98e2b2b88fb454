#!/usr/bin/env python3
"""Cuts labelled frames of one ride into an earlier and a later part, as two COCO folders that `./roadloop label import` reads.

    cut_ride.py FOLDER OUT [--early SHARE] [--gap FRAMES]

FOLDER has annotations_coco.json, whose images have a `frame_number`, and images/. OUT/<name>-early gets the first SHARE of the frames in
the ride's order (0.7), OUT/<name>-late those behind a gap of FRAMES labelled frames (5), which neither part has. Pictures are linked, not copied.
"""
import argparse
import json
import pathlib


def part(source, out, name, images, coco):
    """Writes one part as a COCO folder whose only drive has the part's name."""
    folder = out / name
    (folder / "images").mkdir(parents=True, exist_ok=True)
    kept = {image["id"] for image in images}
    for image in images:
        link = folder / "images" / image["file_name"]
        if not link.exists():
            link.symlink_to((source / "images" / image["file_name"]).resolve())
    text = {
        "categories": coco["categories"],
        "images": [dict(image, drive=name) for image in images],
        "annotations": [label for label in coco["annotations"] if label["image_id"] in kept],
    }
    (folder / "annotations.json").write_text(json.dumps(text))
    print(f"{folder}: {len(images)} pictures, {len(text['annotations'])} boxes")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("out", type=pathlib.Path)
    parser.add_argument("--early", type=float, default=0.7)
    parser.add_argument("--gap", type=int, default=5)
    args = parser.parse_args()
    coco = json.loads((args.folder / "annotations_coco.json").read_text())
    images = sorted(coco["images"], key=lambda image: image["frame_number"])
    early = round(args.early * len(images))
    name = args.folder.resolve().name
    part(args.folder, args.out, name + "-early", images[:early], coco)
    part(args.folder, args.out, name + "-late", images[early + args.gap :], coco)


main()
