#!/usr/bin/env python3
"""Models between PyTorch and Recurrent, both ways.

    python3 scripts/interop/pytorch.py there-and-back FOLDER   a network of PyTorch's into Recurrent and back
    python3 scripts/interop/pytorch.py check FOLDER            models that Recurrent exported, with its own outputs

there-and-back runs scripts/recurrent. check reads what core's test PytorchExportTest leaves in
core/target/interop/pytorch: for each model its files, inputs and outputs.
"""

import importlib.util
import json
import pathlib
import subprocess
import sys

import torch
from torch import nn

RECURRENT = pathlib.Path(__file__).resolve().parent.parent / "recurrent"
LIMIT = 1e-5


class Classifier(nn.Module):
    def __init__(self):
        super().__init__()
        self.embedding = nn.Embedding(1000, 16)
        self.lstm = nn.LSTM(16, 32, num_layers=2, bidirectional=True, batch_first=True)
        self.fc = nn.Linear(64, 3)

    def forward(self, tokens):
        _, (h, _) = self.lstm(self.embedding(tokens))
        return self.fc(torch.cat([h[-2], h[-1]], dim=1))  # the last step of each direction


def exported(folder):
    """The network of an exported folder, with its weights."""
    spec = importlib.util.spec_from_file_location("model", folder / "model.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.load(folder)


def there_and_back(folder):
    folder.mkdir(parents=True, exist_ok=True)
    torch.manual_seed(1)
    ours = Classifier().eval()
    torch.save(ours.state_dict(), folder / "classifier.pt")
    recurrent("import", "--format", "pytorch", "--input", folder / "classifier.pt", "--output", folder / "model",
              "--pooling", "last", "--loss", "softmax-cross-entropy")
    recurrent("export", "--format", "pytorch", "--model", folder / "model", "--output", folder / "back")
    tokens = torch.randint(1000, (8, 20))
    with torch.no_grad():
        report("there and back", exported(folder / "back")(tokens=tokens), ours(tokens))


def recurrent(action, *arguments):
    subprocess.run([RECURRENT, "model", action, *map(str, arguments)], check=True)


def tensors(call):
    """Arguments of a call as the test wrote them."""
    made = {}
    for name, value in call.items():
        if name == "source":
            made[name] = tensors(value)
        else:
            made[name] = torch.tensor(value, dtype=torch.float32 if name == "features" else torch.int64)
    return made


def check(folder):
    for model in sorted(path.parent for path in folder.glob("*/expected.json")):
        expected = json.loads((model / "expected.json").read_text())
        network = exported(model)
        outputs = network.predict(**tensors(expected["input"]))
        report(model.name, outputs, torch.tensor(expected["output"]))


def report(name, actual, expected):
    difference = (actual - expected).abs().max().item()
    print(f"{name}: {tuple(actual.shape)}, largest difference {difference:.1e}")
    if actual.shape != expected.shape or not difference <= LIMIT:
        sys.exit(f"{name}: expected {tuple(expected.shape)} within {LIMIT}")


if __name__ == "__main__":
    if len(sys.argv) != 3 or sys.argv[1] not in ("there-and-back", "check"):
        sys.exit(__doc__)
    {"there-and-back": there_and_back, "check": check}[sys.argv[1]](pathlib.Path(sys.argv[2]))
