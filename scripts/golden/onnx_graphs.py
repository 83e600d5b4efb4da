#!/usr/bin/env python3
"""Writes graphs as PyTorch's exporter makes them, with PyTorch's outputs, and one as Keras's does.

    python3 scripts/golden/onnx_graphs.py [core/src/test/resources/golden/onnx]

Needs torch and onnx 1.12 or later. One JSON file for each graph: the .onnx file in base64, the input
of each name and the output. The graph of Keras is built here by the operators that tf2onnx writes.
"""

import base64
import io
import pathlib
import sys
import warnings

import numpy
import onnx
import torch
from onnx import TensorProto, helper, numpy_helper
from torch import nn

from common import flat, write

B, T, D, H, V = 2, 5, 3, 4, 6


class Network(nn.Module):
    """A recurrent layer, what is made of its outputs, and a dense layer."""

    def __init__(self, recurrent, pool, linear, below=None, above=None):
        super().__init__()
        self.below, self.recurrent, self.linear = below, recurrent, linear
        self.pool, self.above = pool, above

    def forward(self, x):
        outputs, state = self.recurrent(x if self.below is None else self.below(x))
        rows = self.linear(self.pool(outputs, state))
        return rows if self.above is None else self.above(rows)


class Sequence2Sequence(nn.Module):
    """The encoder's last state starts the decoder."""

    def __init__(self):
        super().__init__()
        self.encoder = nn.LSTM(D, H, num_layers=2, batch_first=True)
        self.decoder = nn.LSTM(2, H, num_layers=2, batch_first=True)
        self.linear = nn.Linear(H, 3)

    def forward(self, source, target):
        _, state = self.encoder(source)
        return self.linear(self.decoder(target, state)[0])


def every(outputs, state):
    return outputs


def networks():
    """Name, network, whether the input is tokens, whether axes are dynamic."""
    first = {"batch_first": True}
    yield "lstm-linear", Network(nn.LSTM(D, H, **first), every, nn.Linear(H, 2)), False, True
    yield "lstm-linear-static", Network(nn.LSTM(D, H, **first), every, nn.Linear(H, 2)), False, False
    yield "lstm-time-major", Network(
        nn.LSTM(D, H, num_layers=2, bidirectional=True), every, nn.Linear(2 * H, 2)), False, True
    yield "gru-state", Network(
        nn.GRU(D, H, num_layers=2, dropout=0.5, **first), lambda y, h: h[-1], nn.Linear(H, 2)), False, True
    yield "embedding-gru-state", Network(
        nn.GRU(D, H, bidirectional=True, **first), lambda y, h: torch.cat((h[-2], h[-1]), 1),
        nn.Linear(2 * H, 3), nn.Embedding(V, D), nn.Softmax(-1)), True, True
    yield "rnn-relu-last", Network(
        nn.RNN(D, H, nonlinearity="relu", **first), lambda y, h: y[:, -1, :], nn.Linear(H, 1),
        above=nn.Sigmoid()), False, True
    yield "lstm-mean", Network(
        nn.LSTM(D, H, bidirectional=True, **first), lambda y, h: y.mean(1), nn.Linear(2 * H, 2)), False, True
    yield "gru-max", Network(nn.GRU(D, H, **first), lambda y, h: y.amax(1), nn.Linear(H, 2)), False, True
    yield "refused-both-last", Network(
        nn.LSTM(D, H, bidirectional=True, **first), lambda y, h: y[:, -1, :], nn.Linear(2 * H, 2)), False, True
    yield "refused-norm", Network(
        nn.LSTM(D, H, **first), every, nn.Sequential(nn.LayerNorm(H), nn.Linear(H, 2))), False, True


def exported(network, inputs, dynamic):
    axes = {name: {0: "first", 1: "second_" + name} for name in inputs} if dynamic else None
    file = io.BytesIO()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        torch.onnx.export(
            network.eval(), tuple(inputs.values()), file, dynamo=False, opset_version=17,
            input_names=list(inputs), output_names=["output"], dynamic_axes=axes)
    with torch.no_grad():
        output = network(*inputs.values())
    return case(file.getvalue(), inputs, output)


def case(file, inputs, output):
    onnx.checker.check_model(onnx.load_from_string(file))
    return {
        "graph": base64.b64encode(file).decode(),
        "inputs": {name: flat(value) for name, value in inputs.items()},
        "shapes": {name: list(value.shape) for name, value in inputs.items()},
        "output": flat(output),
    }


def keras():
    """Sequential: LSTM(4, return_sequences=True), LSTM(4), Dense(2), as tf2onnx 1.16 writes it."""
    generator = numpy.random.default_rng(7)

    def array(name, *shape):
        return numpy_helper.from_array(
            generator.uniform(-0.7, 0.7, shape).astype(numpy.float32), name)

    arrays = []
    for i, columns in enumerate((D, H)):
        arrays += [array(f"W{i}", 1, 4 * H, columns), array(f"R{i}", 1, 4 * H, H), array(f"B{i}", 1, 8 * H)]
    arrays += [array("kernel", H, 2), array("bias", 2)]
    arrays += [numpy_helper.from_array(numpy.array([1]), "one"), numpy_helper.from_array(numpy.array([0]), "zero")]
    lstm = {"hidden_size": H, "direction": "forward"}
    nodes = [
        helper.make_node("Transpose", ["input"], ["x"], perm=[1, 0, 2]),
        helper.make_node("LSTM", ["x", "W0", "R0", "B0"], ["y0", "h0", "c0"], "lstm", **lstm),
        helper.make_node("Squeeze", ["y0", "one"], ["y"]),
        helper.make_node("Transpose", ["y"], ["rows"], perm=[1, 0, 2]),
        helper.make_node("Transpose", ["rows"], ["x1"], perm=[1, 0, 2]),
        helper.make_node("LSTM", ["x1", "W1", "R1", "B1"], ["y1", "h1", "c1"], "lstm_1", **lstm),
        helper.make_node("Squeeze", ["h1", "zero"], ["last"]),
        helper.make_node("MatMul", ["last", "kernel"], ["product"]),
        helper.make_node("Add", ["product", "bias"], ["output"], "dense"),
    ]
    read = [helper.make_tensor_value_info("input", TensorProto.FLOAT, ["batch", None, D])]
    written = [helper.make_tensor_value_info("output", TensorProto.FLOAT, ["batch", 2])]
    graph = helper.make_graph(nodes, "keras", read, written, arrays)
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 15)], ir_version=8)
    return case(model.SerializeToString(), {"input": torch.zeros(B, T, D)}, torch.zeros(0))


def main(arguments):
    folder = pathlib.Path(arguments[1] if len(arguments) > 1 else "core/src/test/resources/golden/onnx")
    folder.mkdir(parents=True, exist_ok=True)
    torch.set_num_threads(1)
    torch.manual_seed(11)
    for name, network, tokens, dynamic in networks():
        x = torch.randint(V, (B, T)) if tokens else torch.rand(B, T, D)
        write(folder, name, exported(network, {"input": x}, dynamic))
    inputs = {"source": torch.rand(B, T, D), "target": torch.rand(B, T - 1, 2)}
    write(folder, "sequence-to-sequence", exported(Sequence2Sequence(), inputs, True))
    write(folder, "keras-lstm", keras())


if __name__ == "__main__":
    main(sys.argv)
