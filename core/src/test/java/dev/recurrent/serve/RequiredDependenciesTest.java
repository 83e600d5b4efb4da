package dev.recurrent.serve;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.recurrent.nn.cell.CellType;
import dev.recurrent.predict.SequencePredictor;
import dev.recurrent.train.Sequence;
import dev.recurrent.train.SequenceModel;
import java.io.File;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the module does with the dependencies that its pom requires, and with no optional one. */
@Timeout(60)
class RequiredDependenciesTest {
  private static final Pattern REQUIRED =
      Pattern.compile("(jackson-(core|databind|annotations)|jspecify)-[0-9.]+\\.jar");

  private static URLClassLoader requiredOnly() throws Exception {
    List<URL> places = new ArrayList<>();
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
      Path place = Path.of(entry);
      if (Files.isDirectory(place) || REQUIRED.matcher(place.getFileName().toString()).matches()) {
        places.add(place.toUri().toURL());
      }
    }
    return new URLClassLoader(places.toArray(new URL[0]), ClassLoader.getPlatformClassLoader());
  }

  @Test
  void aModelIsServedWithoutOpenBlas(@TempDir Path folder) throws Exception {
    SequenceModel model = SequenceModel.input(2).recurrent(CellType.LSTM, 40).dense(1);
    float[] parameters = new float[model.layout().size()];
    model.initialize(parameters, 7);
    SequencePredictor predictor = new SequencePredictor(model, parameters);
    predictor.save(folder.resolve("model"));
    float[][] rows = predictor.predict(Sequence.of(new float[] {1, 2.5f}, new float[] {-0.3f, 4}));

    Thread thread = Thread.currentThread();
    ClassLoader own = thread.getContextClassLoader();
    String[] answer;
    try (URLClassLoader loader = requiredOnly()) {
      assertThrows(
          ClassNotFoundException.class, () -> loader.loadClass("org.bytedeco.javacpp.Loader"));
      assertThrows(
          ClassNotFoundException.class, () -> loader.loadClass("dev.ludovic.netlib.blas.BLAS"));
      thread.setContextClassLoader(loader);
      Callable<?> served =
          (Callable<?>)
              loader
                  .loadClass(ServedAlone.class.getName())
                  .getConstructor(Path.class, String.class)
                  .newInstance(folder.resolve("model"), "{\"features\": [[1, 2.5], [-0.3, 4]]}");
      answer = String.valueOf(served.call()).split("\t");
    } finally {
      thread.setContextClassLoader(own);
    }

    assertFalse(answer[1].contains("OpenBLAS"), answer[1]);
    float[][] answered = new ObjectMapper().readValue(answer[0], Answer.class).rows();
    assertEquals(rows.length, answered.length);
    for (int i = 0; i < rows.length; i++) {
      assertArrayEquals(rows[i], answered[i], 1e-5f);
    }
  }

  /** What the server answers. */
  record Answer(float[][] rows) {}
}
