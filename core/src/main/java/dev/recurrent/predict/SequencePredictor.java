package dev.recurrent.predict;

import dev.recurrent.format.Json;
import dev.recurrent.format.Manifest;
import dev.recurrent.format.ModelDescription;
import dev.recurrent.format.ModelDirectory;
import dev.recurrent.format.ParameterFile;
import dev.recurrent.format.UnusableModelException;
import dev.recurrent.math.Matrix;
import dev.recurrent.train.BoundModels;
import dev.recurrent.train.BoundSequenceModel;
import dev.recurrent.train.Sequence;
import dev.recurrent.train.SequenceBatch;
import dev.recurrent.train.SequenceModel;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A trained model of sequences. Needs no Spark. Threads can share it: each call works on memory of
 * its own.
 */
public final class SequencePredictor {
  private static final int BATCH = 64;

  private final SequenceModel model;
  private final float[] parameters;
  private final BoundModels<BoundSequenceModel> bound;

  /**
   * @param parameters in the order of the model's layout; not copied, not to be changed
   * @throws IllegalArgumentException if there are not as many as the layout has
   */
  public SequencePredictor(SequenceModel model, float[] parameters) {
    this.model = model;
    this.parameters = parameters;
    bound = new BoundModels<>(model::bind, parameters);
  }

  /**
   * Loads a finished model; {@link ModelDirectory#local} opens a directory of this machine.
   *
   * @throws UnusableModelException if it is not one, is damaged, or names a cell, layer or loss
   *     that is not on the class path
   */
  public static SequencePredictor load(ModelDirectory directory) {
    SequenceModelConfig config = directory.config(SequenceModel.KIND, SequenceModelConfig.class);
    SequenceModel model;
    try {
      model = config.model();
    } catch (IllegalArgumentException e) {
      throw new UnusableModelException(
          directory.where() + "/" + ModelDirectory.MODEL + ": " + e.getMessage(), e);
    }
    return new SequencePredictor(model, directory.parameters(model::layout));
  }

  /** The network. */
  public SequenceModel model() {
    return model;
  }

  /** In the order of the model's layout; not a copy. */
  public float[] parameters() {
    return parameters;
  }

  /**
   * The answer to one sequence: one row, or a row for each step; probabilities where the loss is
   * one of probabilities.
   *
   * @throws IllegalArgumentException if the sequence lacks what the model reads
   */
  public float[][] predict(Sequence sequence) {
    return predict(List.of(sequence)).get(0);
  }

  /** The answers to many sequences, in their order; those of about equal length go together. */
  public List<float[][]> predict(List<Sequence> sequences) {
    List<Integer> order = new ArrayList<>();
    for (int i = 0; i < sequences.size(); i++) {
      order.add(i);
    }
    order.sort(Comparator.comparingInt(i -> sequences.get(i).steps()));
    return bound.use(worker -> predict(worker, sequences, order));
  }

  private List<float[][]> predict(
      BoundSequenceModel worker, List<Sequence> sequences, List<Integer> order) {
    float[][][] answers = new float[sequences.size()][][];
    for (int from = 0; from < order.size(); from += BATCH) {
      List<Integer> some = order.subList(from, Math.min(order.size(), from + BATCH));
      SequenceBatch batch = SequenceBatch.of(model, some.stream().map(sequences::get).toList());
      Matrix rows = worker.predict(batch);
      for (int b = 0; b < some.size(); b++) {
        answers[some.get(b)] = answer(rows, batch, b);
      }
    }
    return List.of(answers);
  }

  /**
   * Writes a sequence step by step: each step reads what {@code next} makes of the row before it.
   * An encoder reads its source once, and its final state starts the first step.
   *
   * @param start the first steps, with the source where the model has an encoder
   * @param length most rows to write
   * @param next makes the next step of a row, or null at the end of the sequence
   * @return the rows: of the last step of {@code start}, then of each step that was made
   * @throws IllegalArgumentException if the model reads from the end or gives one row for a whole
   *     sequence
   */
  public float[][] generate(
      Sequence start, int length, Function<float[], @Nullable Sequence> next) {
    model.requireContinuable();
    return bound.use(
        worker -> {
          List<float[]> rows = new ArrayList<>();
          Matrix last = worker.predict(SequenceBatch.of(model, List.of(start)));
          while (rows.size() < length) {
            float[] row = last.rows(last.rows - 1, 1).toArray();
            rows.add(row);
            Sequence step = rows.size() < length ? next.apply(row.clone()) : null;
            if (step == null) {
              break;
            }
            last = worker.predictNext(step);
          }
          return rows.toArray(new float[0][]);
        });
  }

  private float[][] answer(Matrix rows, SequenceBatch batch, int b) {
    int steps = model.output().eachStep() ? batch.sequences().lengths()[b] : 1;
    float[][] answer = new float[steps][];
    for (int t = 0; t < steps; t++) {
      answer[t] = rows.rows(t * batch.sequences().batchSize() + b, 1).toArray();
    }
    return answer;
  }

  /**
   * The files of a model directory but the manifest: {@code model.json} and the parameters under
   * their PyTorch names.
   *
   * @throws IllegalArgumentException if a cell, layer or loss of your own cannot be stored
   */
  public Map<String, byte[]> files() {
    return files(Map.of());
  }

  /**
   * The same with more fields in {@code model.json}.
   *
   * @param more such as "settings"
   * @throws IllegalArgumentException if a cell, layer or loss of your own cannot be stored
   */
  public Map<String, byte[]> files(Map<String, ?> more) {
    Map<String, Object> description =
        ModelDescription.of(model.kind(), SequenceModelConfig.of(model).stored());
    description.putAll(more);
    Map<String, byte[]> files = new LinkedHashMap<>();
    files.put(ModelDirectory.MODEL, Json.document(description));
    files.put(ParameterFile.NAME, ParameterFile.write(model.layout(), parameters));
    return files;
  }

  /**
   * Saves the model to a directory of this machine, the manifest last: before it there is no model
   * for a reader.
   *
   * @throws FileAlreadyExistsException if the directory holds a model
   */
  public void save(Path directory) throws IOException {
    Path manifest = directory.resolve(Manifest.NAME);
    if (Files.exists(manifest)) {
      throw new FileAlreadyExistsException(manifest.toString());
    }
    Files.createDirectories(directory);
    Map<String, byte[]> files = files();
    for (Map.Entry<String, byte[]> file : files.entrySet()) {
      Files.write(directory.resolve(file.getKey()), file.getValue());
    }
    Files.write(manifest, Manifest.of(files).toBytes());
  }
}
