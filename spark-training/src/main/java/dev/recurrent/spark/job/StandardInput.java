package dev.recurrent.spark.job;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/** Lines of UTF-8 as they arrive: each is known only when it is asked for. */
public final class StandardInput implements Iterator<String> {
  private final BufferedReader reader;
  private @Nullable String next;
  private long taken;

  public StandardInput(InputStream in) {
    // A decoder of its own reports what the usual one would replace.
    reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8.newDecoder()));
  }

  /**
   * @throws JobException if the bytes are not UTF-8 or cannot be read
   */
  @Override
  public boolean hasNext() {
    try {
      next = next == null ? reader.readLine() : next;
      return next != null;
    } catch (CharacterCodingException e) {
      throw JobException.badInput(
          "--input -: bytes that are not UTF-8, somewhere after line " + taken);
    } catch (IOException e) {
      throw JobException.badInput("--input -: cannot read on after line " + taken + ": " + e);
    }
  }

  @Override
  public String next() {
    String line = hasNext() ? next : null;
    if (line == null) {
      throw new NoSuchElementException();
    }
    next = null;
    taken++;
    return line;
  }
}
