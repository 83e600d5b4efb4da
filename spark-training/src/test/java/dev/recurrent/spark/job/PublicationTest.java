package dev.recurrent.spark.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class PublicationTest {
  private static final Instant NOW = Instant.parse("2026-12-31T23:59:59.999Z");

  @Test
  void aModelIsNamedByTheTimeItIsPublishedAt() {
    assertEquals("20261231-235959-999", Publication.time(NOW, null));
    assertEquals("20261231-235959-999", Publication.time(NOW, "20261231-235959-998-ffffffff"));
    assertEquals("20261231-235959-999", Publication.time(NOW, "20250101-000000-000-00000000"));
  }

  @Test
  void aModelSortsAfterTheOneInUseEvenWhereItsClockIsBehind() {
    for (String latest :
        new String[] {"20261231-235959-999-00000000", "20270105-101112-345-ffffffff"}) {
      String time = Publication.time(NOW, latest);
      assertTrue(latest.compareTo(time + "-00000000") < 0, time);
    }
    assertEquals("20270101-000000-000", Publication.time(NOW, "20261231-235959-999-00000000"));
  }

  @Test
  void aNameThatIsNoTimeIsLeftAlone() {
    assertEquals("20261231-235959-999", Publication.time(NOW, "sales"));
    assertEquals("20261231-235959-999", Publication.time(NOW, "20261231-235959-zzz-00000000"));
  }
}
