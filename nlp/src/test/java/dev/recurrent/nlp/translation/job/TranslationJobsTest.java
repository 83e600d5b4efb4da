package dev.recurrent.nlp.translation.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.recurrent.nlp.testing.Jobs;
import dev.recurrent.nlp.translation.SearchConfig;
import dev.recurrent.nlp.translation.TextTranslator;
import dev.recurrent.spark.TestSpark;
import dev.recurrent.spark.run.HadoopDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Training, scoring and translating as the command line does, on numbers spelled in two ways. */
class TranslationJobsTest {
  @TempDir Path folder;
  private SpokenNumbers numbers;

  @BeforeEach
  void writeText() throws IOException {
    numbers = SpokenNumbers.writeTo(folder);
  }

  private String model(String name) {
    return folder.resolve(name).toString();
  }

  @Test
  void learnsToTranslate() throws IOException {
    Jobs.Outcome trained =
        SpokenNumbers.train(
                numbers.files(
                    "model",
                    "--epochs",
                    "70",
                    "--learning-rate",
                    "0.01",
                    "--average",
                    "2",
                    "--label-smoothing",
                    "0",
                    "--hidden-size",
                    "48",
                    "--validation-fraction",
                    "0.1"))
            .done();
    assertTrue(trained.json().path("validation").path("bleu").asDouble() > 90, trained.out());
    assertTrue(trained.json().path("validation").path("loss").asDouble() < 2, trained.out());
    String report = Files.readString(folder.resolve("model/report.html"));
    assertTrue(report.contains("BLEU, beam 5") && report.contains("published, beam 5"));

    Jobs.Outcome scored =
        Jobs.run(
                new TranslationEvaluate(),
                List.of(
                    "--model",
                    model("model"),
                    "--source",
                    numbers.source.toString(),
                    "--target",
                    numbers.target.toString(),
                    "--target",
                    numbers.target.toString()))
            .done();
    assertTrue(scored.json().path("bleu").asDouble() > 90, scored.out());
    assertEquals(SpokenNumbers.LINES, scored.json().path("sentences").asInt());
    assertTrue(scored.json().path("signature").asText().startsWith("nrefs:2|case:mixed"));
    assertTrue(scored.json().path("copy_bleu").asDouble() < 20, scored.out());
    // Spelled numbers have one word each on both sides: here a dictionary knows all there is.
    assertTrue(scored.json().path("dictionary_bleu").asDouble() > 90, scored.out());

    Path lines = Files.write(folder.resolve("new.en"), List.of("two three.", "", "four one."));
    Jobs.run(
            new TranslationTranslate(),
            List.of(
                "--model",
                model("model"),
                "--input",
                lines.toString(),
                "--output",
                model("translated")))
        .done();
    assertEquals(List.of("deux trois.", "", "quatre un."), written("translated"));

    Path pictures = folder.resolve("attention.html");
    Jobs.run(
            new TranslationTranslate(),
            List.of(
                "--model",
                model("model"),
                "--input",
                lines.toString(),
                "--attention",
                pictures.toString(),
                "--n-best",
                "2"))
        .done();
    assertTrue(Files.readString(pictures).contains("<svg"));

    TextTranslator served =
        TextTranslator.load(HadoopDirectory.at(model("model"), new Configuration()).open());
    assertEquals("cinq six.", served.nBest("five six.", SearchConfig.defaults()).get(0).text());
  }

  private List<String> written(String name) throws IOException {
    List<String> all = new ArrayList<>();
    try (Stream<Path> parts = Files.list(folder.resolve(name))) {
      for (Path part :
          parts.filter(p -> p.getFileName().toString().startsWith("part")).sorted().toList()) {
        all.addAll(Files.readAllLines(part));
      }
    }
    return all;
  }

  @Test
  void theSameRunHasTheSameThetaAlsoFromATableAndResumed() throws IOException {
    Jobs.Outcome whole =
        SpokenNumbers.train(numbers.files("whole", "--dropout", "0.2", "--evaluate-every", "1"))
            .done();
    List<String> tabbed = new ArrayList<>(List.of("english\tfrench"));
    for (int i = 0; i < SpokenNumbers.LINES; i++) {
      tabbed.add(numbers.sources.get(i) + "\t" + numbers.targets.get(i));
    }
    Path table = Files.write(folder.resolve("pairs.tsv"), tabbed);
    List<String> options = numbers.small("table", "--dropout", "0.2", "--evaluate-every", "1");
    options.addAll(
        List.of(
            "--input",
            table.toString(),
            "--source-column",
            "english",
            "--target-column",
            "french"));
    assertEquals(whole.theta(), SpokenNumbers.train(options).done().theta());
    List<String> parquet = numbers.small("parquet", "--dropout", "0.2", "--evaluate-every", "1");
    parquet.addAll(List.of("--input", parquet(), "--source-column", "en", "--target-column", "fr"));
    assertEquals(whole.theta(), SpokenNumbers.train(parquet).done().theta());

    Path blocked = Files.createDirectories(folder.resolve("again/report.html/blocked"));
    List<String> stopped =
        numbers.files(
            "again", "--dropout", "0.2", "--evaluate-every", "1", "--max-minutes", "3e-5");
    assertEquals(1, SpokenNumbers.train(stopped).status());
    Files.delete(blocked);
    Files.delete(blocked.getParent());
    Jobs.Outcome resumed =
        SpokenNumbers.train(
                numbers.files("again", "--dropout", "0.2", "--evaluate-every", "1", "--resume"))
            .done();
    assertEquals(whole.theta(), resumed.theta());
    String report = Files.readString(folder.resolve("again/report.html"));
    assertTrue(report.contains("round 1</th>"), "samples from before it was resumed");
  }

  private String parquet() {
    List<org.apache.spark.sql.Row> rows = new ArrayList<>();
    for (int i = SpokenNumbers.LINES - 1; i >= 0; i--) {
      rows.add(RowFactory.create(numbers.sources.get(i), numbers.targets.get(i)));
    }
    StructType columns =
        new StructType().add("en", DataTypes.StringType).add("fr", DataTypes.StringType);
    String path = folder.resolve("pairs.parquet").toString();
    TestSpark.session().createDataFrame(rows, columns).repartition(3).write().parquet(path);
    return path;
  }

  @Test
  void separateVocabulariesAndNoAttention() {
    Jobs.Outcome trained =
        SpokenNumbers.train(
                numbers.files(
                    "apart",
                    "--vocabulary",
                    "separate",
                    "--attention",
                    "none",
                    "--cell",
                    "lstm",
                    "--layers",
                    "2",
                    "--scheduled-sampling",
                    "0.2"))
            .done();
    assertTrue(Files.exists(folder.resolve("apart/source-tokenizer.json")));
    assertTrue(Files.exists(folder.resolve("apart/target-tokenizer.json")));
    assertFalse(Files.exists(folder.resolve("apart/tokenizer.json")));
    Jobs.Outcome more =
        SpokenNumbers.train(numbers.files("more", "--init-from", model("apart"), "--epochs", "1"))
            .done();
    assertEquals(trained.json().path("parameters").asInt(), more.json().path("parameters").asInt());
    Jobs.Outcome refused =
        Jobs.run(
            new TranslationTranslate(),
            List.of("--model", model("apart"), "--input", "-", "--attention", "x.html"));
    assertEquals(2, refused.status());
  }
}
