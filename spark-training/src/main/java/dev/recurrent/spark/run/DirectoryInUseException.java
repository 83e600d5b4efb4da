package dev.recurrent.spark.run;

/** Another run that lives writes to the directory. */
public final class DirectoryInUseException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  DirectoryInUseException(HadoopDirectory directory, String host, long pid) {
    super(
        directory
            + " is in use by the run of process "
            + pid
            + " on "
            + host
            + "; wait for it, stop it, or choose another --output");
  }
}
