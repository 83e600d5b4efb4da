"""A decoder with attention and input feeding: outputs and the gradient of everything it reads."""

import torch
from torch import nn

from common import BATCH, HIDDEN, INPUT, STEPS, Numbers, flat

KINDS = ["none", "dot", "general", "bahdanau"]
MEMORY_STEPS, LAYERS, OUTPUT = 5, 2, 4
LENGTHS = [3, 5, 1]


def shapes(kind):
    """PyTorch's names of the stack's parameters, and ours of the rest; a memory row is (C)."""
    memory = HIDDEN if kind == "dot" else INPUT + 3
    combined = HIDDEN + (0 if kind == "none" else memory)
    every = {"combine.weight": (OUTPUT, combined), "combine.bias": (1, OUTPUT)}
    for layer in range(LAYERS):
        columns = INPUT + OUTPUT if layer == 0 else HIDDEN
        every[f"weight_ih_l{layer}"] = (3 * HIDDEN, columns)
        every[f"weight_hh_l{layer}"] = (3 * HIDDEN, HIDDEN)
        every[f"bias_ih_l{layer}"] = (1, 3 * HIDDEN)
        every[f"bias_hh_l{layer}"] = (1, 3 * HIDDEN)
        every[f"initial_l{layer}"] = (BATCH, HIDDEN)
    if kind in ("general", "bahdanau"):
        every["attention.key.weight"] = (HIDDEN, memory)
    if kind == "bahdanau":
        every["attention.query.weight"] = (HIDDEN, HIDDEN)
        every["attention.energy.weight"] = (1, HIDDEN)
    every["input"] = (STEPS * BATCH, INPUT)
    every["memory"] = (MEMORY_STEPS * BATCH, memory)
    return every


def scores(kind, p, h, memory):
    """(B, S): of one query a sentence and every row of its memory."""
    if kind == "dot":
        return torch.einsum("bh,sbh->bs", h, memory)
    keys = memory @ p["attention.key.weight"].T
    if kind == "general":
        return torch.einsum("bh,sbh->bs", h, keys) / HIDDEN**0.5
    asked = h @ p["attention.query.weight"].T
    return torch.tanh(asked + keys).matmul(p["attention.energy.weight"][0]).T


def context(kind, p, h, memory):
    outside = torch.arange(MEMORY_STEPS) >= torch.tensor(LENGTHS).unsqueeze(1)
    weights = scores(kind, p, h, memory).masked_fill(outside, float("-inf")).softmax(dim=1)
    return torch.einsum("bs,sbc->bc", weights, memory)


def forward(kind, p):
    x = p["input"].reshape(STEPS, BATCH, INPUT)
    memory = p["memory"].reshape(MEMORY_STEPS, BATCH, -1)
    states = [p[f"initial_l{layer}"] for layer in range(LAYERS)]
    fed, outputs = torch.zeros(BATCH, OUTPUT, dtype=torch.float64), []
    for t in range(STEPS):
        h = torch.cat([x[t], fed], dim=1)
        for layer in range(LAYERS):
            weights = [p[f"{name}_l{layer}"] for name in ("weight_ih", "weight_hh")]
            biases = [p[f"{name}_l{layer}"][0] for name in ("bias_ih", "bias_hh")]
            h = states[layer] = torch.gru_cell(h, states[layer], *weights, *biases)
        seen = h if kind == "none" else torch.cat([context(kind, p, h, memory), h], dim=1)
        fed = torch.tanh(seen @ p["combine.weight"].T + p["combine.bias"])
        outputs.append(fed)
    return torch.cat(outputs)


def decoder_case(kind, seed):
    numbers = Numbers(seed)
    p = {k: nn.Parameter(numbers(*s, scale=0.8)) for k, s in shapes(kind).items()}
    y = forward(kind, p)
    weights = numbers(*y.shape)
    loss = (y * weights).sum()
    loss.backward()
    gradients = {k: torch.zeros_like(v) if v.grad is None else v.grad for k, v in p.items()}
    return {
        "attention": kind, "inputSize": INPUT, "hiddenSize": HIDDEN, "layers": LAYERS,
        "outputSize": OUTPUT, "memorySize": p["memory"].shape[1], "memorySteps": MEMORY_STEPS,
        "steps": STEPS, "lengths": LENGTHS,
        "parameters": {k: flat(v) for k, v in p.items()},
        "outputWeights": flat(weights), "loss": loss.item(),
        "gradients": {k: flat(v) for k, v in gradients.items()},
    }
