package dev.recurrent.interop.keras;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A call of a layer in a functional model.
 *
 * @param inputs what it reads
 * @param states the {@code initial_state} of a recurrent layer, or none
 * @param others how many other tensors are arguments
 */
record KerasCall(List<KerasTensor> inputs, List<KerasTensor> states, int others) {
  private static final String STATES = "initial_state";

  /** A call in a Sequential model. */
  static KerasCall plain() {
    return new KerasCall(List.of(), List.of(), 0);
  }

  /** Of an inbound node: an object in Keras 3, a list in Keras 2. */
  static KerasCall of(Object node) {
    return node instanceof Map<?, ?> map ? ofArguments(map) : ofList(node);
  }

  private static KerasCall ofArguments(Map<?, ?> node) {
    List<?> positional = node.get("args") instanceof List<?> list ? list : List.of();
    List<KerasTensor> inputs = new ArrayList<>();
    List<KerasTensor> states = new ArrayList<>();
    int others = 0;
    for (int i = 0; i < positional.size(); i++) {
      List<KerasTensor> tensors = KerasTensor.allIn(positional.get(i));
      switch (i) {
        case 0 -> inputs.addAll(tensors);
        case 1 -> states.addAll(tensors);
        default -> others += tensors.size();
      }
    }
    Map<?, ?> named = node.get("kwargs") instanceof Map<?, ?> map ? map : Map.of();
    for (Map.Entry<?, ?> argument : named.entrySet()) {
      List<KerasTensor> tensors = KerasTensor.allIn(argument.getValue());
      if (STATES.equals(argument.getKey())) {
        states.addAll(tensors);
      } else {
        others += tensors.size();
      }
    }
    return new KerasCall(inputs, states, others);
  }

  /** A list of tensors, each with the call's named arguments; the first is what is read. */
  private static KerasCall ofList(Object node) {
    List<KerasTensor> tensors = KerasTensor.allIn(node);
    List<KerasTensor> inputs = tensors.subList(0, Math.min(1, tensors.size()));
    List<KerasTensor> states = new ArrayList<>(tensors.subList(inputs.size(), tensors.size()));
    int others = 0;
    if (node instanceof List<?> list) {
      for (Object one : list) {
        boolean arguments = one instanceof List<?> tensor && tensor.size() > 3;
        if (arguments && ((List<?>) one).get(3) instanceof Map<?, ?> named) {
          List<KerasTensor> given = KerasTensor.allIn(named.get(STATES));
          states.addAll(given);
          others += KerasTensor.allIn(new ArrayList<>(named.values())).size() - given.size();
        }
      }
    }
    return new KerasCall(List.copyOf(inputs), states, others);
  }
}
