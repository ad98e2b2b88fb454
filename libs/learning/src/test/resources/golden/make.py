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


print(json.dumps({"focal": focal(), "giou": giou(), "adamw": adamw(), "unit": unit(), "clip": clip()}, indent=1))
