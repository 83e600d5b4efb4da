#!/usr/bin/env python3
"""Writes the golden values that core's tests compare with.

Everything is computed by PyTorch in float64 on the CPU and seeded. Inputs and weights are rounded to
three decimals and then to float32, so both sides start from exactly the same numbers.

    python3 scripts/golden/golden.py [core/src/test/resources/golden]

One JSON file for each case, one array to a line. Names of parameters are PyTorch's. A state of one
level is (B, S * directions), row-major, [h | c] for an LSTM, forward before reverse.
"""

import pathlib
import sys

import torch

from common import write
from decoder import KINDS, decoder_case
from stacks import CELLS, SHAPES, stack_case
from training import (
    OPTIMIZERS, adam_case, cross_entropy_case, optimizer_case, regression_case, tied_case)


def main(arguments):
    folder = pathlib.Path(arguments[1] if len(arguments) > 1 else "core/src/test/resources/golden")
    folder.mkdir(parents=True, exist_ok=True)
    torch.set_num_threads(1)
    for i, cell in enumerate(CELLS):
        for j, shape in enumerate(SHAPES):
            write(folder, f"{cell}-{shape}", stack_case(cell, shape, 100 + 10 * i + j))
    for i, kind in enumerate(KINDS):
        write(folder, f"decoder-{kind}", decoder_case(kind, 501 + i))
    write(folder, "text-adam", adam_case(201))
    write(folder, "text-tied", tied_case(202))
    for i, name in enumerate(OPTIMIZERS):
        write(folder, f"optimizer-{name}", optimizer_case(name, 301 + i))
    write(folder, "cross-entropy", cross_entropy_case(401))
    write(folder, "regression", regression_case(402))


if __name__ == "__main__":
    main(sys.argv)
