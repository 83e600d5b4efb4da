#!/usr/bin/env python3
"""Writes the files of PyTorch that core's tests import, and the outputs of their networks.

    python3 scripts/golden/pytorch_files.py [core/src/test/resources/golden]

Seeded; weights are rounded to three decimals, then stored in the type of the case. Outputs are computed in
float64 from the stored weights.
"""

import json
import pathlib
import struct
import sys

import torch
from torch import nn

from common import Numbers, fill, flat, write

STEPS = 6


class Tagger(nn.Module):
    """Embedding, two bidirectional LSTM layers in one module, a linear layer at each step."""

    def __init__(self):
        super().__init__()
        self.embedding = nn.Embedding(11, 5)
        self.lstm = nn.LSTM(5, 4, num_layers=2, bidirectional=True, batch_first=True)
        self.dropout = nn.Dropout(0.5)
        self.fc = nn.Linear(8, 3)

    def forward(self, x):
        return self.fc(self.dropout(self.lstm(self.embedding(x))[0]))


class LanguageModel(nn.Module):
    """As PyTorch's word language model: the decoder's weight is the encoder's."""

    def __init__(self):
        super().__init__()
        self.drop = nn.Dropout(0.2)
        self.encoder = nn.Embedding(9, 4)
        self.rnn = nn.GRU(4, 4, batch_first=True)
        self.decoder = nn.Linear(4, 9)
        self.decoder.weight = self.encoder.weight

    def forward(self, x):
        return self.decoder(self.rnn(self.encoder(x))[0])


class Forecaster(nn.Module):
    """Numbers in, the last step's state out; no biases in the GRU."""

    def __init__(self, kind, **options):
        super().__init__()
        self.first = kind(3, 5, batch_first=True, **options)
        self.second = kind(5, 4, batch_first=True, **options)
        self.head = nn.Linear(4, 1)

    def forward(self, x):
        return self.head(self.second(self.first(x)[0])[0][:, -1])


def strided(dictionary):
    """The same numbers, each matrix stored by columns and behind other numbers of its storage."""
    result = {}
    for name, tensor in dictionary.items():
        room = torch.full((tensor.numel() + 3,), 7.0, dtype=tensor.dtype)
        room[3:] = (tensor.T if tensor.dim() == 2 else tensor).reshape(-1)
        view = room[3:].view(*reversed(tensor.shape))
        result[name] = view.T if tensor.dim() == 2 else view
    return result


def safetensors(dictionary):
    """The file as safetensors.torch writes it: sorted by name."""
    header, body = {}, b""
    for name in sorted(dictionary):
        values = dictionary[name].contiguous().view(torch.uint8).numpy().tobytes()
        kind = {torch.bfloat16: "BF16", torch.float32: "F32"}[dictionary[name].dtype]
        header[name] = {"dtype": kind, "shape": list(dictionary[name].shape),
                        "data_offsets": [len(body), len(body) + len(values)]}
        body += values
    text = json.dumps({"__metadata__": {"format": "pt"}, **header}, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 8)
    return struct.pack("<Q", len(text)) + text + body


def seeded(module, seed):
    fill(module.double(), Numbers(seed))
    numbers = Numbers(seed + 1)
    with torch.no_grad():
        for name, parameter in module.named_parameters():
            if "bias_hh" in name:
                parameter.copy_(numbers(*parameter.shape, scale=0.5))
    return module


def case(folder, name, module, dtype, seed, form=lambda d: d, tokens=0):
    """Saves the weights in a type and in a form; gives inputs and the outputs of what was saved."""
    numbers = Numbers(seed + 2)
    seeded(module, seed).to(dtype)
    stored = form(module.state_dict())
    if isinstance(stored, bytes):
        (folder / name).write_bytes(stored)
    else:
        torch.save(stored, folder / name)
    module.double().eval()
    x = numbers.integers(tokens, 1, STEPS) if tokens else numbers(1, STEPS, 3)
    with torch.no_grad():
        return {"input": flat(x), "output": flat(module(x))}


def checkpoint(dictionary):
    """As a training program saves it, the optimizer beside the model."""
    model = Tagger()
    optimizer = torch.optim.Adam(model.parameters())
    model(torch.zeros(1, 2, dtype=torch.int64)).sum().backward()
    optimizer.step()
    return {"epoch": 3, "model_state_dict": dictionary, "loss": 0.25,
            "optimizer_state_dict": {**optimizer.state_dict(), "state": {}}, "history": [1.5, None]}


def main(arguments):
    golden = pathlib.Path(arguments[1] if len(arguments) > 1 else "core/src/test/resources/golden")
    folder = golden / "pytorch"
    folder.mkdir(parents=True, exist_ok=True)
    torch.set_num_threads(1)
    cases = {
        "tagger.pt": case(folder, "tagger.pt", Tagger(), torch.float32, 11, checkpoint, tokens=11),
        "tagger.safetensors": case(
            folder, "tagger.safetensors", Tagger(), torch.float32, 11, safetensors, tokens=11),
        "language-model.pt": case(
            folder, "language-model.pt", LanguageModel(), torch.float32, 21, tokens=9),
        "language-model.safetensors": case(
            folder, "language-model.safetensors", LanguageModel(), torch.bfloat16, 21, safetensors,
            tokens=9),
        "forecaster-rnn.pt": case(
            folder, "forecaster-rnn.pt", Forecaster(nn.RNN), torch.float64, 31, strided),
        "forecaster-gru.pt": case(
            folder, "forecaster-gru.pt", Forecaster(nn.GRU, bias=False), torch.float16, 41),
        "forecaster-lstm.pt": case(
            folder, "forecaster-lstm.pt", nn.DataParallel(Forecaster(nn.LSTM)), torch.bfloat16, 51),
    }
    write(golden, "pytorch-files", cases)
    torch.save(Forecaster(nn.RNN).state_dict(), folder / "old-form.pt",
               _use_new_zipfile_serialization=False)
    torch.save(Forecaster(nn.RNN), folder / "whole-module.pt")


if __name__ == "__main__":
    main(sys.argv)
