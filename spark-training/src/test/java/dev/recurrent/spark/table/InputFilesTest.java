package dev.recurrent.spark.table;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which files a path names where directories hold links. */
class InputFilesTest {
  @TempDir Path folder;

  @BeforeEach
  void twoDirectories() throws IOException {
    Files.createDirectories(folder.resolve("a/deep"));
    Files.createDirectories(folder.resolve("b"));
    Files.writeString(folder.resolve("a/deep/1.csv"), "x\n1\n");
    Files.writeString(folder.resolve("b/2.csv"), "x\n2\n");
  }

  private List<String> list(String path) throws IOException {
    return InputFiles.list("--input", folder.resolve(path).toString(), new Configuration()).stream()
        .map(f -> folder.relativize(Path.of(InputFiles.name(f.path()))).toString())
        .toList();
  }

  @ParameterizedTest
  @CsvSource({
    "a/deep/loop,.,a,a/deep/loop",
    "a/loop,..,a,a/loop",
    "a/deep/loop,..,a/*,a/deep/loop",
    "a/deep/loop,..,a/deep,a/deep/loop",
    "a/deep/loop,../..,a/deep,a/deep/loop"
  })
  void aLinkToADirectoryThatHoldsItIsRefusedAndNamed(
      String link, String target, String input, String named) throws IOException {
    Files.createSymbolicLink(folder.resolve(link), Path.of(target));
    String message =
        String.valueOf(assertThrows(UnusableInputException.class, () -> list(input)).getMessage());
    assertTrue(message.startsWith(folder.resolve(named) + " is a link to "), message);
  }

  @Test
  void twoDirectoriesThatLinkToEachOtherAreRefused() throws IOException {
    Files.createSymbolicLink(folder.resolve("a/to-b"), Path.of("../b"));
    assertEquals(List.of("a/deep/1.csv", "a/to-b/2.csv"), list("a"));
    Files.createSymbolicLink(folder.resolve("b/to-a"), Path.of("../a"));
    String message =
        String.valueOf(assertThrows(UnusableInputException.class, () -> list("a")).getMessage());
    assertTrue(message.startsWith(folder.resolve("a/to-b/to-a") + " is a link to "), message);
  }

  @Test
  void otherLinksAreFollowed() throws IOException {
    Files.createSymbolicLink(folder.resolve("b/more"), Path.of("../a/deep"));
    Files.createSymbolicLink(folder.resolve("link"), Path.of("b"));
    Files.createSymbolicLink(folder.resolve("b/3.csv"), Path.of("../a/deep/1.csv"));
    // 3.csv and more/1.csv are one file.
    assertEquals(List.of("b/2.csv", "b/3.csv"), list("b"));
    assertEquals(List.of("link/2.csv", "link/3.csv"), list("link"));
  }

  @Test
  void aFileThatLinksLeadToAgainIsReadOnceByItsOwnPath() throws IOException {
    Files.createSymbolicLink(folder.resolve("0"), Path.of("a"));
    Files.createSymbolicLink(folder.resolve("z"), Path.of("b"));
    Files.createSymbolicLink(folder.resolve("a/copy.csv"), Path.of("deep/1.csv"));
    assertEquals(List.of("a/deep/1.csv", "b/2.csv"), list("."));
    assertEquals(List.of("a/deep/1.csv", "b/2.csv"), list("*"));
    assertEquals(List.of("a/copy.csv"), list("a/copy.csv"));
    Files.copy(folder.resolve("b/2.csv"), folder.resolve("b/same.csv"));
    assertEquals(List.of("b/2.csv", "b/same.csv"), list("[bz]"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"br[1].csv", "cu{r}.csv", "star*.csv", "q?.csv", "back\\s.csv", "co:lon.csv"})
  void aFileThatIsThereIsTakenBeforeItsNameIsAGlob(String name) throws IOException {
    Files.writeString(folder.resolve(name), "x\n1\n");
    Files.writeString(folder.resolve("starry.csv"), "x\n2\n");
    assertEquals(List.of(name), list(name));
    assertEquals(3, list(".").stream().filter(n -> !n.contains("/")).count() + 1);
    var path = new org.apache.hadoop.fs.Path("file", null, folder.resolve(name).toString());
    try (StrictReader reader =
        TextFile.look(path, 4, null, new Configuration()).read(new Configuration())) {
      assertEquals('x', reader.read());
    }
  }

  @Test
  void aGlobNextToANameWithAColonSaysWhichItIs() throws IOException {
    Files.writeString(folder.resolve("1:2.csv"), "x\n1\n");
    Files.writeString(folder.resolve("3.csv"), "x\n1\n");
    String message =
        String.valueOf(
            assertThrows(UnusableInputException.class, () -> list("*.csv")).getMessage());
    assertTrue(message.contains("cannot pass: 1:2.csv; rename it"), message);
  }
}
