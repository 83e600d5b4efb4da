package dev.recurrent.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What scripts/cluster and deploy/docker/scratch say to a wrong command line. No cluster starts.
 */
class ClusterScriptTest {
  private static final Path ROOT = CommandCheck.DEPLOY.getParent();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "scripts/cluster | 2 | expected start, stop, status or env",
        "scripts/cluster start --with hive | 2 | expected hdfs, yarn or hdfs,yarn",
        "scripts/cluster start --with | 2 | expected hdfs, yarn or hdfs,yarn",
        "scripts/cluster start --workers 3 | 2 | unexpected argument",
        "scripts/cluster stop now | 2 | unexpected argument",
        "scripts/cluster --help | 0 | ends every process and deletes every file",
        "deploy/docker/scratch | 2 | expected build DIR or run DIR ARGUMENTS",
        "deploy/docker/scratch build | 2 | needs a directory"
      })
  void aWrongCommandLineIsRefusedWithWhatThereIs(String line, int status, String says)
      throws Exception {
    List<String> command = new ArrayList<>(List.of(line.split(" ")));
    command.set(0, ROOT.resolve(command.get(0)).toString());
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(status, process.waitFor(), output);
    assertTrue(output.contains(says), output);
  }
}
