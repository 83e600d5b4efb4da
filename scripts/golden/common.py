"""What all cases share: rounded random numbers, sizes, and the files' format."""

import json

import torch
from torch import nn

STEPS, BATCH, INPUT, HIDDEN = 7, 3, 5, 6


class Numbers:
    """Random numbers that decimal text, float32 and float64 agree on."""

    def __init__(self, seed):
        self.generator = torch.Generator().manual_seed(seed)

    def __call__(self, *shape, scale=1.0):
        uniform = torch.rand(*shape, generator=self.generator, dtype=torch.float64)
        rounded = torch.round((2 * uniform - 1) * scale * 1000) / 1000
        return rounded.float().double()

    def integers(self, high, *shape):
        return torch.randint(high, shape, generator=self.generator)


def flat(tensor):
    """The three decimals of a drawn number, else nine digits: float32 needs no more."""
    if not tensor.is_floating_point():
        return tensor.reshape(-1).tolist()
    return [decimal(v) for v in tensor.detach().reshape(-1).tolist()]


def decimal(value):
    short = round(value, 3)
    drawn = torch.tensor(short, dtype=torch.float32).double().item() == value
    return short if drawn else float(f"{value:.9g}")


def write(folder, name, case):
    lines = [f'  "torch": {json.dumps(torch.__version__)}']
    for key, value in case.items():
        if isinstance(value, dict):
            inner = ",\n".join(f"    {json.dumps(k)}: {json.dumps(v)}" for k, v in value.items())
            lines.append(f"  {json.dumps(key)}: {{\n{inner}\n  }}")
        else:
            lines.append(f"  {json.dumps(key)}: {json.dumps(value)}")
    text = "{\n" + ",\n".join(lines) + "\n}\n"
    (folder / f"{name}.json").write_text(text, encoding="utf-8")


def fill(module, numbers, scale=0.5):
    """Rounded weights; RNN and LSTM have one bias on our side, so their second is zero here."""
    with torch.no_grad():
        for name, parameter in module.named_parameters():
            drawn = numbers(*parameter.shape, scale=scale)
            parameter.copy_(drawn if kept(module, name) else torch.zeros_like(drawn))


def kept(module, name):
    owner = module
    for part in name.split(".")[:-1]:
        owner = getattr(owner, part)
    return "bias_hh" not in name or isinstance(owner, nn.GRU)
