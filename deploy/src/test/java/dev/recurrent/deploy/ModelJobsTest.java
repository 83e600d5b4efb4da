package dev.recurrent.deploy;

import static java.util.stream.Collectors.toCollection;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.recurrent.format.ModelDirectory;
import dev.recurrent.interop.ModelExporter;
import dev.recurrent.interop.ModelFormats;
import dev.recurrent.nn.Pooling;
import dev.recurrent.nn.cell.CellType;
import dev.recurrent.predict.SequencePredictor;
import dev.recurrent.spark.job.ExitCode;
import dev.recurrent.spark.job.JobException;
import dev.recurrent.spark.run.HadoopDirectory;
import dev.recurrent.train.SequenceModel;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.RandomAccessFile;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands that open, import and export models of any kind. */
class ModelJobsTest {
  @TempDir private Path directory;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private String model = "";

  @BeforeEach
  void saveModel() throws IOException {
    SequenceModel network =
        SequenceModel.input(3).recurrent(CellType.GRU, 4).pool(Pooling.LAST).dense(2);
    float[] parameters = new float[network.layout().size()];
    network.initialize(parameters, 1);
    Path saved = directory.resolve("model");
    new SequencePredictor(network, parameters).save(saved);
    model = saved.toString();
  }

  private int run(String... arguments) {
    out.reset();
    err.reset();
    return Recurrent.run(
        arguments,
        new PrintStream(out, true, StandardCharsets.UTF_8),
        new PrintStream(err, true, StandardCharsets.UTF_8));
  }

  private String text() {
    return out.toString(StandardCharsets.UTF_8) + err.toString(StandardCharsets.UTF_8);
  }

  @Test
  void theSummaryKnowsANetworkThatAProgramHasBuilt() {
    assertEquals(0, run("model", "summary", "--model", model), this::text);
    assertTrue(text().contains("GRU"), this::text);
  }

  @Test
  void anUnknownFormatIsAWrongUsageThatListsTheFormats() {
    String output = directory.resolve("out").toString();
    assertEquals(
        2,
        run("model", "import", "--format", "caffe", "--input", "x", "--output", output),
        this::text);
    assertTrue(text().contains("format \"caffe\" cannot be read, expected "), this::text);
    assertEquals(
        2,
        run("model", "export", "--format", "caffe", "--model", model, "--output", output),
        this::text);
    assertTrue(text().contains("cannot be written for a model of kind"), this::text);
    assertFalse(Files.exists(Path.of(output)), "nothing is written");
  }

  @Test
  void whatIsNoModelCannotBeExported() {
    String nothing = directory.resolve("nothing").toString();
    assertEquals(
        5,
        run("model", "export", "--format", "onnx", "--model", nothing, "--output", nothing),
        this::text);
  }

  @Test
  void filesOfAnotherFrameworkDoNotGoIntoAModelsDirectoryOrOverAFile() {
    String[] places = {model, model + "/model.json"};
    for (String place : places) {
      assertEquals(
          2,
          run("model", "export", "--format", "onnx", "--model", model, "--output", place),
          this::text);
      assertTrue(text().contains("--output " + place), this::text);
    }
  }

  /** A file of so many bytes that begins like this, without a place on the disk for its zeros. */
  private String large(String name, byte[] beginning, long length) throws IOException {
    Path large = directory.resolve(name);
    try (RandomAccessFile file = new RandomAccessFile(large.toFile(), "rw")) {
      file.write(beginning);
      file.setLength(length);
    }
    return large.toString();
  }

  /** Of this thread: other programs on the machine do not count. */
  private static long processorTime() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }

  private int imported(String format, String input) {
    String to = directory.resolve("imported").toString();
    return run("model", "import", "--format", format, "--input", input, "--output", to);
  }

  @Test
  void aLargeFileOfZerosIsRefusedAtItsFirstBytes() throws IOException {
    String zeros = large("zeros", new byte[0], 3L << 30);
    for (String format : List.of("keras", "pytorch", "dl4j", "onnx")) {
      long begin = processorTime();
      assertEquals(5, imported(format, zeros), this::text);
      assertTrue(processorTime() - begin < 2_000_000_000L, format);
      assertTrue(text().contains("zeros begins with the bytes 00 00 00"), this::text);
    }
    assertFalse(Files.exists(directory.resolve("imported")), "nothing is written");
  }

  @Test
  void aFileThatNoArrayHoldsIsNamed() throws IOException {
    String zip = large("large.pt", new byte[] {'P', 'K', 3, 4}, 3L << 30);
    assertEquals(5, imported("pytorch", zip), this::text);
    assertTrue(text().contains("large.pt has 3,221,225,472 bytes, expected at most "), this::text);
  }

  @Test
  void aFileThatTheHeapDoesNotHoldNamesItsSizeTheHeapAndTheOption() throws Exception {
    String zip = large("large.zip", new byte[] {'P', 'K', 3, 4}, 1 << 20);
    ModelFile file = ModelFile.at(zip, new Configuration()).inHeap(1000);
    String expected =
        zip + " has 1,048,576 bytes, too many for a heap of 1,000 bytes; raise --driver-memory";
    JobException whole =
        assertThrows(JobException.class, () -> file.read(ModelFormats.importer("dl4j")));
    assertEquals(expected, whole.getMessage());
    JobException parts =
        assertThrows(
            JobException.class,
            () ->
                file.withinHeap(
                    () -> {
                      throw new OutOfMemoryError("Java heap space");
                    }));
    assertEquals(expected, parts.getMessage());
    assertEquals(ExitCode.USAGE, parts.code());
    assertEquals(1 << 20, file.inHeap(1 << 21).read(ModelFormats.importer("dl4j")).length);
  }

  @Test
  void whatAKilledExportWasWritingIsSweptAndNothingElse() throws IOException {
    Path out = Files.createDirectory(directory.resolve("out"));
    String id = "-0a1b2c3d-0000-4000-8000-0123456789ab";
    List<String> left = List.of(".model.pt" + id, ".model.h5" + id, ".tokenizer_config.json" + id);
    List<String> others = List.of(".report.json" + id, ".model.pt-other", "model.pt" + id, "a.pt");
    for (String name : left) {
      Files.writeString(out.resolve(name), "half");
    }
    for (String name : others) {
      Files.writeString(out.resolve(name), "whole");
    }
    String[] export = {
      "model", "export", "--format", "onnx", "--model", model, "--output", out.toString()
    };
    assertEquals(0, run(export), this::text);
    Set<String> names = new TreeSet<>(others);
    names.add("model.onnx");
    assertEquals(names, names(out));
    // A run of this very process lives.
    String lock =
        String.format(
            Locale.ROOT,
            "{\"token\":\"other\",\"host\":\"%s\",\"pid\":%d,\"started\":%d,\"beat\":0,"
                + "\"generation\":1}",
            InetAddress.getLocalHost().getHostName(),
            ProcessHandle.current().pid(),
            ProcessHandle.current().info().startInstant().orElseThrow().toEpochMilli());
    Files.writeString(out.resolve("run.lock"), lock);
    Files.writeString(out.resolve(left.get(0)), "half");
    assertEquals(6, run(append(export, "--overwrite")), this::text);
    names.addAll(List.of("run.lock", left.get(0)));
    assertEquals(names, names(out));
  }

  private static String[] append(String[] arguments, String... more) {
    String[] all = Arrays.copyOf(arguments, arguments.length + more.length);
    System.arraycopy(more, 0, all, arguments.length, more.length);
    return all;
  }

  private static Set<String> names(Path place) throws IOException {
    try (Stream<Path> files = Files.list(place)) {
      return files
          .map(file -> file.getFileName().toString())
          // Hadoop's checksums of a local file.
          .filter(name -> !name.endsWith(".crc"))
          .collect(toCollection(TreeSet::new));
    }
  }

  @Test
  void anExporterWritesFilesOfItsNamesOnly() throws IOException {
    ModelDirectory saved = HadoopDirectory.at(model, new Configuration()).open();
    for (String format : List.of("keras", "keras-h5", "pytorch", "onnx")) {
      ModelExporter exporter = ModelFormats.exporter(format, SequenceModel.KIND);
      assertEquals(exporter.names(), exporter.files(saved, true).keySet());
      assertTrue(ModelFormats.exportedNames().containsAll(exporter.names()));
    }
  }

  @Test
  void aPoolingThatTheFormatDecidesItselfIsAWrongUsage() throws IOException {
    String keras = directory.resolve("keras").toString();
    assertEquals(
        0,
        run("model", "export", "--format", "keras", "--model", model, "--output", keras),
        this::text);
    String to = directory.resolve("imported").toString();
    String[] arguments = {
      "model", "import", "--format", "keras", "--input", keras + "/model.keras", "--output", to,
    };
    assertEquals(2, run(append(arguments, "--pooling", "max")), this::text);
    assertEquals(0, run(arguments), this::text);
  }
}
