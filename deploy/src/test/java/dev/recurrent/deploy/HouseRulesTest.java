package dev.recurrent.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Rules of the house that a compiler does not check. */
class HouseRulesTest {
  private static final int LONGEST_FILE = 300;
  private static final int MOST_REPORT_FILES = 15;
  private static final Path ROOT = Path.of("..");
  private static final Pattern OPEN_ENDS = Pattern.compile("\\b(TODO|FIXME|XXX|HACK)\\b");

  private static List<Path> sources() throws IOException {
    return RepositoryFiles.all().stream().filter(p -> p.toString().endsWith(".java")).toList();
  }

  @Test
  void noFileIsLongerThanItsReaderPatience() throws IOException {
    List<Path> sources = sources();
    assertTrue(sources.size() > 100);
    for (Path source : sources) {
      long lines = Files.lines(source).count();
      assertTrue(lines <= LONGEST_FILE, source + " has " + lines + " lines");
    }
  }

  @Test
  void everyPackageSaysWhatItIs() throws IOException {
    for (Path source : sources()) {
      String path = source.toString().replace('\\', '/');
      if (path.contains("/src/main/java/")) {
        Path info = source.resolveSibling("package-info.java");
        assertTrue(Files.exists(info), info + " is missing");
        assertTrue(Files.readString(info).contains("@NullMarked"), info + " is not @NullMarked");
      }
    }
  }

  @Test
  void aReportIsFewFiles() throws IOException {
    Path main = ROOT.resolve("spark-training/src/main");
    try (Stream<Path> all = Files.walk(main)) {
      List<Path> files =
          all.filter(Files::isRegularFile)
              .filter(p -> p.getParent().endsWith("dev/recurrent/report"))
              .sorted()
              .toList();
      assertTrue(files.size() >= 5 && files.size() <= MOST_REPORT_FILES, files.toString());
    }
  }

  @Test
  void nothingIsLeftOpen() throws IOException {
    for (Path source : sources()) {
      if (!source.endsWith("HouseRulesTest.java")) {
        assertEquals(
            List.of(),
            OPEN_ENDS.matcher(Files.readString(source)).results().map(r -> r.group()).toList(),
            source.toString());
      }
    }
  }
}
