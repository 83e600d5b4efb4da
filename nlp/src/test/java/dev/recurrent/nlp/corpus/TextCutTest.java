package dev.recurrent.nlp.corpus;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.recurrent.spark.table.TextFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TextCutTest {
  private static final long SIZE = 100_000;

  @TempDir Path folder;

  /** Lines of many lengths, some longer than a file is searched for their end, of any letters. */
  private static List<String> lines() {
    SplittableRandom random = new SplittableRandom(7);
    String[] letters = {"a", "é", "€", "𝄞", "\n"};
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      int length = i % 4 == 0 ? 30_000 + random.nextInt(80_000) : random.nextInt(40);
      StringBuilder line = new StringBuilder();
      for (int k = 0; k < length; k++) {
        int letter = random.nextInt(i % 8 == 4 ? 5 : 4);
        line.append(letter == 4 && k % 50 != 0 ? "b" : letters[letter]);
      }
      lines.add(line + "\n");
    }
    return lines;
  }

  @Test
  void rowsAreCutWhereAFileOfTheSameLinesIs() throws IOException {
    List<String> lines = lines();
    Path path = Files.writeString(folder.resolve("text"), String.join("", lines));
    long length = Files.size(path);
    Configuration hadoop = new Configuration();
    TextFile file =
        TextFile.look(new org.apache.hadoop.fs.Path(path.toString()), length, null, hadoop);
    List<String> expected = new ArrayList<>();
    byte[] all = Files.readAllBytes(path);
    for (long at = 0; at < length; at += SIZE) {
      int from = (int) file.characterStart(at, hadoop);
      int to = (int) file.characterStart(Math.min(length, at + SIZE), hadoop);
      expected.add(new String(all, from, to - from, StandardCharsets.UTF_8));
    }
    StringBuilder[] parts = new StringBuilder[expected.size()];
    for (int i = 0; i < parts.length; i++) {
      parts[i] = new StringBuilder();
    }
    long start = 0;
    for (String line : lines) {
      byte[] row = line.getBytes(StandardCharsets.UTF_8);
      TextCut.of(row, start, SIZE).forEach(piece -> parts[piece.part].append(piece.text));
      start += row.length;
    }
    for (int i = 0; i < parts.length; i++) {
      assertEquals(expected.get(i), parts[i].toString(), "part " + i);
    }
  }
}
