#!/usr/bin/env python3
"""Writes the golden values of heads for sparse demand, by PyTorch in float64.

The zero-inflated negative binomial is a mixture of 0 and torch.distributions.NegativeBinomial.
Tweedie's density of power 1.5 is that of a Poisson number of exponential amounts, summed over the
number: the closed form of the head is not used here. Gradients are PyTorch's own.

    python3 scripts/golden/heads.py [timeseries/src/test/resources/golden]
"""

import pathlib
import sys

import torch
from torch.distributions import NegativeBinomial
from torch.nn.functional import logsigmoid, softplus

from common import Numbers, flat, write

TERMS = 400


def zero_inflated(outputs, target):
    mean, shape = softplus(outputs[0]) + 1e-6, softplus(outputs[1]) + 1e-6
    count = NegativeBinomial(1 / shape, probs=shape * mean / (1 + shape * mean)).log_prob(target)
    drawn = logsigmoid(-outputs[2]) + count
    return torch.logaddexp(logsigmoid(outputs[2]), drawn) if target == 0 else drawn


def tweedie(outputs, target):
    mean, spread = softplus(outputs[0]) + 1e-4, softplus(outputs[1]) + 1e-4
    number, amount = 2 * mean.sqrt() / spread, spread * mean.sqrt() / 2
    if target == 0:
        return -number
    n = torch.arange(1, TERMS, dtype=torch.float64)
    poisson = n * number.log() - number - torch.lgamma(n + 1)
    gamma = (n - 1) * target.log() - target / amount - torch.lgamma(n) - n * amount.log()
    return torch.logsumexp(poisson + gamma, 0)


def case(density, columns, targets, seed):
    numbers = Numbers(seed)
    outputs, losses, gradients = [], [], []
    for target in targets:
        row = numbers(columns, scale=2.0).requires_grad_()
        loss = -density(row, torch.tensor(target, dtype=torch.float64))
        loss.backward()
        outputs.append(row.detach())
        losses.append(loss.detach())
        gradients.append(row.grad)
    return {
        "columns": columns,
        "targets": targets,
        "outputs": flat(torch.cat(outputs)),
        "losses": flat(torch.stack(losses)),
        "gradients": flat(torch.cat(gradients)),
    }


def main(arguments):
    folder = pathlib.Path(
        arguments[1] if len(arguments) > 1 else "timeseries/src/test/resources/golden")
    torch.set_num_threads(1)
    counts = [0.0, 0.0, 1.0, 3.0, 12.0]
    write(folder, "head-zero-inflated-negative-binomial", case(zero_inflated, 3, counts, 801))
    write(folder, "head-tweedie", case(tweedie, 2, [0.0, 0.25, 1.5, 6.0, 30.0], 802))


if __name__ == "__main__":
    main(sys.argv)
