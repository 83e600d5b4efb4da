package dev.recurrent.interop.keras;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Finds the encoder of a model: the layers whose states are another layer's initial state. */
final class EncoderReader {
  private final KerasGraph graph;
  private final Function<List<KerasStep>, ChainReader> reader;
  private final boolean lossy;

  EncoderReader(KerasGraph graph, Function<List<KerasStep>, ChainReader> reader, boolean lossy) {
    this.graph = graph;
    this.reader = reader;
    this.lossy = lossy;
  }

  /**
   * The encoder of a chain, or null where all of its recurrent layers start from zeros.
   *
   * @throws dev.recurrent.format.UnusableModelException if some of them do, or the states come from
   *     elsewhere
   */
  @Nullable ChainReader of(List<KerasStep> chain) {
    List<KerasStep> started = recurrent(chain);
    List<KerasStep> given = started.stream().filter(s -> !s.call().states().isEmpty()).toList();
    if (given.isEmpty()) {
      return null;
    }
    KerasLayer first = given.get(0).layer();
    if (given.stream().allMatch(this::startsFromInputs)) {
      if (lossy) {
        return null;
      }
      throw first.refusal(
          "starts from a state that is an input of the model; pass --lossy to start from zeros");
    }
    if (given.size() != started.size()) {
      throw first.refusal("starts from a state and another recurrent layer from zeros");
    }
    KerasTensor top = last(given).call().states().get(0);
    boolean state = KerasCell.isOne(type(top)) || type(top).equals("Bidirectional");
    List<KerasStep> below = graph.chain(state ? new KerasTensor(top.layer(), top.call(), 0) : top);
    List<KerasStep> sources = recurrent(below);
    requireNoStates(sources);
    if (!state) {
      return oneRow(below, given);
    }
    if (sources.size() != given.size()) {
      throw first.refusal(
          "and others are "
              + given.size()
              + " recurrent layers, the encoder has "
              + sources.size()
              + ", expected as many");
    }
    for (int i = 0; i < given.size(); i++) {
      requireStates(given.get(i), sources.get(i).layer());
    }
    ChainReader encoder = reader.apply(below);
    encoder.keepStates();
    return encoder;
  }

  private static List<KerasStep> recurrent(List<KerasStep> chain) {
    List<KerasStep> found = new ArrayList<>();
    for (KerasStep step : chain) {
      String type = step.layer().type();
      if (KerasCell.isOne(type) || type.equals("Bidirectional")) {
        found.add(step);
      }
    }
    return found;
  }

  private static KerasStep last(List<KerasStep> steps) {
    return steps.get(steps.size() - 1);
  }

  private String type(KerasTensor tensor) {
    return graph.layer(tensor).type();
  }

  private boolean startsFromInputs(KerasStep step) {
    return step.call().states().stream().allMatch(state -> type(state).equals("InputLayer"));
  }

  private static void requireNoStates(List<KerasStep> encoder) {
    for (KerasStep step : encoder) {
      if (!step.call().states().isEmpty()) {
        throw step.layer().refusal("is an encoder's and starts from a state, expected zeros");
      }
    }
  }

  /** A row for each sequence, computed by layers of any kind, is the state of one layer. */
  private ChainReader oneRow(List<KerasStep> below, List<KerasStep> given) {
    KerasStep only = given.get(0);
    if (given.size() > 1 || only.call().states().size() > 1) {
      KerasTensor state = only.call().states().get(0);
      throw only.layer()
          .refusal(
              "starts from states that layer "
                  + KerasConfig.shown(state.layer())
                  + " ("
                  + KerasConfig.shown(type(state))
                  + ") and others compute, expected those of recurrent layers");
    }
    return reader.apply(below);
  }

  /** All of the source's states in their order; of a GRU its last output is the state too. */
  private void requireStates(KerasStep step, KerasLayer source) {
    List<KerasTensor> states = step.call().states();
    boolean fits = true;
    for (int i = 0; fits && i < states.size(); i++) {
      KerasTensor state = states.get(i);
      boolean output = state.output() == 0 && states.size() == 1 && givesLast(source);
      fits = state.layer().equals(source.name()) && (state.output() == i + 1 || output);
    }
    if (!fits) {
      throw step.layer()
          .refusal(
              "starts from states in another order or of another layer, expected those of "
                  + KerasConfig.shown(source.name())
                  + " in their order");
    }
  }

  private static boolean givesLast(KerasLayer source) {
    boolean one = source.type().equals("GRU") || source.type().equals("SimpleRNN");
    return one && !source.config().flag("return_sequences", false);
  }
}
