"""Losses, optimizers and small models over several steps of training."""

import torch
from torch import nn

from common import BATCH, HIDDEN, INPUT, STEPS, Numbers, fill, flat, kept

VOCABULARY = 11
OPTIMIZER_STEPS = 10


class TextModel(nn.Module):
    """Embedding, LSTM, projection to the vocabulary; tied: the projection is the embedding."""

    def __init__(self, size, layers, tied):
        super().__init__()
        self.embedding = nn.Embedding(VOCABULARY, size, dtype=torch.float64)
        self.lstm = nn.LSTM(size, HIDDEN, layers, dtype=torch.float64)
        self.output = nn.Linear(HIDDEN, VOCABULARY, dtype=torch.float64)
        if tied:
            self.output.weight = self.embedding.weight

    def loss(self, tokens, targets):
        y, _ = self.lstm(self.embedding(tokens))
        logits = self.output(y).reshape(-1, VOCABULARY)
        return nn.functional.cross_entropy(logits, targets.reshape(-1), ignore_index=-1)

    def kept(self):
        return {k: p for k, p in self.named_parameters() if kept(self, k)}


def text_batches(numbers, count):
    tokens = numbers.integers(VOCABULARY, count, STEPS, BATCH)
    targets = numbers.integers(VOCABULARY, count, STEPS, BATCH)
    targets[:, -1, -1] = -1
    return tokens, targets


def text_sizes(size, layers):
    return {"vocabularySize": VOCABULARY, "embeddingSize": size, "hiddenSize": HIDDEN,
            "layers": layers, "batch": BATCH}


def adam_case(seed):
    numbers = Numbers(seed)
    model = TextModel(INPUT, 2, tied=False)
    # Large weights and few targets, so that the clip has something to do.
    fill(model, numbers, scale=2.0)
    start = {k: flat(p) for k, p in model.kept().items()}
    tokens, targets = text_batches(numbers, OPTIMIZER_STEPS)
    targets[:, : STEPS - 2] = -1
    kept_parameters = list(model.kept().values())
    optimizer = torch.optim.Adam(kept_parameters, lr=0.01)
    losses, norms = [], []
    for n in range(OPTIMIZER_STEPS):
        model.zero_grad()
        loss = model.loss(tokens[n], targets[n])
        loss.backward()
        norms.append(nn.utils.clip_grad_norm_(kept_parameters, 1.0).item())
        optimizer.step()
        losses.append(loss.item())
    return {
        **text_sizes(INPUT, 2), "learningRate": 0.01, "clipNorm": 1.0,
        "tokens": [flat(t) for t in tokens], "targets": [flat(t) for t in targets],
        "parameters": start, "losses": losses, "norms": norms,
        "after": {k: flat(p) for k, p in model.kept().items()},
    }


def tied_case(seed):
    numbers = Numbers(seed)
    model = TextModel(HIDDEN, 1, tied=True)
    fill(model, numbers)
    tokens, targets = text_batches(numbers, 1)
    loss = model.loss(tokens[0], targets[0])
    loss.backward()
    return {
        **text_sizes(HIDDEN, 1), "tokens": flat(tokens[0]), "targets": flat(targets[0]),
        "parameters": {k: flat(p) for k, p in model.kept().items()}, "loss": loss.item(),
        "gradients": {k: flat(p.grad) for k, p in model.kept().items()},
    }


OPTIMIZERS = {
    "adamw": (0.01, lambda p: torch.optim.AdamW(p, lr=0.01, weight_decay=0.01)),
    "rmsprop": (0.01, lambda p: torch.optim.RMSprop(p, lr=0.01, alpha=0.99)),
    "momentum": (0.05, lambda p: torch.optim.SGD(p, lr=0.05, momentum=0.9)),
    "sgd": (0.05, lambda p: torch.optim.SGD(p, lr=0.05)),
}


def optimizer_case(name, seed):
    numbers = Numbers(seed)
    rows, outputs = 8, 2
    model = nn.Linear(INPUT, outputs, dtype=torch.float64)
    fill(model, numbers)
    start = {k: flat(p) for k, p in model.named_parameters()}
    x, y = numbers(rows, INPUT), numbers(rows, outputs)
    rate, make = OPTIMIZERS[name]
    optimizer = make(model.parameters())
    losses = []
    for _ in range(OPTIMIZER_STEPS):
        optimizer.zero_grad()
        loss = nn.functional.mse_loss(model(x), y)
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return {
        "optimizer": name, "learningRate": rate, "rows": rows, "inputSize": INPUT,
        "outputSize": outputs, "input": flat(x), "targets": flat(y), "parameters": start,
        "losses": losses, "after": {k: flat(p) for k, p in model.named_parameters()},
    }


def cross_entropy_case(seed):
    numbers = Numbers(seed)
    rows = 9
    values = numbers(rows, VOCABULARY, scale=3)
    targets = numbers.integers(VOCABULARY, rows)
    targets[2] = targets[8] = -1
    case = {"rows": rows, "classes": VOCABULARY, "logits": flat(values), "targets": flat(targets)}
    for name, smoothing in {"plain": 0.0, "smoothed": 0.1}.items():
        logits = values.clone().requires_grad_()
        loss = nn.functional.cross_entropy(
            logits, targets, ignore_index=-1, label_smoothing=smoothing)
        loss.backward()
        case[name] = {"smoothing": smoothing, "loss": loss.item(), "gradient": flat(logits.grad)}
    return case


def regression_case(seed):
    numbers = Numbers(seed)
    rows, columns = 7, 3
    values, targets = numbers(rows, columns, scale=2), numbers(rows, columns, scale=2)
    counts = torch.ones(rows, columns, dtype=torch.int64)
    counts[1, 2] = counts[6, 0] = counts[4] = 0
    case = {"rows": rows, "columns": columns, "predictions": flat(values),
            "targets": flat(targets), "counts": flat(counts), "huberDelta": 0.75}
    losses = {
        "squared": nn.MSELoss(), "absolute": nn.L1Loss(), "huber": nn.HuberLoss(delta=0.75)}
    for name, criterion in losses.items():
        predictions = values.clone().requires_grad_()
        loss = criterion(predictions[counts == 1], targets[counts == 1])
        loss.backward()
        case[name] = {"loss": loss.item(), "gradient": flat(predictions.grad)}
    return case
