package dev.recurrent.train;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * One trained model for many threads: each call works on a bound model that no other thread has.
 * There are as many as threads have called at once.
 *
 * @param <M> what a model's {@code bind} gives
 */
public final class BoundModels<M extends BoundModel<?>> {
  private final BiFunction<float[], float[], M> bind;
  private final float[] parameters;
  private final float[] noGradient;
  private final Queue<M> idle = new ConcurrentLinkedQueue<>();

  /**
   * @param bind {@code model::bind}
   * @param parameters not copied, not to be changed
   * @throws IllegalArgumentException if there are not as many as the model's layout has
   */
  public BoundModels(BiFunction<float[], float[], M> bind, float[] parameters) {
    this.bind = bind;
    this.parameters = parameters;
    noGradient = new float[parameters.length];
    idle.add(bound());
  }

  private M bound() {
    M fresh = bind.apply(parameters, noGradient);
    fresh.parametersChanged();
    return fresh;
  }

  /**
   * Works with a bound model that is the caller's own until the work ends.
   *
   * @param work begins as if the model was never used: it has to start its state afresh
   */
  public <R> R use(Function<? super M, R> work) {
    M free = idle.poll();
    M own = free == null ? bound() : free;
    try {
      return work.apply(own);
    } finally {
      idle.add(own);
    }
  }
}
