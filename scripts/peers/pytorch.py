"""PyTorch on the CPU as a peer of `recurrent benchmark --suite cells`.

Reads one JSON object a line, writes one a line: {"cell", "steps", "batch", "input", "hidden",
"layers", "classes", "mode"} makes a network and answers {"name"}; {"run": n} takes n steps and
answers {"nanos": [...]}; {"end": true} ends. The network is the benchmark's own: with classes,
tokens, embedding, cross entropy on every step; without, `input` numbers a step and the squared error
of one value after the last. Mode "step" is inference of one sequence, one step at a time. Training
has one thread, so its times are of the processor; a single step's are of the clock on the wall.
"""

import json
import sys
import time

import torch
from torch import nn

CELLS = {"rnn": nn.RNN, "lstm": nn.LSTM, "gru": nn.GRU}


class Network(nn.Module):
    def __init__(self, task):
        super().__init__()
        self.classes = task["classes"]
        self.embedding = nn.Embedding(self.classes, task["input"]) if self.classes else None
        self.recurrent = CELLS[task["cell"]](task["input"], task["hidden"], task["layers"])
        self.output = nn.Linear(task["hidden"], self.classes or 1)

    def forward(self, x):
        if self.classes:
            x = self.embedding(x)
        y, _ = self.recurrent(x)
        return self.output(y if self.classes else y[-1])


def training(task):
    network = Network(task)
    optimizer = torch.optim.Adam(network.parameters(), lr=1e-3, fused=True)
    steps, batch, classes = task["steps"], task["batch"], task["classes"]
    if classes:
        x = torch.randint(classes, (steps, batch))
        y = torch.randint(classes, (steps * batch,))
        loss_of = nn.CrossEntropyLoss()
    else:
        x = torch.rand(steps, batch, task["input"])
        y = torch.rand(batch, 1)
        loss_of = nn.MSELoss()

    def step():
        optimizer.zero_grad(set_to_none=True)
        out = network(x)
        loss_of(out.view(-1, classes) if classes else out, y).backward()
        nn.utils.clip_grad_norm_(network.parameters(), 5.0)
        optimizer.step()

    return step


def stepping(task):
    network = CELLS[task["cell"]](task["input"], task["hidden"], task["layers"]).eval()
    x = torch.rand(1, 1, task["input"])
    state = [None]

    @torch.inference_mode()
    def step():
        _, state[0] = network(x, state[0])

    return step


def main():
    torch.set_num_threads(1)
    torch.manual_seed(1)
    step, clock = None, time.perf_counter_ns
    for line in sys.stdin:
        message = json.loads(line)
        if message.get("end"):
            break
        if "run" in message:
            nanos = []
            for _ in range(message["run"]):
                begin = clock()
                step()
                nanos.append(clock() - begin)
            answer = {"nanos": nanos}
        else:
            stepwise = message["mode"] == "step"
            step = (stepping if stepwise else training)(message)
            clock = time.perf_counter_ns if stepwise else time.process_time_ns
            answer = {"name": "PyTorch " + torch.__version__}
        print(json.dumps(answer), flush=True)


main()
