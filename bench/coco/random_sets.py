"""Random COCO sets from a seed. The tests make the very same sets in Java (class RandomSets), so only numbers are kept."""

MASK = (1 << 64) - 1


class Random:
    """SplitMix64; the same numbers in any language."""

    def __init__(self, seed):
        self.state = seed & MASK

    def next(self):
        self.state = (self.state + 0x9E3779B97F4A7C15) & MASK
        z = self.state
        z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & MASK
        z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & MASK
        return z ^ (z >> 31)

    def unit(self):
        return (self.next() >> 11) * 2.0**-53

    def below(self, n):
        return int(self.unit() * n)


def box(random):
    r = random.unit()
    width = 2 + 200 * r * r
    height = width * (0.5 + random.unit())
    return [500 * random.unit(), 400 * random.unit(), width, height]


def moved(random, b, spread):
    return [
        b[0] + (random.unit() - 0.5) * spread * b[2],
        b[1] + (random.unit() - 0.5) * spread * b[3],
        b[2] * (1 + (random.unit() - 0.5) * spread),
        b[3] * (1 + (random.unit() - 0.5) * spread),
    ]


def make(seed):
    """Ground truth and detections: few classes and score levels, so that ties, empty images and absent classes are common."""
    random = Random(seed)
    images = [{"id": 1000 - 7 * i} for i in range(1 + random.below(12))]
    categories = [{"id": 3 * k + 1, "name": "class %d" % k} for k in range(1 + random.below(5))]
    levels = [2, 10, 1000][random.below(3)]
    first_id = random.below(2)
    annotations, detections = [], []

    def detect(image, category, b):
        detections.append({"image_id": image, "category_id": category, "bbox": b, "score": random.below(levels) / levels})

    for image in images:
        for _ in range(random.below(8)):
            b = box(random)
            category = categories[random.below(len(categories))]["id"]
            crowd = 1 if random.unit() < 0.1 else 0
            annotations.append({
                "id": len(annotations) + first_id, "image_id": image["id"], "category_id": category, "bbox": b,
                "area": b[2] * b[3] * (0.5 + 0.5 * random.unit()), "iscrowd": crowd, "ignore": random.below(2)})
            if random.unit() < 0.8:
                for _ in range(1 + random.below(3)):
                    guess = category if random.unit() < 0.85 else categories[random.below(len(categories))]["id"]
                    detect(image["id"], guess, moved(random, b, 0.4))
        for _ in range(random.below(12)):
            detect(image["id"], categories[random.below(len(categories))]["id"], box(random))
        if seed % 10 == 0:
            for _ in range(130):
                detect(image["id"], categories[0]["id"], box(random))
    if seed % 7 == 0:
        # What the file does not list counts for nothing.
        detect(images[0]["id"], 2, box(random))
        annotations.append({"id": 5000, "image_id": 3, "category_id": 1, "bbox": [1, 2, 30, 40], "area": 1200, "iscrowd": 0})
        annotations.append({"id": 5001, "image_id": images[0]["id"], "category_id": 2, "bbox": [1, 2, 30, 40], "area": 1200, "iscrowd": 0})
    return {"images": images, "categories": categories, "annotations": annotations}, detections


def perturb(truth, seed):
    """Detections for a real ground truth: moved, missed, confused and invented ones."""
    random = Random(seed)
    categories = truth["categories"]
    detections = []
    for a in truth["annotations"]:
        if random.unit() < 0.85:
            for _ in range(1 + random.below(2)):
                guess = a["category_id"] if random.unit() < 0.9 else categories[random.below(len(categories))]["id"]
                b = moved(random, a["bbox"], 0.3)
                detections.append({"image_id": a["image_id"], "category_id": guess, "bbox": b,
                                   "score": 0.3 + 0.7 * random.unit()})
        if random.unit() < 0.5:
            detections.append({"image_id": a["image_id"], "category_id": categories[random.below(len(categories))]["id"],
                               "bbox": box(random), "score": 0.8 * random.unit()})
    return detections
