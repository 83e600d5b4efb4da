package dev.recurrent.nlp.corpus;

import java.util.Locale;

/** Bytes of a text file are not UTF-8. */
final class InvalidTextException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  InvalidTextException(String file, long offset, byte value) {
    super(
        String.format(
            Locale.ROOT,
            "%s is not UTF-8: byte 0x%02X at offset %d; convert it, for example with iconv",
            file,
            value,
            offset));
  }
}
