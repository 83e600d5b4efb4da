"""Stacks of recurrent layers: outputs, final states and every gradient of a weighted sum."""

import torch
from torch import nn

from common import BATCH, HIDDEN, INPUT, STEPS, Numbers, fill, flat, kept

LENGTHS = [7, 4, 2]
CELLS = ["rnn", "rnn-relu", "lstm", "gru", "gru-reset-before"]
# name: layers, directions, lengths
SHAPES = {
    "1-layer": (1, 1, None),
    "2-layers": (2, 1, None),
    "bidirectional": (2, 2, None),
    "unequal-lengths": (2, 2, LENGTHS),
}


class ResetBeforeGru(nn.Module):
    """The older GRU, n = tanh(x Wxn + (r * h) Whn + b), which PyTorch does not have."""

    def __init__(self, layers, directions):
        super().__init__()
        self.layers, self.directions = layers, directions
        for layer in range(layers):
            columns = INPUT if layer == 0 else HIDDEN * directions
            for suffix in self.suffixes(layer):
                self.add(f"weight_ih{suffix}", 3 * HIDDEN, columns)
                self.add(f"weight_hh{suffix}", 3 * HIDDEN, HIDDEN)
                self.add(f"bias_ih{suffix}", 3 * HIDDEN)

    def add(self, name, *shape):
        self.register_parameter(name, nn.Parameter(torch.zeros(*shape, dtype=torch.float64)))

    def suffixes(self, layer):
        return [f"_l{layer}", f"_l{layer}_reverse"][: self.directions]

    def step(self, x, h, suffix):
        w = self.get_parameter(f"weight_hh{suffix}")
        gates = x @ self.get_parameter(f"weight_ih{suffix}").T
        gates = gates + self.get_parameter(f"bias_ih{suffix}")
        xr, xz, xn = gates.chunk(3, dim=1)
        wr, wz, wn = w.chunk(3, dim=0)
        r = torch.sigmoid(xr + h @ wr.T)
        z = torch.sigmoid(xz + h @ wz.T)
        n = torch.tanh(xn + (r * h) @ wn.T)
        return (1 - z) * n + z * h

    def direction(self, x, h, lengths, suffix):
        steps = range(x.shape[0])
        order = reversed(steps) if suffix.endswith("_reverse") else steps
        outputs = [None] * x.shape[0]
        for t in order:
            running = (t < lengths).unsqueeze(1)
            h = torch.where(running, self.step(x[t], h, suffix), h)
            outputs[t] = torch.where(running, h, torch.zeros_like(h))
        return torch.stack(outputs), h

    def forward(self, x, h0, lengths):
        finals = []
        for layer in range(self.layers):
            sides = []
            for d, suffix in enumerate(self.suffixes(layer)):
                y, h = self.direction(x, h0[layer * self.directions + d], lengths, suffix)
                sides.append(y)
                finals.append(h)
            x = torch.cat(sides, dim=2)
        return x, torch.stack(finals)


def network(cell, layers, directions):
    if cell == "gru-reset-before":
        return ResetBeforeGru(layers, directions)
    options = {"num_layers": layers, "bidirectional": directions == 2, "dtype": torch.float64}
    if cell == "lstm":
        return nn.LSTM(INPUT, HIDDEN, **options)
    if cell == "gru":
        return nn.GRU(INPUT, HIDDEN, **options)
    kind = "relu" if cell == "rnn-relu" else "tanh"
    return nn.RNN(INPUT, HIDDEN, nonlinearity=kind, **options)


def run(model, x, h0, c0, lengths):
    if isinstance(model, ResetBeforeGru):
        full = torch.tensor(lengths or [STEPS] * BATCH)
        return (*model(x, h0, full), None)
    state = (h0, c0) if isinstance(model, nn.LSTM) else h0
    inputs = nn.utils.rnn.pack_padded_sequence(x, lengths) if lengths else x
    y, final = model(inputs, state)
    if lengths:
        y, _ = nn.utils.rnn.pad_packed_sequence(y, total_length=STEPS)
    h, c = final if isinstance(model, nn.LSTM) else (final, None)
    return y, h, c


def by_level(h, c, layers, directions):
    """(L * directions, B, H) to (L, B, S * directions)."""
    levels = []
    for layer in range(layers):
        parts = []
        for d in range(directions):
            parts.append(h[layer * directions + d])
            if c is not None:
                parts.append(c[layer * directions + d])
        levels.append(torch.cat(parts, dim=1))
    return torch.stack(levels)


def stack_case(cell, shape, seed):
    layers, directions, lengths = SHAPES[shape]
    numbers = Numbers(seed)
    model = network(cell, layers, directions)
    fill(model, numbers)
    x = numbers(STEPS, BATCH, INPUT).requires_grad_()
    h0 = numbers(layers * directions, BATCH, HIDDEN, scale=0.5).requires_grad_()
    c0 = numbers(layers * directions, BATCH, HIDDEN, scale=0.5).requires_grad_()
    y, h, c = run(model, x, h0, c0, lengths)
    final = by_level(h, c, layers, directions)
    running = torch.arange(STEPS).unsqueeze(1) < torch.tensor(lengths or [STEPS] * BATCH)
    output_weights = numbers(*y.shape) * running.unsqueeze(2)
    final_weights = numbers(*final.shape)
    loss = (y * output_weights).sum() + (final * final_weights).sum()
    loss.backward()
    initial = by_level(h0, c0 if cell == "lstm" else None, layers, directions)
    d_initial = by_level(h0.grad, c0.grad if cell == "lstm" else None, layers, directions)
    named = {k: p for k, p in model.named_parameters() if kept(model, k)}
    return {
        "cell": cell, "inputSize": INPUT, "hiddenSize": HIDDEN,
        "layers": layers, "directions": directions, "batch": BATCH,
        "lengths": lengths or [STEPS] * BATCH, "padded": lengths is not None,
        "input": flat(x), "initial": [flat(s) for s in initial],
        "parameters": {k: flat(p) for k, p in named.items()},
        "outputWeights": flat(output_weights), "finalWeights": [flat(s) for s in final_weights],
        "loss": loss.item(), "output": flat(y), "final": [flat(s) for s in final],
        "dInput": flat(x.grad), "dInitial": [flat(s) for s in d_initial],
        "gradients": {k: flat(p.grad) for k, p in named.items()},
    }
