package dev.recurrent.spark;

import dev.recurrent.format.Manifest;

/** The identity of a parameter array: the SHA-256 of its little-endian bytes. */
public final class ParameterHash {
  private ParameterHash() {}

  /** 64 hexadecimal digits. */
  public static String hash(float[] parameters) {
    return Manifest.sha256(DeltaCodec.bytes(parameters));
  }

  /** The first 8 bytes, 16 digits. */
  public static String shortHash(float[] parameters) {
    return hash(parameters).substring(0, 16);
  }
}
