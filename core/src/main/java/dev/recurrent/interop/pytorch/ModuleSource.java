package dev.recurrent.interop.pytorch;

import static java.util.stream.Collectors.joining;

import dev.recurrent.nn.Activation;
import dev.recurrent.nn.BinaryCrossEntropy;
import dev.recurrent.nn.Loss;
import dev.recurrent.nn.Pooling;
import dev.recurrent.nn.SoftmaxCrossEntropy;
import dev.recurrent.nn.cell.Cell;
import dev.recurrent.nn.cell.GruCell;
import dev.recurrent.nn.cell.LstmCell;
import dev.recurrent.nn.cell.RnnCell;
import dev.recurrent.nn.layer.DenseLayer;
import dev.recurrent.nn.layer.DropoutLayer;
import dev.recurrent.nn.layer.Layer;
import dev.recurrent.nn.layer.LayerShape;
import dev.recurrent.nn.layer.PoolingLayer;
import dev.recurrent.nn.layer.Recurrent;
import dev.recurrent.train.SequenceModel;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/** Writes a network as a Python module whose parameters have our names. */
final class ModuleSource {
  private static final String HEAD = "model.py";

  private final StringBuilder text = new StringBuilder();

  private ModuleSource() {}

  /** The source of a network whose layers {@link PytorchExporter} has found to have an equal. */
  static byte[] write(SequenceModel model) {
    ModuleSource source = new ModuleSource();
    source.text.append(head());
    source.network("Network", model);
    source.predict(model.loss());
    source.load();
    return source.text.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static String head() {
    try (InputStream in =
        Objects.requireNonNull(ModuleSource.class.getResourceAsStream(HEAD), HEAD)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void line(int depth, String content) {
    text.append("    ".repeat(depth)).append(content).append('\n');
  }

  private void network(String name, SequenceModel model) {
    SequenceModel encoder = model.encoder();
    String encoderName = name.equals("Network") ? "Encoder" : name + "Encoder";
    if (encoder != null) {
      network(encoderName, encoder);
    }
    line(0, "class " + name + "(nn.Module):");
    line(1, "def __init__(self):");
    line(2, "super().__init__()");
    if (encoder != null) {
      line(2, "self.encoder = " + encoderName + "()");
    }
    List<String> walk = new ArrayList<>();
    if (model.input().hasTokens()) {
      int size = model.input().embeddingSize();
      line(
          2, "self.embedding = nn.Embedding(" + model.input().vocabularySize() + ", " + size + ")");
    }
    LayerShape shape = model.input().output();
    List<String> names = PytorchExporter.names(model);
    int recurrent = 0;
    for (int i = 0; i < names.size(); i++) {
      Layer layer = model.network().get(i);
      line(2, made(names.get(i), layer, shape));
      walk.addAll(step(names.get(i), layer, shape, recurrent));
      recurrent += layer instanceof Recurrent ? 1 : 0;
      shape = layer.output(shape);
    }
    text.append('\n');
    line(1, "def run(self, features=None, tokens=None, lengths=None, source=None):");
    line(2, "x = " + input(model));
    line(2, "first, rows = " + first(model, recurrent) + ", []");
    walk.forEach(one -> line(2, one));
    line(2, "return x, rows");
    text.append('\n');
    line(1, "def forward(self, features=None, tokens=None, lengths=None, source=None):");
    line(2, "return self.run(features, tokens, lengths, source)[0]");
    text.append('\n');
    text.append(name.equals("Network") ? "" : "\n");
  }

  private static String input(SequenceModel model) {
    if (!model.input().hasTokens()) {
      return "features";
    }
    String embedded = "self.embedding(tokens)";
    return model.input().features() == 0
        ? embedded
        : "torch.cat([features, " + embedded + "], dim=2)";
  }

  private static String first(SequenceModel model, int recurrent) {
    SequenceModel encoder = model.encoder();
    if (encoder == null) {
      return "[None] * " + recurrent;
    }
    if (encoder.output().eachStep()) {
      return "self.encoder.run(**source)[1]";
    }
    String sizes =
        model.network().stream()
            .filter(Recurrent.class::isInstance)
            .map(layer -> Integer.toString(((Recurrent) layer).stateSize()))
            .collect(joining(", "));
    return "self.encoder(**source).split([" + sizes + "], dim=1)";
  }

  private static String made(String name, Layer layer, LayerShape shape) {
    String made;
    if (layer instanceof Recurrent recurrent) {
      Cell cell = recurrent.cell().cell(1, 1);
      String type = cell instanceof LstmCell ? "LSTM" : cell instanceof GruCell ? "GRU" : "RNN";
      made = "nn." + type + "(" + shape.columns() + ", " + recurrent.hiddenSize();
      boolean relu = cell instanceof RnnCell rnn && rnn.activation() == RnnCell.Activation.RELU;
      made += relu ? ", nonlinearity=\"relu\"" : "";
      made += recurrent.directions() == 2 ? ", bidirectional=True" : "";
      made += ", batch_first=True)";
    } else if (layer instanceof DenseLayer dense) {
      made = "nn.Linear(" + shape.columns() + ", " + dense.size() + ")";
    } else if (layer instanceof DropoutLayer dropout) {
      made = "nn.Dropout(" + dropout.rate() + ")";
    } else if (layer instanceof PoolingLayer pooling && pooling.pooling() == Pooling.ATTENTION) {
      made = "Attention(" + shape.columns() + ")";
    } else {
      made = "None";
    }
    return "self." + name + " = " + made;
  }

  private static List<String> step(String name, Layer layer, LayerShape shape, int recurrent) {
    String self = "self." + name;
    if (layer instanceof Recurrent) {
      return List.of(
          "x, row = walk(" + self + ", x, lengths, first[" + recurrent + "])", "rows.append(row)");
    }
    if (layer instanceof PoolingLayer pooling) {
      String more = shape.directions() + ", " + self;
      return List.of("x = pool(\"" + pooling.pooling().label() + "\", x, lengths, " + more + ")");
    }
    boolean plain = !(layer instanceof DenseLayer d) || d.activation() == Activation.LINEAR;
    String called = self + "(x)";
    return List.of("x = " + (plain ? called : "torch." + activation(layer) + "(" + called + ")"));
  }

  private static String activation(Layer layer) {
    return ((DenseLayer) layer).activation().name().toLowerCase(Locale.ROOT);
  }

  private void predict(Loss loss) {
    String call = "self(features, tokens, lengths, source)";
    if (loss instanceof SoftmaxCrossEntropy) {
      call = "torch.softmax(" + call + ", dim=-1)";
    } else if (loss instanceof BinaryCrossEntropy) {
      call = "torch.sigmoid(" + call + ")";
    }
    line(1, "@torch.no_grad()");
    line(1, "def predict(self, features=None, tokens=None, lengths=None, source=None):");
    line(2, "return " + call);
  }

  private void load() {
    text.append("\n\n");
    line(0, "def load(folder=pathlib.Path(__file__).parent):");
    line(1, "network = Network()");
    line(
        1,
        "network.load_state_dict(torch.load(pathlib.Path(folder) / \"model.pt\","
            + " weights_only=True))");
    line(1, "return network.eval()");
  }
}
