"""A network that Recurrent trained. The names of its weights in model.pt and model.safetensors are this module's.

    from model import load
    network = load()                                 # in evaluation mode
    y = network.predict(features=x, lengths=lengths)

features is (B, T, columns), tokens (B, T), lengths (B), or None where all sequences have T steps. The result is
(B, T, columns), or (B, columns) of a network with a pooling. forward gives outputs as the loss reads them, predict
gives probabilities where the loss is one of probabilities.
"""

import pathlib

import torch
from torch import nn
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence


def walk(layer, x, lengths, row):
    """Outputs and last state of a recurrent layer. A state is a row, [h | c] of each direction; None is zeros."""
    directions = 2 if layer.bidirectional else 1
    parts = 2 if isinstance(layer, nn.LSTM) else 1
    first = None
    if row is not None:
        split = row.reshape(len(row), directions, parts, layer.hidden_size)
        split = split.permute(2, 1, 0, 3).contiguous()
        first = (split[0], split[1]) if parts == 2 else split[0]
    if lengths is None:
        y, last = layer(x, first)
    else:
        packed = pack_padded_sequence(x, lengths.cpu(), batch_first=True, enforce_sorted=False)
        y, last = layer(packed, first)
        y, _ = pad_packed_sequence(y, batch_first=True, total_length=x.shape[1])
    states = torch.stack(last if parts == 2 else (last,))
    return y, states.permute(2, 1, 0, 3).flatten(1)


def pool(kind, x, lengths, directions, attention=None):
    """One row of the rows of all steps; padding counts in nothing."""
    steps = x.shape[1]
    lengths = torch.full((len(x),), steps) if lengths is None else lengths
    lengths = lengths.to(x.device)
    inside = (torch.arange(steps, device=x.device) < lengths[:, None]).unsqueeze(2)
    if kind == "last":
        each = x.shape[2] // directions
        last = x[torch.arange(len(x), device=x.device), lengths - 1]
        return last if directions == 1 else torch.cat([last[:, :each], x[:, 0, each:]], dim=1)
    if kind == "attention":
        scores = attention(x).masked_fill(~inside, -torch.inf)
        return (torch.softmax(scores, dim=1) * x).sum(dim=1)
    mean = (x * inside).sum(dim=1) / lengths[:, None]
    largest = x.masked_fill(~inside, -torch.inf).amax(dim=1)
    return {"mean": mean, "max": largest, "mean-max": torch.cat([mean, largest], dim=1)}[kind]


class Attention(nn.Module):
    """The score of each step: tanh(W y + b) . context. Yang et al. (2016)."""

    def __init__(self, columns):
        super().__init__()
        self.weight = nn.Parameter(torch.zeros(columns, columns))
        self.bias = nn.Parameter(torch.zeros(columns))
        self.context = nn.Parameter(torch.zeros(1, columns))

    def forward(self, y):
        return torch.tanh(nn.functional.linear(y, self.weight, self.bias)) @ self.context.T


