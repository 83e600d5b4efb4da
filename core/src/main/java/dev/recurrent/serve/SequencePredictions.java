package dev.recurrent.serve;

import dev.recurrent.format.ModelDirectory;
import dev.recurrent.nn.layer.SequenceInput;
import dev.recurrent.predict.SequencePredictor;
import dev.recurrent.train.Sequence;
import dev.recurrent.train.SequenceModel;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Serves networks that a program has built: a sequence in, rows of numbers out. */
public final class SequencePredictions implements ServedKind {
  @Override
  public String kind() {
    return SequenceModel.KIND;
  }

  @Override
  public String verb() {
    return "predict";
  }

  @Override
  public ServedModel<?> open(ModelDirectory directory) {
    return new Served(SequencePredictor.load(directory));
  }

  private record Served(SequencePredictor predictor) implements ServedModel<Sequence> {
    private static final String FEATURES = "features";
    private static final String TOKENS = "tokens";
    private static final String SOURCE = "source";

    @Override
    public String usage() {
      SequenceModel encoder = predictor.model().encoder();
      return "Request: "
          + fields(predictor.model())
          + (encoder == null ? "" : "; source, an object of " + fields(encoder))
          + ".\nAnswer: rows, "
          + (predictor.model().output().eachStep()
              ? "one for each step."
              : "one for the sequence.");
    }

    private static String fields(SequenceModel model) {
      SequenceInput input = model.input();
      String rows = "features, a list of rows of " + input.features() + " numbers";
      String tokens = "tokens, a list of numbers from 0 to " + (input.vocabularySize() - 1);
      boolean both = input.features() > 0 && input.hasTokens();
      return both ? rows + "; " + tokens : input.hasTokens() ? tokens : rows;
    }

    @Override
    public Sequence parse(RequestFields request) {
      return parse(request, predictor.model());
    }

    private static Sequence parse(RequestFields request, SequenceModel model) {
      SequenceInput input = model.input();
      boolean numbers = input.features() > 0;
      SequenceModel encoder = model.encoder();
      request.only(known(numbers, input.hasTokens(), encoder != null));
      float[] features = null;
      int steps = 0;
      if (numbers) {
        float[][] rows = request.rows(FEATURES, input.features());
        steps = rows.length;
        features = flat(rows, input.features());
      }
      int[] tokens = null;
      if (input.hasTokens()) {
        tokens = request.integers(TOKENS, 0, input.vocabularySize() - 1);
        requireSteps(tokens.length, numbers ? steps : Math.max(1, tokens.length));
        steps = tokens.length;
      }
      Sequence source = encoder == null ? null : parse(request.object(SOURCE), encoder);
      return new Sequence(steps, features, tokens, null, 1f, source);
    }

    private static void requireSteps(int tokens, int steps) {
      if (tokens != steps) {
        throw new BadRequestException(
            "field \"tokens\" has " + tokens + " numbers, expected " + steps);
      }
    }

    private static Set<String> known(boolean numbers, boolean tokens, boolean source) {
      Set<String> known = new HashSet<>();
      if (numbers) {
        known.add(FEATURES);
      }
      if (tokens) {
        known.add(TOKENS);
      }
      if (source) {
        known.add(SOURCE);
      }
      return known;
    }

    private static float @Nullable [] flat(float[][] rows, int columns) {
      float[] flat = new float[rows.length * columns];
      for (int i = 0; i < rows.length; i++) {
        System.arraycopy(rows[i], 0, flat, i * columns, columns);
      }
      return flat;
    }

    @Override
    public List<?> answer(List<Sequence> requests) {
      return predictor.predict(requests).stream().map(rows -> Map.of("rows", rows)).toList();
    }
  }
}
