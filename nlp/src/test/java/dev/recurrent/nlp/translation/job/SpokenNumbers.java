package dev.recurrent.nlp.translation.job;

import dev.recurrent.nlp.testing.Jobs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Collectors;

/** Numbers spelled in two languages, line by line, and small networks to train on them. */
final class SpokenNumbers {
  static final int LINES = 400;

  private static final List<String> ENGLISH = List.of("one", "two", "three", "four", "five", "six");
  private static final List<String> FRENCH =
      List.of("un", "deux", "trois", "quatre", "cinq", "six");

  final Path folder;
  final Path source;
  final Path target;
  final List<String> sources = new ArrayList<>();
  final List<String> targets = new ArrayList<>();

  private SpokenNumbers(Path folder) {
    this.folder = folder;
    source = folder.resolve("text.en");
    target = folder.resolve("text.fr");
  }

  static SpokenNumbers writeTo(Path folder) throws IOException {
    SpokenNumbers numbers = new SpokenNumbers(folder);
    SplittableRandom random = new SplittableRandom(3);
    for (int i = 0; i < LINES; i++) {
      int[] some = random.ints(random.nextInt(1, 5), 0, 6).toArray();
      numbers.sources.add(sentence(ENGLISH, some));
      numbers.targets.add(sentence(FRENCH, some));
    }
    Files.write(numbers.source, numbers.sources);
    Files.write(numbers.target, numbers.targets);
    return numbers;
  }

  private static String sentence(List<String> words, int[] numbers) {
    return Arrays.stream(numbers).mapToObj(words::get).collect(Collectors.joining(" ", "", "."));
  }

  /** Options of a small network in a directory of the folder, without any input. */
  List<String> small(String name, String... more) {
    List<String> options = new ArrayList<>();
    options.addAll(List.of("--output", folder.resolve(name).toString()));
    options.addAll(List.of("--tokens", "word", "--cell", "gru", "--shards", "1"));
    options.addAll(List.of("--hidden-size", "32", "--embedding-size", "32"));
    options.addAll(List.of("--batch-size", "16", "--epochs", "1", "--local-steps", "8"));
    options.addAll(List.of(more));
    return options;
  }

  /** The same with the two texts. */
  List<String> files(String name, String... more) {
    List<String> options = small(name, more);
    options.addAll(List.of("--source", source.toString(), "--target", target.toString()));
    return options;
  }

  static Jobs.Outcome train(List<String> options) {
    return Jobs.run(new TranslationTrain(), options);
  }
}
