"""Prints the numbers of torch.json. Run with Python 3.11, torch 2.7.1 and torchvision 0.22.1:

    python make.py > torch.json
"""

import json

import torch
from torchvision.ops import generalized_box_iou_loss, sigmoid_focal_loss

torch.manual_seed(20260504)


def floats(tensor):
    return [float(value) for value in tensor.detach().flatten()]


def focal():
    logits = (torch.randn(24) * 4).requires_grad_()
    target = (torch.rand(24) < 0.4).float()
    loss = sigmoid_focal_loss(logits, target, alpha=0.25, gamma=2, reduction="none")
    loss.sum().backward()
    return {"logits": floats(logits), "target": floats(target), "loss": floats(loss), "gradient": floats(logits.grad)}


def giou():
    answer = (torch.rand(12, 4) * 60 + 0.5).requires_grad_()
    target = torch.rand(12, 4) * 60 + 0.5
    sign = torch.tensor([-1.0, -1.0, 1.0, 1.0])
    loss = generalized_box_iou_loss(answer * sign, target * sign, reduction="none")
    loss.sum().backward()
    return {"answer": floats(answer), "target": floats(target), "loss": floats(loss), "gradient": floats(answer.grad)}


def adamw():
    weight = torch.nn.Parameter(torch.randn(3, 4))
    start = floats(weight)
    optimiser = torch.optim.AdamW([weight], lr=0.1, weight_decay=0.05)
    steps = []
    for step in range(20):
        gradient = torch.randn(3, 4)
        rate = 0.1 / (1 + step)
        optimiser.param_groups[0]["lr"] = rate
        weight.grad = gradient.clone()
        optimiser.step()
        steps.append({"gradient": floats(gradient), "rate": rate, "weight": floats(weight)})
    return {"start": start, "steps": steps}


def unit():
    convolution = torch.nn.Conv2d(3, 4, 3, stride=2, padding=1, bias=False)
    norm = torch.nn.BatchNorm2d(4)
    image = torch.randn(2, 3, 8, 8)
    out = torch.relu(norm(convolution(image)))
    norm.eval()
    later = torch.relu(norm(convolution(image)))
    return {
        "weight": floats(convolution.weight),
        "image": floats(image),
        "training": floats(out),
        "mean": floats(norm.running_mean),
        "variance": floats(norm.running_var),
        "trained": floats(later),
    }


def clip():
    gradients = [torch.randn(5) * 3, torch.randn(2, 3) * 3]
    given = [floats(gradient) for gradient in gradients]
    parameters = [torch.nn.Parameter(torch.zeros_like(gradient)) for gradient in gradients]
    for parameter, gradient in zip(parameters, gradients):
        parameter.grad = gradient.clone()
    norm = torch.nn.utils.clip_grad_norm_(parameters, 2.0)
    return {"given": given, "norm": float(norm), "clipped": [floats(parameter.grad) for parameter in parameters]}


def apart():
    """Boxes that are described from a location outside of one or both, and boxes apart."""
    left, top = torch.rand(2, 12) * 80 - 40
    answer = torch.stack([left, top, torch.rand(12) * 30 + 1 - left, torch.rand(12) * 30 + 1 - top], 1)
    left, top = torch.rand(2, 12) * 80 - 40
    target = torch.stack([left, top, torch.rand(12) * 30 + 1 - left, torch.rand(12) * 30 + 1 - top], 1)
    answer.requires_grad_()
    sign = torch.tensor([-1.0, -1.0, 1.0, 1.0])
    loss = generalized_box_iou_loss(answer * sign, target * sign, reduction="none")
    loss.sum().backward()
    return {"answer": floats(answer), "target": floats(target), "loss": floats(loss), "gradient": floats(answer.grad)}


def detection():
    """Two images, five locations, three classes: FCOS's losses, of torchvision's parts."""
    logits = torch.randn(2, 5, 3).requires_grad_()
    distances = (torch.rand(2, 5, 4) * 20 + 1).requires_grad_()
    centreness = torch.randn(2, 5).requires_grad_()
    labels = torch.tensor([[0, -1, 2, -2, -1], [1, 1, -1, -1, 0]])
    sides = torch.rand(2, 5, 4) * 20 + 1
    positive = labels >= 0
    left, top, right, bottom = sides.unbind(-1)
    middle = torch.sqrt(torch.minimum(left, right) / torch.maximum(left, right) * torch.minimum(top, bottom) / torch.maximum(top, bottom))
    middle = torch.where(positive, middle, torch.zeros(()))
    one_hot = torch.nn.functional.one_hot(labels.clamp(min=0), 3).float() * positive.unsqueeze(-1)
    judged = (labels != -2).float()
    count = positive.sum()
    sign = torch.tensor([-1.0, -1.0, 1.0, 1.0])
    classes = (sigmoid_focal_loss(logits, one_hot, 0.25, 2, "none") * judged.unsqueeze(-1)).sum() / count
    giou = generalized_box_iou_loss(distances[positive] * sign, sides[positive] * sign, reduction="none")
    boxes = (giou * middle[positive]).sum() / middle[positive].sum()
    middles = torch.nn.functional.binary_cross_entropy_with_logits(centreness[positive], middle[positive], reduction="sum") / count
    (classes + boxes + middles).backward()
    return {
        "logits": floats(logits), "distances": floats(distances), "centreness": floats(centreness),
        "oneHot": floats(one_hot), "sides": floats(sides), "middle": floats(middle), "judged": floats(judged),
        "losses": [float(classes), float(boxes), float(middles)],
        "gradients": [floats(logits.grad), floats(distances.grad), floats(centreness.grad)],
    }


def dice():
    """Three images, two areas, 2 x 2 cells; the second area is nowhere known in the last image."""
    logits = torch.randn(3, 2, 2, 2).requires_grad_()
    inside = (torch.rand(3, 2, 2, 2) < 0.5).float()
    judged = torch.ones(3, 2, 2, 2)
    judged[2, 1] = 0
    judged[0, 0, 1, 1] = 0
    entropy = torch.nn.functional.binary_cross_entropy_with_logits(logits[judged > 0], inside[judged > 0])
    said, there = torch.sigmoid(logits) * judged, inside * judged
    shares = [(2 * (said[:, a] * there[:, a]).sum() + 1) / (said[:, a].sum() + there[:, a].sum() + 1) for a in range(2)]
    loss = entropy + 1 - sum(shares) / 2
    loss.backward()
    return {"logits": floats(logits), "inside": floats(inside), "judged": floats(judged), "loss": float(loss), "gradient": floats(logits.grad)}


def rate():
    """A warm-up of 5 of 40 steps from a fifth of the peak, then half a cosine."""
    weight = torch.nn.Parameter(torch.zeros(1))
    optimiser = torch.optim.SGD([weight], lr=0.02)
    up = torch.optim.lr_scheduler.LinearLR(optimiser, start_factor=1 / 5, total_iters=4)
    down = torch.optim.lr_scheduler.CosineAnnealingLR(optimiser, T_max=35, eta_min=0.001)
    both = torch.optim.lr_scheduler.SequentialLR(optimiser, [up, down], milestones=[5])
    rates = []
    for _ in range(40):
        rates.append(optimiser.param_groups[0]["lr"])
        optimiser.step()
        both.step()
    return rates


def ema():
    """The average that torch keeps, with the decay that timm's ModelEmaV3 warms up to."""
    model = torch.nn.Linear(3, 1, bias=False)
    start = floats(model.weight)
    count = 0

    def follow(averages, weights, _):
        decay = min(0.9, (1 + count) / (10 + count))
        torch.optim.swa_utils.get_ema_multi_avg_fn(decay)(averages, weights, None)

    average = torch.optim.swa_utils.AveragedModel(model, multi_avg_fn=follow)
    average.update_parameters(model)
    steps = []
    for count in range(1, 81):
        with torch.no_grad():
            model.weight.copy_(torch.randn(1, 3))
        average.update_parameters(model)
        if count % 20 == 0 or count < 4:
            steps.append({"step": count, "average": floats(average.module.weight)})
        else:
            steps.append({"step": count, "average": None})
        steps[-1]["weight"] = floats(model.weight)
    return {"start": start, "steps": steps}


def scaler():
    """The scale after each step of torch's own scaler, some steps with infinite gradients."""
    weight = torch.nn.Parameter(torch.zeros(1))
    optimiser = torch.optim.SGD([weight], lr=0.1)
    scaler = torch.amp.GradScaler("cpu")
    bad = [0, 1, 700, 2710, 2711, 6800] + list(range(6810, 6823))
    scales, moved = [], 0
    for step in range(7000):
        before = float(weight)
        scaler.scale((weight * 1.0).sum()).backward()
        if step in bad:
            weight.grad.fill_(float("inf"))
        scaler.step(optimiser)
        scaler.update()
        optimiser.zero_grad()
        moved += float(weight) != before
        if not scales or scales[-1]["scale"] != scaler.get_scale():
            scales.append({"from": step, "scale": scaler.get_scale()})
    return {"steps": 7000, "bad": bad, "scales": scales, "moved": moved}


PARTS = [focal, giou, adamw, unit, clip, apart, detection, dice, rate, ema, scaler]
print(json.dumps({part.__name__: part() for part in PARTS}, indent=1))
