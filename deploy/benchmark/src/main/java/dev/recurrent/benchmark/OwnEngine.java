package dev.recurrent.benchmark;

import com.sun.management.ThreadMXBean;
import dev.recurrent.math.Matrix;
import dev.recurrent.nn.Initializer;
import dev.recurrent.nn.Parameters;
import dev.recurrent.nn.recurrent.RecurrentStack;
import dev.recurrent.train.GradientClip;
import dev.recurrent.train.Trainer;
import dev.recurrent.train.TrainingConfig;
import dev.recurrent.train.TrainingState;
import java.lang.management.ManagementFactory;
import java.util.SplittableRandom;
import java.util.function.LongSupplier;

/** Ours: forward, backward, clip and Adam; or one step of inference. */
final class OwnEngine implements Contender {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private Runnable step = () -> {};
  private LongSupplier clock = System::nanoTime;
  private long bytes;
  private long runs;

  @Override
  public String name() {
    return "Recurrent";
  }

  @Override
  public boolean prepare(CellTask task) {
    step = task.stepwise() ? stepping(task) : training(task);
    // What others do on the machine is not ours; but that clock is too coarse for single steps.
    clock = task.stepwise() ? System::nanoTime : THREADS::getCurrentThreadCpuTime;
    return true;
  }

  private static Runnable training(CellTask task) {
    CellNetwork network = new CellNetwork(task);
    float[] parameters = new float[network.layout().size()];
    network.initialize(parameters, 1);
    TrainingConfig config = TrainingConfig.defaults().withClip(GradientClip.byNorm(5));
    Trainer<CellNetwork.Input> trainer =
        new Trainer<>(network, config, TrainingState.start(parameters, config.optimizer()));
    CellNetwork.Input input = CellNetwork.Input.random(task, 2);
    return () -> trainer.step(input, 1, 1f);
  }

  private static Runnable stepping(CellTask task) {
    float[] parameters = new float[task.recurrent().layout().size()];
    Parameters bound =
        Parameters.of(task.recurrent().layout(), parameters, new float[parameters.length]);
    task.recurrent().initialize(bound, new SplittableRandom(1));
    RecurrentStack stack = new RecurrentStack(task.recurrent(), bound);
    stack.pack();
    Matrix x = Matrix.zeros(1, task.input());
    Initializer.uniform(x, 1, new SplittableRandom(2));
    Matrix[] state = {Matrix.zeros(1, stack.stateSize())};
    return () -> {
      stack.forward(x, 1, null, state);
      state[0].copyFrom(stack.finalState(0));
    };
  }

  @Override
  public long[] run(int count) {
    long[] nanos = new long[count];
    long before = THREADS.getCurrentThreadAllocatedBytes();
    for (int i = 0; i < count; i++) {
      long begin = clock.getAsLong();
      step.run();
      nanos[i] = clock.getAsLong() - begin;
    }
    bytes = THREADS.getCurrentThreadAllocatedBytes() - before;
    runs = count;
    return nanos;
  }

  /** Bytes a run allocated, on the mean of the last {@link #run}. */
  long bytesEach() {
    return runs == 0 ? 0 : bytes / runs;
  }

  @Override
  public void close() {
    step = () -> {};
  }
}
