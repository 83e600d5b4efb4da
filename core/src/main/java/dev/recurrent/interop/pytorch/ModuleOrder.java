package dev.recurrent.interop.pytorch;

import static java.util.stream.Collectors.joining;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The order in which modules read one another, which a state_dict does not say: an embedding or
 * numbers at the bottom, and each module reads as many columns as the one below it gives. Modules
 * whose names differ in a number only follow their numbers.
 */
final class ModuleOrder {
  private static final int MOST_TRIALS = 20_000;

  private final int pooling;
  private final Map<String, String> stems = new HashMap<>();
  private final List<List<TorchModule>> found = new ArrayList<>();
  private int trials;

  private ModuleOrder(List<TorchModule> modules, int pooling) {
    this.pooling = pooling;
    modules.forEach(m -> stems.put(m.name(), m.name().replaceAll("[0-9]+", "#")));
  }

  /**
   * The modules from the input to the output.
   *
   * @param ordered whether the modules' own order counts where it is possible
   * @param pooling how many times as many columns a pooling gives as it reads; it stands above the
   *     last recurrent module
   * @throws IllegalArgumentException if there is no order, or more than one
   */
  static List<TorchModule> of(List<TorchModule> modules, boolean ordered, int pooling) {
    ModuleOrder order = new ModuleOrder(modules, pooling);
    if (ordered) {
      order.walk(new ArrayList<>(), List.copyOf(modules), true);
    }
    if (order.found.isEmpty()) {
      order.walk(new ArrayList<>(), List.copyOf(modules), false);
    }
    if (order.found.size() == 1) {
      return order.found.get(0);
    }
    String names =
        modules.stream()
            .map(m -> "\"" + Shown.text(m.name()) + "\" " + m.inputs() + " to " + m.outputs())
            .limit(8)
            .collect(joining(", "));
    throw new IllegalArgumentException(
        order.found.isEmpty()
            ? "its modules do not read one another: " + names
            : "its modules can read one another in more than one order: "
                + names
                + "; save the state_dict with torch.save, which keeps their order, and call an"
                + " embedding \"embedding\"");
  }

  /** Tries what may follow; stops when two orders are known. */
  private void walk(List<TorchModule> chain, List<TorchModule> left, boolean inOrder) {
    if (left.isEmpty()) {
      found.add(List.copyOf(chain));
      return;
    }
    for (int i = 0; i < (inOrder ? 1 : left.size()) && found.size() < 2; i++) {
      TorchModule next = left.get(i);
      if (++trials > MOST_TRIALS) {
        throw new IllegalArgumentException("its modules can read one another in too many orders");
      }
      for (TorchModule role : roles(next, chain.isEmpty())) {
        if (fits(chain, role, left) && follows(next, left)) {
          List<TorchModule> rest = new ArrayList<>(left);
          rest.remove(i);
          chain.add(role);
          walk(chain, rest, inOrder);
          chain.remove(chain.size() - 1);
        }
      }
    }
  }

  /** A weight alone may be an embedding, at the bottom. */
  private static List<TorchModule> roles(TorchModule module, boolean bottom) {
    return bottom && module instanceof TorchModule.Linear linear && linear.bias() == null
        ? List.of(new TorchModule.Embedding(linear.name(), linear.weight()), module)
        : List.of(module);
  }

  private boolean fits(List<TorchModule> chain, TorchModule next, List<TorchModule> left) {
    if (chain.isEmpty() || next instanceof TorchModule.Embedding) {
      return chain.isEmpty();
    }
    boolean above = left.stream().noneMatch(TorchModule.Recurrent.class::isInstance);
    TorchModule last = chain.get(chain.size() - 1);
    boolean pooled = above && last instanceof TorchModule.Recurrent;
    return next.inputs() == (long) last.outputs() * (pooled ? pooling : 1);
  }

  /** Whether no module that is left has the same name with a lower number. */
  private boolean follows(TorchModule next, List<TorchModule> left) {
    return left.stream().noneMatch(other -> other != next && isBefore(other.name(), next.name()));
  }

  private boolean isBefore(String name, String other) {
    if (name.equals(other) || !Objects.equals(stems.get(name), stems.get(other))) {
      return false;
    }
    String[] numbers = name.split("[^0-9]+");
    String[] others = other.split("[^0-9]+");
    for (int i = 0; i < Math.min(numbers.length, others.length); i++) {
      int difference = compare(numbers[i], others[i]);
      if (difference != 0) {
        return difference < 0;
      }
    }
    return false;
  }

  private static int compare(String number, @Nullable String other) {
    String a = number.replaceFirst("^0+", "");
    String b = String.valueOf(other).replaceFirst("^0+", "");
    return a.length() == b.length() ? a.compareTo(b) : a.length() - b.length();
  }
}
