package dev.recurrent.interop;

import dev.recurrent.format.ShownText;
import dev.recurrent.format.UnusableModelException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/** The entries of a zip file in memory, unpacked one after the other. */
public final class InflatedZip {
  private static final int LONGEST_NAME = 60;

  private InflatedZip() {}

  /** What takes an entry. */
  public interface Taker {
    /**
     * @param in the entry's unpacked bytes; whoever reads them bounds how many
     */
    void take(String name, InputStream in) throws IOException;
  }

  /**
   * Hands over each entry.
   *
   * @param where the file's name, for messages
   * @param most entries
   * @throws UnusableModelException naming the entry that is damaged, if there is one, or if there
   *     are more entries
   */
  public static void walk(byte[] file, String where, int most, Taker taker) {
    String entry = "the first entry";
    try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(file))) {
      int count = 0;
      for (ZipEntry e = zip.getNextEntry(); e != null; e = zip.getNextEntry()) {
        if (++count > most) {
          throw new UnusableModelException(where + " has more than " + most + " entries");
        }
        String name = "\"" + ShownText.of(e.getName(), LONGEST_NAME) + "\"";
        entry = "the entry " + name;
        taker.take(e.getName(), zip);
        entry = "the entry behind " + name;
      }
    } catch (IOException | IllegalArgumentException e) {
      throw new UnusableModelException(
          where
              + " is a damaged zip file, or one of another format: "
              + entry
              + " cannot be unpacked; a file of torch.save needs --format pytorch, else copy the"
              + " file or save the model again",
          e);
    }
  }
}
