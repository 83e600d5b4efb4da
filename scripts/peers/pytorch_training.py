"""PyTorch on the CPU as a peer of `recurrent benchmark --suite training`.

Reads one JSON object, the task, trains as it says and writes {"name", "points": [[seconds, targets,
nats a character], ...]}: the seconds spent training, validations left out. The text is cut as
`recurrent generation train` cuts it: batches of contiguous streams whose hidden state goes on.

--mode threads: one process, both threads, the task's batch; threads-all: the batch of all workers;
processes: DistributedDataParallel over gloo, one process for each worker, one thread each.
"""

import argparse
import json
import math
import os
import sys
import tempfile
import time

import torch
import torch.distributed as distributed
import torch.multiprocessing as multiprocessing
from torch import nn

VALIDATION_STREAMS = 16


class Network(nn.Module):
    def __init__(self, task, vocabulary):
        super().__init__()
        hidden, width = task["hidden"], task["embedding"]
        self.embedding = nn.Embedding(vocabulary, width)
        self.recurrent = {"rnn": nn.RNN, "lstm": nn.LSTM, "gru": nn.GRU}[task["cell"]](width, hidden)
        self.output = nn.Linear(hidden, vocabulary)
        for name, weight in self.recurrent.named_parameters():
            if name.startswith("bias"):
                nn.init.zeros_(weight)
                if task["cell"] == "lstm" and name.startswith("bias_hh"):
                    weight.requires_grad_(False)  # a second bias that adds nothing
                elif task["cell"] == "lstm":
                    nn.init.ones_(weight[hidden : 2 * hidden].detach())
            else:
                for gate in weight.detach().split(hidden):
                    if name.startswith("weight_ih"):
                        nn.init.xavier_uniform_(gate)
                    else:
                        nn.init.orthogonal_(gate)

    def forward(self, x, state):
        y, state = self.recurrent(self.embedding(x), state)
        return self.output(y), state


def read(task):
    text = open(task["corpus"], encoding="utf-8", newline="").read()
    cut = round(len(text) * (1 - task["validation"]))
    index = {c: i + 1 for i, c in enumerate(sorted(set(text[:cut])))}
    return [torch.tensor([index.get(c, 0) for c in part]) for part in (text[:cut], text[cut:])], len(index) + 1


def streams(tokens, count):
    """(L, count) tokens and (L, count) targets."""
    length = (len(tokens) - 1) // count
    x = tokens[: length * count].view(count, length).t()
    y = tokens[1 : length * count + 1].view(count, length).t()
    return x, y


def detached(state):
    return tuple(s.detach() for s in state) if isinstance(state, tuple) else state.detach()


@torch.inference_mode()
def validation_loss(network, tokens, steps):
    x, y = streams(tokens, VALIDATION_STREAMS)
    total, state = 0.0, None
    for at in range(0, len(x), steps):
        logits, state = network(x[at : at + steps], state)
        targets = y[at : at + steps].reshape(-1)
        total += nn.functional.cross_entropy(logits.flatten(0, 1), targets, reduction="sum").item()
    return total / y.numel()


def train(task, batch, rank, ranks):
    torch.manual_seed(1)
    (tokens, validation), vocabulary = read(task)
    network = Network(task, vocabulary)
    model = nn.parallel.DistributedDataParallel(network) if ranks > 1 else network
    trained = [p for p in network.parameters() if p.requires_grad]
    optimizer = torch.optim.Adam(
        trained, lr=task["learning_rate"], betas=(0.9, task["beta2"]), fused=True
    )
    x, y = (part[:, rank * batch : (rank + 1) * batch] for part in streams(tokens, batch * ranks))
    steps = task["steps"]
    last = task["epochs"] * math.ceil(len(x) / steps)
    points, seconds, targets, evaluated, step = [], 0.0, 0, 0, 0
    for _ in range(task["epochs"]):
        state = None
        for at in range(0, len(x), steps):
            begin = time.perf_counter()
            least = task["least_rate"]
            share = least + (1 - least) * (1 + math.cos(math.pi * step / last)) / 2
            optimizer.param_groups[0]["lr"] = task["learning_rate"] * share
            optimizer.zero_grad(set_to_none=True)
            logits, state = model(x[at : at + steps], state)
            state = detached(state)
            here = y[at : at + steps].reshape(-1)
            nn.functional.cross_entropy(logits.flatten(0, 1), here).backward()
            nn.utils.clip_grad_norm_(trained, task["clip"])
            optimizer.step()
            seconds += time.perf_counter() - begin
            step += 1
            targets += here.numel() * ranks
            if targets - evaluated >= task["evaluate_targets"] or step == last:
                evaluated = targets
                if rank == 0:
                    points.append([seconds, targets, validation_loss(network, validation, steps)])
                if ranks > 1:
                    distributed.barrier()
    return points


def worker(rank, ranks, task, rendezvous, answer):
    torch.set_num_threads(1)
    distributed.init_process_group(
        "gloo", init_method="file://" + rendezvous, rank=rank, world_size=ranks
    )
    points = train(task, task["batch"], rank, ranks)
    if rank == 0:
        with open(answer, "w", encoding="utf-8") as out:
            json.dump(points, out)
    distributed.destroy_process_group()


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--mode", choices=["threads", "threads-all", "processes"], required=True)
    mode = parser.parse_args().mode
    task = json.loads(sys.stdin.readline())
    workers = task["workers"]
    name = f"PyTorch {torch.__version__}, "
    if mode == "processes":
        with tempfile.TemporaryDirectory() as directory:
            rendezvous, answer = (os.path.join(directory, n) for n in ("rendezvous", "answer"))
            multiprocessing.spawn(worker, (workers, task, rendezvous, answer), nprocs=workers)
            with open(answer, encoding="utf-8") as result:
                points = json.load(result)
        name += f"{workers} processes, batch {workers} x {task['batch']}"
    else:
        torch.set_num_threads(workers)
        batch = task["batch"] * (workers if mode == "threads-all" else 1)
        points = train(task, batch, 0, 1)
        name += f"{workers} threads, batch {batch}"
    print(json.dumps({"name": name, "points": points}), flush=True)


if __name__ == "__main__":
    main()
