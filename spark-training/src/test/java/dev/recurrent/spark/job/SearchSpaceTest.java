package dev.recurrent.spark.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

class SearchSpaceTest {
  @Command
  static final class Train {
    @Option(names = "--hidden-size")
    int hiddenSize;

    @Option(names = "--learning-rate")
    float learningRate;

    @Option(names = "--cell")
    String cell = "gru";

    @Option(names = "--horizon")
    int horizon;
  }

  private static SearchSpace space(String... texts) {
    return SearchSpace.parse(
        List.of(texts),
        CommandSpec.forAnnotatedObject(new Train()),
        Map.of("horizon", "trials could not be compared"));
  }

  @Test
  void valuesLieInTheirRangesAndRepeatForTheSameSeed() {
    SearchSpace space =
        space("hidden-size=64..512:log", "learning-rate=1e-4..1e-2:log", "cell=lstm|gru");
    List<Map<String, String>> drawn = space.draw(7, 200);
    assertEquals(drawn, space.draw(7, 200));
    assertEquals(drawn.subList(0, 20), space.draw(7, 20), "more trials do not change the first");
    int small = 0;
    for (Map<String, String> trial : drawn) {
      int hidden = Integer.parseInt(trial.get("hidden-size"));
      double rate = Double.parseDouble(trial.get("learning-rate"));
      assertTrue(hidden >= 64 && hidden <= 512, trial.toString());
      assertTrue(rate >= 1e-4 && rate <= 1e-2, trial.toString());
      small += hidden < 181 ? 1 : 0;
    }
    assertTrue(small > 75 && small < 125, small + " of 200 below the geometric mean");
  }

  @Test
  void oneMoreRangeDoesNotChangeTheValuesOfTheOthers() {
    List<Map<String, String>> one = space("hidden-size=1..100000").draw(1, 5);
    List<Map<String, String>> two = space("cell=lstm|gru", "hidden-size=1..100000").draw(1, 5);
    for (int i = 0; i < 5; i++) {
      assertEquals(one.get(i).get("hidden-size"), two.get(i).get("hidden-size"));
    }
  }

  @Test
  void bothEndsOfARangeOfWholeNumbersAreTried() {
    Set<String> seen = new TreeSet<>();
    space("hidden-size=1..3").draw(1, 3).forEach(trial -> seen.add(trial.get("hidden-size")));
    assertEquals(Set.of("1", "2", "3"), seen);
  }

  @Test
  void noTwoTrialsAreAlike() {
    List<Map<String, String>> drawn = space("cell=lstm|gru", "hidden-size=4|8").draw(3, 50);
    assertEquals(4, drawn.size());
    assertEquals(4, Set.copyOf(drawn).size());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "hiden-size=1..2; unknown option hiden-size",
        "horizon=1..2; horizon cannot differ: trials could not be compared",
        "hidden-size=2..1; the first number has to be below the second",
        "hidden-size=0..8:log; :log needs numbers above 0",
        "hidden-size=1.5..2; expected whole numbers",
        "learning-rate=a..b; expected numbers as LOW..HIGH",
        "learning-rate=0..Infinity; expected numbers as LOW..HIGH",
        "cell=1..2; the option has words; give them with | between them",
        "cell=lstm||gru; expected different values with | between them",
        "cell=gru|gru; expected different values with | between them",
        "hidden-size; expected NAME=LOW..HIGH"
      })
  void whatCannotBeSearchedIsRefusedByName(String text, String part) {
    String message = assertThrows(JobException.class, () -> space(text)).getMessage();
    assertTrue(message.contains(part.trim()), message);
  }

  @Test
  void anOptionIsSearchedOnce() {
    String message =
        assertThrows(JobException.class, () -> space("cell=lstm|gru", "--cell=gru|rnn"))
            .getMessage();
    assertEquals("--search: cell is given twice", message);
  }
}
