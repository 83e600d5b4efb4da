package dev.recurrent.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the pages say about files, classes and tests of this repository. */
class DocsTest {
  private static final Path ROOT = CommandCheck.DEPLOY.resolve("..").normalize();
  private static final Pattern LINK = Pattern.compile("\\[([^\\]]*)]\\(([^)\\s]+)\\)");
  private static final Pattern TEST = Pattern.compile("`([A-Z]\\w*(?:Test|IT))(?:\\.(\\w+))?`");
  private static final Pattern ARCHAIC = Pattern.compile("(?i)\\b(told|nought|anew|lest)\\b");
  private static final int MOST_FILES_OF_A_ROUND = 15;
  private static final int MOST_WORDS_OF_THE_ENGINE = 900;

  private static List<Path> pages() throws IOException {
    List<Path> pages = new ArrayList<>();
    for (String name : List.of("README.md", "CONTRIBUTING.md", "CHANGELOG.md")) {
      pages.add(ROOT.resolve(name));
    }
    try (Stream<Path> docs = Files.list(ROOT.resolve("docs"))) {
      docs.filter(page -> page.toString().endsWith(".md")).sorted().forEach(pages::add);
    }
    return pages;
  }

  private static List<MatchResult> all(Pattern pattern, String text) {
    return pattern.matcher(text).results().toList();
  }

  /** The last part of the address of a heading, as GitHub makes it. */
  private static String anchor(String heading) {
    String words = heading.strip().toLowerCase(Locale.ROOT);
    return words.replaceAll("[^\\p{Alnum}_\\- ]", "").replace(' ', '-');
  }

  private static List<String> anchors(String page) {
    return page.lines()
        .filter(line -> line.startsWith("#"))
        .map(line -> anchor(line.replaceFirst("^#+", "")))
        .toList();
  }

  /** What is wrong with a link of a page, or an empty text. */
  private static String wrong(Path page, String text, String address) throws IOException {
    String[] parts = address.split("#", 2);
    Path target = parts[0].isEmpty() ? page : page.resolveSibling(parts[0]).normalize();
    if (!Files.exists(target)) {
      return "no such file";
    }
    if (parts.length > 1 && !anchors(Files.readString(target)).contains(parts[1])) {
      return "no such heading";
    }
    boolean ofAClass = text.matches("`\\w+`") && address.endsWith(".java");
    return ofAClass && !target.endsWith(text.replace("`", "") + ".java") ? "another class" : "";
  }

  @Test
  void everyLinkLeadsToAFileAndAHeading() throws IOException {
    List<String> broken = new ArrayList<>();
    int links = 0;
    for (Path page : pages()) {
      for (MatchResult link : all(LINK, Files.readString(page))) {
        if (!link.group(2).startsWith("http")) {
          links++;
          String wrong = wrong(page, link.group(1), link.group(2));
          if (!wrong.isEmpty()) {
            broken.add(page.getFileName() + ": " + link.group() + ": " + wrong);
          }
        }
      }
    }
    assertEquals(List.of(), broken);
    assertTrue(links > 100, links + " links");
  }

  @Test
  void aBrokenLinkWouldBeSeen() throws IOException {
    Path page = ROOT.resolve("README.md");
    assertEquals("no such file", wrong(page, "a", "docs/none.md"));
    assertEquals("no such heading", wrong(page, "a", "docs/engine.md#none"));
    assertEquals("no such heading", wrong(page, "a", "#none"));
    assertEquals(
        "another class",
        wrong(page, "`Rnn`", "core/src/main/java/dev/recurrent/nn/cell/LstmCell.java"));
    assertEquals("", wrong(page, "a", "docs/engine.md#how-fast-it-is"));
  }

  @Test
  void everyTestThatAPageNamesIsThere() throws IOException {
    Map<String, String> tests =
        RepositoryFiles.all().stream()
            .filter(file -> file.toString().matches(".*/src/test/java/.*(Test|IT)\\.java"))
            .collect(
                Collectors.toMap(
                    file -> file.getFileName().toString().replace(".java", ""),
                    DocsTest::text,
                    (one, other) -> one + other,
                    TreeMap::new));
    int named = 0;
    for (Path page : pages()) {
      for (MatchResult test : all(TEST, Files.readString(page))) {
        String source = tests.get(test.group(1));
        assertTrue(source != null, page.getFileName() + " names " + test.group());
        String method = test.group(2);
        assertTrue(method == null || source.contains(method + "("), test.group());
        named++;
      }
    }
    assertTrue(named > 10, named + " tests");
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new IllegalStateException(file.toString(), e);
    }
  }

  @Test
  void oneRoundIsAtMostFifteenFiles() throws IOException {
    String page = Files.readString(ROOT.resolve("docs/architecture.md"));
    String round = page.split("\n## The 15 files of one round\n", 2)[1].split("\n## ", 2)[0];
    List<String> files =
        round
            .lines()
            .filter(line -> line.matches("\\d+\\. \\[`\\w+`]\\(.*\\.java\\): .+"))
            .toList();
    assertEquals(round.lines().filter(line -> line.matches("\\d+\\..*")).toList(), files);
    assertTrue(files.size() >= 10 && files.size() <= MOST_FILES_OF_A_ROUND, files.toString());
  }

  @Test
  void theEngineIsAShortPageWithOneTableOfMeasurements() throws IOException {
    String page = Files.readString(ROOT.resolve("docs/engine.md"));
    int words = page.strip().split("\\s+").length;
    assertTrue(words <= MOST_WORDS_OF_THE_ENGINE, words + " words");
    assertEquals(1, page.lines().filter(line -> line.matches("\\|.*PyTorch.*\\|")).count());
  }

  @Test
  void pagesAndHelpUseTodaysWords() throws IOException {
    for (Path page : pages()) {
      List<String> found =
          all(ARCHAIC, Files.readString(page)).stream().map(MatchResult::group).toList();
      assertEquals(List.of(), found, page.toString());
    }
  }
}
