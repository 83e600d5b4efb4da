#!/usr/bin/env python3
"""Writes the golden values of networks over segments, by PyTorch in float64.

The network is SegRNN with parallel decoding (Lin et al. 2023, arXiv:2308.11200): segments of the
context through a linear layer and a ReLU, a recurrent layer, then one step of the same layer for
every segment of the horizon from the last state.

    python3 scripts/golden/segment.py [timeseries/src/test/resources/golden]

Inputs are (B, steps, columns). Where the context is no multiple of the segment's length, zeros stand
before it. The loss is that of the head, its mean over all values.
"""

import pathlib
import sys

import torch
from torch import nn
from torch.nn import functional

from common import Numbers, fill, flat, kept, write

WINDOWS, SERIES = 3, ["east", "north"]
# name: cell, layers, context, horizon, segment's length, columns, known columns, hidden, outputs
CASES = {
    "segment-gru-plain": ("gru", 1, 12, 8, 4, 1, 0, 6, 1),
    "segment-gru-quantile": ("gru", 2, 10, 5, 4, 3, 2, 7, 9),
    "segment-lstm-huber": ("lstm", 2, 9, 6, 3, 2, 2, 6, 1),
}


class SegmentNetwork(nn.Module):
    def __init__(self, cell, layers, context, horizon, length, columns, known, hidden, outputs):
        super().__init__()
        self.length, self.horizon, self.hidden, self.outputs = length, horizon, hidden, outputs
        self.ahead = -(-horizon // length)
        self.padding = -context % length
        options = {"dtype": torch.float64}
        self.segment = nn.Linear(length * columns, hidden, **options)
        kind = nn.LSTM if cell == "lstm" else nn.GRU
        self.encoder = kind(hidden, hidden, num_layers=layers, **options)
        position = (hidden + 1) // 2 if known else hidden
        self.position = nn.Embedding(self.ahead, position, **options)
        if known:
            self.series = nn.Embedding(len(SERIES) + 1, hidden - position, **options)
            self.known = nn.Linear(length * known, hidden, **options)
        self.output = nn.Linear(hidden, length * outputs, **options)

    def segments(self, steps, before, count):
        after = count * self.length - before - steps.shape[1]
        padded = functional.pad(steps, (0, 0, before, after))
        return padded.reshape(steps.shape[0], count, -1).transpose(0, 1)

    def horizon_inputs(self, windows, series, known):
        places = torch.arange(self.ahead).unsqueeze(1).expand(-1, windows)
        x = self.position(places)
        if known is None:
            return x
        own = self.series(series).unsqueeze(0).expand(self.ahead, -1, -1)
        return torch.cat([x, own], dim=2) + self.known(self.segments(known, 0, self.ahead))

    def forward(self, context, series, known):
        windows = context.shape[0]
        count = (context.shape[1] + self.padding) // self.length
        _, state = self.encoder(torch.relu(self.segment(self.segments(context, self.padding, count))))
        repeat = lambda s: s.repeat(1, self.ahead, 1)
        state = tuple(map(repeat, state)) if isinstance(state, tuple) else repeat(state)
        x = self.horizon_inputs(windows, series, known).reshape(1, self.ahead * windows, self.hidden)
        y, _ = self.encoder(x, state)
        values = self.output(y[0]).reshape(self.ahead, windows, self.length, self.outputs)
        steps = values.transpose(0, 1).reshape(windows, -1, self.outputs)
        return steps[:, : self.horizon]


def loss_of(outputs, targets):
    if outputs.shape[2] == 1:
        return functional.huber_loss(outputs[:, :, 0], targets)
    levels = torch.arange(1, 10, dtype=torch.float64) / 10
    above = targets.unsqueeze(2) - outputs
    return 2 * torch.maximum(levels * above, (levels - 1) * above).mean()


def case_of(name, seed):
    cell, layers, context, horizon, length, columns, known, hidden, outputs = CASES[name]
    numbers = Numbers(seed)
    model = SegmentNetwork(cell, layers, context, horizon, length, columns, known, hidden, outputs)
    fill(model, numbers)
    x = numbers(WINDOWS, context, columns)
    future = numbers(WINDOWS, horizon, known) if known else None
    series = torch.tensor([1, 0, 2])  # Row 0 is that of unknown series.
    targets = numbers(WINDOWS, horizon, scale=2.0)
    y = model(x, series, future)
    loss = loss_of(y, targets)
    loss.backward()
    named = {k: p for k, p in model.named_parameters() if kept(model, k)}
    return {
        "cell": cell, "layers": layers, "context": context, "horizon": horizon, "length": length,
        "columns": columns, "knownColumns": known, "hidden": hidden, "outputs": outputs,
        "series": SERIES if known else [], "input": flat(x),
        "known": flat(future) if known else [], "rows": series.tolist(),
        "targets": flat(targets), "parameters": {k: flat(p) for k, p in named.items()},
        "loss": loss.item(), "output": flat(y), "gradients": {k: flat(p.grad) for k, p in named.items()},
    }


def main(arguments):
    folder = pathlib.Path(arguments[1] if len(arguments) > 1 else "timeseries/src/test/resources/golden")
    folder.mkdir(parents=True, exist_ok=True)
    torch.set_num_threads(1)
    for i, name in enumerate(CASES):
        write(folder, name, case_of(name, 601 + i))


if __name__ == "__main__":
    main(sys.argv)
