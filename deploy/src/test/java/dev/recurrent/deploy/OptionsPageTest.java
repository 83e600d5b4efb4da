package dev.recurrent.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** docs/options.md beside the options that the program has. */
class OptionsPageTest {
  private static final Path COMMITTED = CommandCheck.DEPLOY.resolve("../docs/options.md");
  private static final Path WRITTEN = CommandCheck.DEPLOY.resolve("target/options.md");

  @Test
  void theCommittedPageIsThatOfTheOptions() throws IOException {
    Files.writeString(WRITTEN, OptionsPage.text());
    String committed = Files.exists(COMMITTED) ? Files.readString(COMMITTED) : "";
    assertEquals(
        OptionsPage.text(),
        committed,
        "docs/options.md is not that of the options; run: cp deploy/target/options.md docs");
  }

  @Test
  void everyCommandHasItsOptions() {
    String page = OptionsPage.text();
    for (String command : new String[] {"generation train", "forecasting backtest", "selftest"}) {
      assertTrue(page.contains("\n## " + command + "\n"), command);
    }
    assertTrue(page.contains("| `--horizon N` |"), page);
    assertTrue(page.contains("| `--model DIR` | Required. "), page);
  }
}
