package dev.recurrent.interop.pytorch;

import dev.recurrent.format.FloatType;
import dev.recurrent.format.Safetensors;
import dev.recurrent.format.UnusableModelException;
import dev.recurrent.interop.FileBeginning;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A model's tensors by name: of a zip file of {@code torch.save}, or of a safetensors file.
 *
 * @param tensors in the file's order
 * @param ordered whether that order is the modules'; a safetensors file of PyTorch's is sorted by
 *     name
 */
record StateDict(Map<String, Safetensors.Tensor> tensors, boolean ordered) {
  /** A pickle's first byte, as torch.save wrote it before version 1.6. */
  private static final byte PICKLE = (byte) 0x80;

  /** A pickle of a hundred layers has a tenth of that. */
  private static final int LARGEST_PICKLE = 1 << 21;

  /**
   * @param where the file's name, for messages
   * @throws UnusableModelException if it is neither kind of file, damaged, or holds other than
   *     tensors
   */
  static StateDict of(byte[] file, String where) {
    FileBeginning beginning = FileBeginning.of(file, where);
    requireFormat(beginning);
    if (beginning.isZip()) {
      return ofZip(new StoredZip(file, where), where);
    }
    Map<String, Safetensors.Tensor> tensors = Safetensors.converted(file, where).tensors();
    List<String> names = List.copyOf(tensors.keySet());
    return new StateDict(tensors, !names.equals(names.stream().sorted().toList()));
  }

  /**
   * @throws UnusableModelException if the file is neither a zip file nor safetensors
   */
  static void requireFormat(FileBeginning file) {
    if (file.isZip()) {
      return;
    }
    if (file.known() > 8 && file.at(8) == '{') {
      return;
    }
    if (file.known() > 0 && file.at(0) == PICKLE) {
      throw file.unlike(
          "a zip file; this is the form that torch.save wrote before PyTorch 1.6: load it there and"
              + " save it again with torch.save(torch.load(FILE), FILE)");
    }
    throw file.unlike(
        "a zip file of torch.save or a safetensors file: save model.state_dict() with torch.save");
  }

  private static StateDict ofZip(StoredZip zip, String where) {
    String folder = folder(zip, where);
    String order = folder + "byteorder";
    if (zip.has(order) && !text(zip, order).equals("little")) {
      throw new UnusableModelException(where + " is big-endian; save it on another machine");
    }
    if (zip.length(folder + "data.pkl") > LARGEST_PICKLE) {
      throw new UnusableModelException(
          where + ": its pickle has more than 2 MB; save model.state_dict() alone");
    }
    Map<String, TorchTensor> found = tensors(TensorUnpickler.read(zip, folder, where), where);
    Map<String, Safetensors.Tensor> tensors = new LinkedHashMap<>();
    long numbers = found.values().stream().mapToLong(TorchTensor::size).sum();
    long most = zip.names().stream().mapToLong(zip::length).sum();
    if (numbers > most) {
      throw new UnusableModelException(
          where + " has tensors of " + numbers + " numbers in " + most + " bytes");
    }
    Map<String, ByteBuffer> storages = new LinkedHashMap<>();
    found.forEach(
        (name, tensor) -> {
          FloatType type = tensor.storage().type().type();
          if (type == null) {
            throw new UnusableModelException(
                where
                    + ": tensor \""
                    + Shown.text(name)
                    + "\" has "
                    + tensor.storage().type().label()
                    + " numbers, expected float, double, half or bfloat16");
          }
          ByteBuffer bytes = storages.computeIfAbsent(tensor.storage().entry(), zip::bytes);
          tensors.put(name, tensor.read(bytes, type));
        });
    return new StateDict(tensors, true);
  }

  private static String text(StoredZip zip, String name) {
    ByteBuffer bytes = zip.bytes(name);
    StringBuilder text = new StringBuilder();
    while (bytes.hasRemaining() && text.length() < 16) {
      text.append((char) bytes.get());
    }
    return text.toString();
  }

  private static String folder(StoredZip zip, String where) {
    List<String> pickles = zip.names().stream().filter(n -> n.endsWith("/data.pkl")).toList();
    if (pickles.size() != 1) {
      throw new UnusableModelException(
          where + " has " + pickles.size() + " entries data.pkl, expected one, as of torch.save");
    }
    String folder = pickles.get(0).substring(0, pickles.get(0).length() - "data.pkl".length());
    if (zip.has(folder + "constants.pkl")) {
      throw new UnusableModelException(
          where + " is a TorchScript program; save model.state_dict() with torch.save instead");
    }
    return folder;
  }

  /** The state_dict that a file is, or that it holds below one key. */
  private static Map<String, TorchTensor> tensors(Object value, String where) {
    if (!(value instanceof Map<?, ?> map)) {
      throw new UnusableModelException(
          where + " holds no dict of tensors; save model.state_dict()");
    }
    if (isStateDict(map)) {
      return typed(map);
    }
    List<String> keys = new ArrayList<>();
    Map<String, TorchTensor> found = Map.of();
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      if (entry.getValue() instanceof Map<?, ?> inner && isStateDict(inner)) {
        keys.add(Shown.text(String.valueOf(entry.getKey())));
        found = typed(inner);
      }
    }
    if (keys.size() != 1) {
      throw new UnusableModelException(
          where
              + " holds "
              + (keys.isEmpty()
                  ? "no dict of tensors"
                  : "several: " + keys.subList(0, Math.min(5, keys.size())))
              + "; save model.state_dict()");
    }
    return found;
  }

  private static boolean isStateDict(Map<?, ?> map) {
    return !map.isEmpty()
        && map.keySet().stream().allMatch(String.class::isInstance)
        && map.values().stream().allMatch(TorchTensor.class::isInstance);
  }

  private static Map<String, TorchTensor> typed(Map<?, ?> map) {
    Map<String, TorchTensor> typed = new LinkedHashMap<>();
    map.forEach((name, tensor) -> typed.put((String) name, (TorchTensor) tensor));
    return typed;
  }
}
