package dev.recurrent.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Messages that nobody but this library has written. */
public final class OwnWords {
  /** What Jackson, java.util.zip, jHDF and the JDK say of damaged bytes. */
  private static final Pattern OTHERS =
      Pattern.compile(
          "Unexpected|Unrecognized|Duplicate field|Illegal|[Ii]nvalid |jhdf|Hdf[A-Z]|ZLIB"
              + "|EXT descriptor|overflow|\\bjava\\.|Exception|out of bounds|For input string"
              + "|[Ss]ource: |reference chain|com\\.|maximum allowed");

  private OwnWords() {}

  /** Fails unless the message is one line without another library's words. */
  public static void require(@Nullable String message) {
    String text = String.valueOf(message);
    assertEquals(1, text.lines().count(), text);
    assertFalse(OTHERS.matcher(text).find(), text);
  }
}
