"""Model files in Keras's own layouts, and what the models give for some sequences.

Keras itself is not needed: h5py writes the files as Keras does, and numpy computes the outputs from
the equations in Keras's documentation. keras_tfjs.mjs holds those against TensorFlow.js, whose
layers are Keras's.

    python3 scripts/golden/keras_files.py core/src/test/resources/golden/keras [tfjs.json]
"""

import io
import json
import sys
import zipfile
from pathlib import Path

import h5py
import numpy as np

RANDOM = np.random.RandomState(7)
TABLE = np.round(np.random.RandomState(11).uniform(-0.15, 0.15, 97), 3).astype(np.float32)


def numbers(*shape):
    """Three decimals: text, float32 and float64 agree on them."""
    return np.round(RANDOM.uniform(-1, 1, shape), 3).astype(np.float32)


def sigmoid(x):
    return 1 / (1 + np.exp(-x))


ACTIVATIONS = {
    "linear": lambda x: x,
    "tanh": np.tanh,
    "sigmoid": sigmoid,
    "relu": lambda x: np.maximum(x, 0),
    "softmax": lambda x: np.exp(x) / np.exp(x).sum(-1, keepdims=True),
}


class Layer:
    """A layer: its configuration, its weights by inner layer, and what it computes."""

    keras3 = {"trainable": True, "dtype": {"module": "keras", "class_name": "DTypePolicy",
                                           "config": {"name": "float32"}, "registered_name": None}}
    keras2 = {"trainable": True, "dtype": "float32"}
    states = ()

    def __init__(self, name, **config):
        self.name, self.config = name, config
        self.kind = type(self).__name__
        self.weights = {}

    def settings(self, version):
        return {"name": self.name, **(self.keras3 if version == 3 else self.keras2), **self.config}

    def entry(self, version):
        entry = {"class_name": self.kind, "config": self.settings(version)}
        if version == 3:
            entry = {"module": "keras.layers", **entry, "registered_name": None}
        return entry

    def flat(self):
        return [w for inner in self.weights.values() for w in inner]


class InputLayer(Layer):
    def settings(self, version):
        shape = {"batch_shape" if version == 3 else "batch_input_shape": self.config["shape"]}
        return {**shape, "dtype": "float32", "sparse": False, "name": self.name}

    def call(self, x, mask):
        return x, mask


class Masking(Layer):
    def call(self, x, mask):
        return x, (x != self.config["mask_value"]).any(-1)


class Embedding(Layer):
    def __init__(self, name, rows, columns, mask_zero):
        super().__init__(name, input_dim=rows, output_dim=columns, mask_zero=mask_zero)
        self.weights = {"": [("embeddings", numbers(rows, columns))]}

    def call(self, x, mask):
        rows = self.weights[""][0][1].astype(np.float64)[x.astype(int)]
        return rows, (x != 0) if self.config["mask_zero"] else None


class Dropout(Layer):
    def call(self, x, mask):
        return x, mask


class SpatialDropout1D(Dropout):
    pass


class Dense(Layer):
    def __init__(self, name, read, units, activation="linear", use_bias=True):
        super().__init__(name, units=units, activation=activation, use_bias=use_bias,
                         kernel_regularizer={"class_name": "L2", "config": {"l2": 0.01}})
        own = [("kernel", numbers(read, units)), ("bias", numbers(units))]
        self.weights = {"": own[: 1 + use_bias]}

    def call(self, x, mask):
        own = [w.astype(np.float64) for _, w in self.weights[""]]
        y = x @ own[0] + (own[1] if len(own) > 1 else 0)
        return ACTIVATIONS[self.config["activation"]](y), mask


class TimeDistributed(Layer):
    def __init__(self, name, inner):
        super().__init__(name)
        self.inner = inner
        self.weights = {"layer": inner.weights[""]}

    def settings(self, version):
        return {**super().settings(version), "layer": self.inner.entry(version)}

    def call(self, x, mask):
        return self.inner.call(x, mask)


class Activation(Layer):
    def call(self, x, mask):
        return ACTIVATIONS[self.config["activation"]](x), mask


class GlobalAveragePooling1D(Layer):
    def call(self, x, mask):
        keep = np.ones(x.shape[:2]) if mask is None else mask.astype(np.float64)
        return (x * keep[..., None]).sum(1) / keep.sum(1)[:, None], None


class GlobalMaxPooling1D(Layer):
    def call(self, x, mask):
        return x.max(1), None


class Recurrent(Layer):
    """One direction; a masked step keeps the state and gives the last output again."""

    gates, count = 1, 1
    defaults = {"activation": "tanh"}

    def __init__(self, name, read, units, **config):
        settings = {"use_bias": True, "return_sequences": False, "return_state": False,
                    "go_backwards": False, "stateful": False, "unroll": False, **self.defaults}
        super().__init__(name, units=units, **{**settings, **config})
        width = self.gates * units
        own = [("kernel", numbers(read, width)), ("recurrent_kernel", numbers(units, width))]
        if self.config["use_bias"]:
            own.append(("bias", numbers(*self.bias_shape(width))))
        self.weights = {"cell": own}

    def bias_shape(self, width):
        return (width,)

    def call(self, x, mask, initial=None):
        own = [w.astype(np.float64) for _, w in self.weights["cell"]]
        zero = np.zeros(self.bias_shape(own[0].shape[1]))
        kernel, recurrent, bias = (*own, zero)[:3]
        units = self.config["units"]
        states = initial or [np.zeros((len(x), units)) for _ in range(self.count)]
        steps = range(x.shape[1])
        y, outputs = np.zeros((len(x), units)), []
        for t in reversed(steps) if self.config["go_backwards"] else steps:
            new = self.step(x[:, t], states, kernel, recurrent, bias)
            keep = np.ones(len(x), bool) if mask is None else mask[:, t]
            states = [np.where(keep[:, None], n, s) for n, s in zip(new, states)]
            y = np.where(keep[:, None], new[0], y)
            outputs.append(y)
        self.states = states
        if self.config["return_sequences"]:
            return np.stack(outputs, 1), mask
        return y, None


class SimpleRNN(Recurrent):
    def step(self, x, states, kernel, recurrent, bias):
        return [ACTIVATIONS[self.config["activation"]](x @ kernel + bias + states[0] @ recurrent)]


class LSTM(Recurrent):
    gates, count = 4, 2
    defaults = {"activation": "tanh", "recurrent_activation": "sigmoid", "unit_forget_bias": True}

    def step(self, x, states, kernel, recurrent, bias):
        h, c = states
        i, f, g, o = np.split(x @ kernel + h @ recurrent + bias, 4, axis=1)
        c = sigmoid(f) * c + sigmoid(i) * np.tanh(g)
        return [sigmoid(o) * np.tanh(c), c]


class GRU(Recurrent):
    gates = 3
    defaults = {"activation": "tanh", "recurrent_activation": "sigmoid", "reset_after": True}

    def bias_shape(self, width):
        return (2, width) if self.config["reset_after"] else (width,)

    def step(self, x, states, kernel, recurrent, bias):
        h = states[0]
        if self.config["reset_after"]:
            xz, xr, xh = np.split(x @ kernel + bias[0], 3, axis=1)
            hz, hr, hh = np.split(h @ recurrent + bias[1], 3, axis=1)
            z = sigmoid(xz + hz)
            n = np.tanh(xh + sigmoid(xr + hr) * hh)
        else:
            xz, xr, xh = np.split(x @ kernel + bias, 3, axis=1)
            wz, wr, wh = np.split(recurrent, 3, axis=1)
            z = sigmoid(xz + h @ wz)
            n = np.tanh(xh + (sigmoid(xr + h @ wr) * h) @ wh)
        return [z * h + (1 - z) * n]


class Bidirectional(Layer):
    def __init__(self, name, make, merge_mode):
        super().__init__(name, merge_mode=merge_mode)
        self.forward, self.backward = make("forward_x", False), make("backward_x", True)
        self.weights = {"forward_layer/cell": self.forward.weights["cell"],
                        "backward_layer/cell": self.backward.weights["cell"]}

    def settings(self, version):
        settings = {**super().settings(version), "layer": self.forward.entry(version)}
        if version == 3:
            settings["backward_layer"] = self.backward.entry(version)
        return settings

    def call(self, x, mask):
        a, after = self.forward.call(x, mask)
        b, _ = self.backward.call(x, mask)
        b = b[:, ::-1] if self.forward.config["return_sequences"] else b
        merge = {"sum": a + b, "mul": a * b, "ave": (a + b) / 2}
        y = np.concatenate([a, b], -1) if self.config["merge_mode"] == "concat" else None
        return merge[self.config["merge_mode"]] if y is None else y, after


def snake(kind):
    import re
    name = re.sub("(.)([A-Z][a-z]+)", r"\1_\2", kind)
    return re.sub("([a-z])([A-Z])", r"\1_\2", name).lower()


def archive(config, layers, root="layers", libver=None):
    """A .keras file; libver is the form of HDF5, by default the oldest."""
    weights = io.BytesIO()
    with h5py.File(weights, "w", libver=libver) as h5:
        h5.create_group("vars")
        used = {}
        for layer in layers:
            name = snake(layer.kind)
            used[name] = used.get(name, -1) + 1
            name = f"{root}/{name}" + (f"_{used[name]}" if used[name] else "")
            h5.create_group(f"{name}/vars")
            for path, own in layer.weights.items():
                for i, (_, values) in enumerate(own):
                    h5[f"{name}/{path}/vars/{i}".replace("//", "/")] = values
    file = io.BytesIO()
    entries = {"metadata.json": b'{"keras_version": "x", "date_saved": "2026-01-01@00:00:00"}',
               "config.json": json.dumps(config).encode(), "model.weights.h5": weights.getvalue()}
    # Keras stores its entries; packed, these files are small enough to keep.
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as zf:
        for name, content in entries.items():
            zf.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return file.getvalue()


def whole(config, layers, training=None):
    """A whole-model .h5 file."""
    file = io.BytesIO()
    with h5py.File(file, "w") as h5:
        h5.attrs["keras_version"] = b"2.15.0"
        h5.attrs["backend"] = b"tensorflow"
        h5.attrs["model_config"] = json.dumps(config).encode()
        if training:
            h5.attrs["training_config"] = json.dumps(training).encode()
        group = h5.create_group("model_weights")
        group.attrs["layer_names"] = [layer.name.encode() for layer in layers]
        for layer in sorted(layers, key=lambda one: one.name):
            own = group.create_group(layer.name)
            names = [f"{layer.name}/{path}/{name}:0".replace("//", "/").encode()
                     for path, inner in layer.weights.items() for name, _ in inner]
            own.attrs["weight_names"] = names
            for name, (_, values) in zip(names, layer.flat()):
                own.create_dataset(name, data=values)
    return file.getvalue()


def sequential(layers, version, loss=None):
    config = {"name": "sequential", "layers": [layer.entry(version) for layer in layers]}
    model = {"class_name": "Sequential", "config": config}
    return {"module": "keras", **model, "registered_name": None,
            "compile_config": loss and {"loss": loss, "optimizer": "adam"}}


def tensor(name, index):
    return {"class_name": "__keras_tensor__",
            "config": {"shape": [None, None, 4], "dtype": "float32", "keras_history": [name, 0, index]}}


def functional(layers, links, inputs, output, version):
    """links: by a layer's name, what it reads and the layer whose states start it."""
    entries = []
    for layer in layers:
        entry = {**layer.entry(version), "name": layer.name, "inbound_nodes": []}
        if layer.name in links:
            read, source = links[layer.name]
            states = range(1, 1 + source.count) if source else []
            if version == 3:
                kwargs = {"mask": None, "training": False}
                if source:
                    kwargs["initial_state"] = [tensor(source.name, i) for i in states]
                entry["inbound_nodes"] = [{"args": [tensor(read, 0)], "kwargs": kwargs}]
            else:
                more = [[source.name, 0, i, {}] for i in states]
                entry["inbound_nodes"] = [[[read, 0, 0, {}], *more]]
        entries.append(entry)
    config = {"name": "model", "layers": entries, "input_layers": [[n, 0, 0] for n in inputs],
              "output_layers": [[output, 0, 0]]}
    if version == 3:
        return {"module": "keras.src.models.functional", "class_name": "Functional",
                "config": config, "registered_name": None}
    return {"class_name": "Functional", "config": config}


def run(layers, x):
    mask = None
    for layer in layers:
        x, mask = layer.call(x, mask)
    return x


def rounded(array):
    return [float(f"{v:.9g}") for v in np.asarray(array, np.float64).ravel()]


def chains():
    """name: how the file is made, its layers."""
    lstm = lambda units, read, **more: lambda n, back: LSTM(n, read, units, go_backwards=back, **more)
    gru = lambda units, read, **more: lambda n, back: GRU(n, read, units, go_backwards=back, **more)
    rnn = lambda units, read, **more: lambda n, back: SimpleRNN(
        n, read, units, go_backwards=back, **more)
    steps = {"return_sequences": True}
    numbers_in = InputLayer("input_layer", shape=[None, None, 3])
    return {
        "keras3-concat.keras": [
            numbers_in, Masking("masking", mask_value=0.0),
            Bidirectional("bidirectional", lstm(4, 3, **steps), "concat"),
            Dropout("dropout", rate=0.3), GRU("gru", 8, 3), Dense("dense", 3, 5, "softmax")],
        "keras3-merges.keras": [
            numbers_in, Bidirectional("sum", lstm(4, 3, **steps), "sum"),
            SpatialDropout1D("spatial", rate=0.2),
            Bidirectional("mul", rnn(3, 4, **steps), "mul"),
            Bidirectional("ave", gru(5, 3, reset_after=False), "ave"), Dense("dense", 5, 2)],
        "keras2.keras": [
            Embedding("embedding", 6, 3, True), SimpleRNN("simple_rnn", 3, 4, **steps),
            SimpleRNN("other", 4, 4, activation="relu", use_bias=False, **steps),
            GlobalAveragePooling1D("mean"), Dense("dense", 4, 1, "sigmoid")],
        "keras2.h5": [
            LSTM("lstm_7", 3, 4, use_bias=False, batch_input_shape=[None, 6, 3], **steps),
            GRU("gru_2", 4, 3, reset_after=False, **steps),
            TimeDistributed("td", Dense("inner", 3, 4, "tanh", use_bias=False)),
            Dense("logits", 4, 3), Activation("softmax", activation="softmax")],
        "keras3.h5": [
            numbers_in, GRU("gru", 3, 4, use_bias=False, **steps),
            Bidirectional("both", rnn(3, 4, **steps), "concat"),
            GlobalMaxPooling1D("largest"), Dense("dense", 6, 2, "relu"), Dense("last", 2, 1)],
        "hdf5-1.8.keras": [
            numbers_in, LSTM("lstm", 3, 2),
            *[Dense(f"dense_{i}", 2, 2, "tanh") for i in range(12)]],
    }


def written(name, layers):
    if name == "keras3.h5":
        links = {layer.name: (below.name, None) for below, layer in zip(layers, layers[1:])}
        model = functional(layers, links, [layers[0].name], layers[-1].name, 3)
        return whole(model, layers)
    if name == "keras2.h5":
        return whole(sequential(layers, 2), layers, {"loss": "mse"})
    if name == "keras2.keras":
        loss = {"module": "keras.losses", "class_name": "BinaryCrossentropy", "config": {}}
        model = sequential(layers, 2, loss)
        return archive(model, layers, "_layer_checkpoint_dependencies")
    # HDF5 2.0 writes the form of 1.8 by default: groups of many names are trees of another kind.
    libver = ("v108", "v108") if "hdf5-1.8" in name else None
    return archive(sequential(layers, 3), layers, libver=libver)


def translators():
    """name: layers in Keras's order, what they read, encoder, decoder."""
    made = {}
    for name, kind in {"keras3-translator.keras": LSTM, "keras2-translator.h5": GRU}.items():
        inputs = [InputLayer(n, shape=[None, None]) for n in ("source", "target")]
        tables = [Embedding(n, 7, 3, False) for n in ("source_rows", "target_rows")]
        encoder = kind("encoder", 3, 4, return_state=True)
        decoder = kind("decoder", 3, 4, return_sequences=True, return_state=True)
        dense = Dense("dense", 4, 7, "softmax")
        links = {"source_rows": ("source", None), "target_rows": ("target", None),
                 "encoder": ("source_rows", None), "decoder": ("target_rows", encoder),
                 "dense": ("decoder", None)}
        layers = [inputs[0], inputs[1], tables[0], tables[1], encoder, decoder, dense]
        version = 3 if name.startswith("keras3") else 2
        model = functional(layers, links, ["source", "target"], "dense", version)
        file = archive(model, layers) if version == 3 else whole(model, layers)
        made[name] = (file, tables, encoder, decoder, dense)
    return made


def repeated(shape):
    """Weights of a whole network that pack to a few kilobytes: 97 numbers again and again."""
    places = sum(i * k for i, k in zip(np.indices(shape), (31, 17)))
    return TABLE[places % 97]


def textbook():
    """The three programs of Keras's guides in their own sizes: file, input, source, output."""
    steps, states = {"return_sequences": True}, {"return_state": True}
    stacked = [InputLayer("series", shape=[None, 100, 1]), LSTM("lstm", 1, 50, **steps),
               LSTM("lstm_1", 50, 50), Dense("dense", 50, 1)]
    source, target = (InputLayer(n, shape=[None, None, 100]) for n in ("source", "target"))
    encoder = LSTM("encoder", 100, 128, **states)
    decoder = LSTM("decoder", 100, 128, **steps, **states)
    dense = Dense("dense", 128, 100, "softmax")
    for layer in (*stacked, encoder, decoder, dense):
        layer.weights = {path: [(name, repeated(w.shape)) for name, w in own]
                         for path, own in layer.weights.items()}
    read = np.round(np.sin(np.arange(100) / 7), 3).reshape(1, 100, 1)
    one_hot = lambda *places: np.eye(100)[list(places)][None]
    yield ("textbook-stacked.keras", archive(sequential(stacked, 3, "mse"), stacked), read, None,
           run(stacked, read))
    words, begun = one_hot(7, 30, 2, 99), one_hot(0, 12, 55)
    alone = functional([source, encoder], {"encoder": ("source", None)}, ["source"], "encoder", 3)
    answer, _ = encoder.call(words, None)
    yield "textbook-encoder.keras", archive(alone, [source, encoder]), words, None, answer
    layers = [source, target, encoder, decoder, dense]
    links = {"encoder": ("source", None), "decoder": ("target", encoder),
             "dense": ("decoder", None)}
    both = functional(layers, links, ["source", "target"], "dense", 3)
    outputs, _ = decoder.call(begun, None, initial=encoder.states)
    yield ("textbook-translator.keras", archive(both, layers), begun, words,
           dense.call(outputs, None)[0])


def main(folder, tfjs):
    folder.mkdir(parents=True, exist_ok=True)
    cases, peers = {}, {}
    for name, layers in chains().items():
        (folder / name).write_bytes(written(name, layers))
        tokens = any(isinstance(layer, Embedding) for layer in layers)
        x = np.array([[3, 1, 5, 2, 4, 1]]) if tokens else numbers(1, 6, 3)
        cases[name] = {"input": rounded(x), "output": rounded(run(layers, x.astype(np.float64)))}
        if tokens or any(isinstance(layer, Masking) for layer in layers):
            # With padding behind it, which Keras masks: the same model without it.
            padded = np.concatenate([x, np.zeros((1, 3, *x.shape[2:]))], 1)
            y = run(layers, padded)
            assert np.allclose(rounded(y), cases[name]["output"]), name
        if not any("GRU" in json.dumps(one.entry(2)) and '"reset_after": true' in
                   json.dumps(one.entry(2)) for one in layers):
            peers[name] = {**cases[name], "model": sequential(layers, 2), "shape": x.shape,
                           "weights": [[w.shape, rounded(w)] for one in layers
                                       for _, w in one.flat()]}
    for name, (file, tables, encoder, decoder, dense) in translators().items():
        (folder / name).write_bytes(file)
        source, target = np.array([[2, 5, 1, 6]]), np.array([[0, 3, 4]])
        encoder.call(*tables[0].call(source, None))
        steps, _ = decoder.call(*tables[1].call(target, None), initial=encoder.states)
        cases[name] = {"source": rounded(source), "input": rounded(target),
                       "output": rounded(dense.call(steps, None)[0])}
    for name, file, x, source, y in textbook():
        (folder / name).write_bytes(file)
        cases[name] = {**({} if source is None else {"source": rounded(source)}),
                       "input": rounded(x), "output": rounded(y)}
    lines = [f"  {json.dumps(k)}: {json.dumps(v)}" for k, v in cases.items()]
    (folder / "outputs.json").write_text("{\n" + ",\n".join(lines) + "\n}\n")
    if tfjs:
        Path(tfjs).write_text(json.dumps(peers))


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2] if len(sys.argv) > 2 else None)
