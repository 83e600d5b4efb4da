package dev.recurrent.interop.pytorch;

import dev.recurrent.format.UnusableModelException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads {@code data.pkl} of a file of {@code torch.save}: tensors, texts, numbers, tuples, lists
 * and dicts. It knows the opcodes that PyTorch writes and its own {@code weights_only} reader
 * accepts. A name of Python that is not a {@link TorchGlobal} is refused; none is ever looked up.
 */
final class TensorUnpickler {
  /** What Python's None is here. */
  enum None {
    NONE
  }

  private final StoredZip zip;
  private final String folder;
  private final PickleBytes in;
  private final PickleStack stack;

  private TensorUnpickler(StoredZip zip, String folder, String where) {
    this.zip = zip;
    this.folder = folder;
    in = new PickleBytes(zip.bytes(folder + "data.pkl"), where);
    stack = new PickleStack(in);
  }

  /**
   * The value of a file: {@link Map} for dicts, {@link List}, {@code Object[]} for tuples, {@link
   * TorchTensor}, {@link String}, {@link Long}, {@link Double}, {@link Boolean}, {@link None}.
   *
   * @param folder of the zip that holds data.pkl, with a slash at its end
   * @throws UnusableModelException naming the place of what is refused
   */
  static Object read(StoredZip zip, String folder, String where) {
    return new TensorUnpickler(zip, folder, where).value();
  }

  private Object value() {
    for (int op = in.opcode(); op != '.'; op = in.opcode()) {
      if (!constant(op) && !container(op) && !object(op)) {
        String shown =
            op > ' ' && op < 127 ? "'" + (char) op + "'" : "0x" + Integer.toHexString(op);
        throw in.wrong("has the opcode " + shown + ", which torch.save does not write");
      }
    }
    Object value = stack.pop();
    if (stack.size() > 0) {
      throw in.wrong("ends with values left over");
    }
    return value;
  }

  private boolean constant(int op) {
    switch (op) {
      case 0x80 -> protocol(in.u8());
      case 'N' -> stack.push(None.NONE);
      case 0x88 -> stack.push(true);
      case 0x89 -> stack.push(false);
      case 'J' -> stack.push((long) in.i32());
      case 'K' -> stack.push((long) in.u8());
      case 'M' -> stack.push((long) in.u16());
      case 0x8a -> stack.push(in.integer(in.u8()));
      case 'G' -> stack.push(in.f64());
      case 'X' -> stack.push(in.text(in.i32()));
      case 'q' -> stack.remember(in.u8());
      case 'r' -> stack.remember(in.i32());
      case 'h' -> stack.recall(in.u8());
      case 'j' -> stack.recall(in.i32());
      default -> {
        return false;
      }
    }
    return true;
  }

  private void protocol(int version) {
    if (version != 2) {
      throw in.wrong(
          "has protocol " + version + ", expected 2: save without the option pickle_protocol");
    }
  }

  private boolean container(int op) {
    switch (op) {
      case '}' -> stack.push(new LinkedHashMap<>(2));
      case ']' -> stack.push(new ArrayList<>(0));
      case ')' -> stack.tuple(0);
      case 0x85 -> stack.tuple(1);
      case 0x86 -> stack.tuple(2);
      case 0x87 -> stack.tuple(3);
      case '(' -> stack.mark();
      case 't' -> stack.push(stack.popToMark());
      case 'a' -> stack.appendAll(new Object[] {stack.pop()});
      case 'e' -> stack.appendAll(stack.popToMark());
      case 's' -> {
        Object value = stack.pop();
        stack.putAll(new Object[] {stack.pop(), value});
      }
      case 'u' -> stack.putAll(stack.popToMark());
      default -> {
        return false;
      }
    }
    return true;
  }

  private boolean object(int op) {
    switch (op) {
      case 'c' -> stack.push(global(in.line() + "." + in.line()));
      case 'Q' -> stack.push(storage(stack.pop(Object[].class, "a storage's tuple")));
      case 'R' -> {
        Object[] arguments = stack.pop(Object[].class, "a tuple of arguments");
        stack.push(made(stack.pop(TorchGlobal.class, "a name"), arguments));
      }
      case 'b' -> state(stack.pop());
      default -> {
        return false;
      }
    }
    return true;
  }

  private TorchGlobal global(String name) {
    TorchGlobal global = TorchGlobal.of(name);
    if (global == null) {
      throw in.wrong(
          "holds an object of \""
              + Shown.text(name)
              + "\", expected tensors, numbers and texts only: save model.state_dict()");
    }
    return global;
  }

  /**
   * PyTorch gives a state_dict one attribute, the versions of its modules: nothing of it is used.
   */
  private void state(Object attributes) {
    stack.require(attributes, Map.class, "a dict of attributes");
    stack.peek(Map.class, "a dict");
  }

  private Object made(TorchGlobal global, Object[] arguments) {
    return switch (global) {
      case ORDERED_DICT -> {
        if (arguments.length > 0) {
          throw in.wrong("has an OrderedDict with arguments, expected none");
        }
        yield new LinkedHashMap<>(2);
      }
      case TENSOR -> tensor(arguments);
      case PARAMETER -> {
        if (arguments.length != 3) {
          throw in.wrong("has a parameter of " + arguments.length + " arguments, expected 3");
        }
        yield stack.require(arguments[0], TorchTensor.class, "a tensor");
      }
      default -> throw in.wrong("calls a " + global.label() + " storage");
    };
  }

  private TorchTensor.Storage storage(Object[] id) {
    if (id.length != 5 || !"storage".equals(id[0])) {
      throw in.wrong("has a persistent id of " + id.length + " parts, expected a storage of 5");
    }
    TorchGlobal type = stack.require(id[1], TorchGlobal.class, "a storage's type");
    String entry = folder + "data/" + stack.require(id[2], String.class, "a storage's key");
    long size = stack.require(id[4], Long.class, "a storage's size");
    if (type.bytes() == 0 || !zip.has(entry) || size < 0 || size > Integer.MAX_VALUE) {
      throw in.wrong(
          "has a storage \""
              + Shown.text(entry)
              + "\" of "
              + size
              + " numbers, which is not there");
    }
    if (size * type.bytes() != zip.length(entry)) {
      throw in.wrong(
          "says that storage \""
              + Shown.text(entry)
              + "\" has "
              + size * type.bytes()
              + " bytes, it has "
              + zip.length(entry));
    }
    return new TorchTensor.Storage(type, entry, (int) size);
  }

  private TorchTensor tensor(Object[] arguments) {
    if (arguments.length < 6 || arguments.length > 7) {
      throw in.wrong("has a tensor of " + arguments.length + " arguments, expected 6");
    }
    TorchTensor.Storage storage =
        stack.require(arguments[0], TorchTensor.Storage.class, "a tensor's storage");
    long offset = stack.require(arguments[1], Long.class, "a tensor's offset");
    try {
      return new TorchTensor(storage, offset, sizes(arguments[2]), sizes(arguments[3]));
    } catch (IllegalArgumentException | ArithmeticException e) {
      UnusableModelException wrong =
          in.wrong(
              "has a tensor of a wrong size: "
                  + (e instanceof ArithmeticException
                      ? "more than 2^63 - 1 numbers"
                      : e.getMessage()));
      wrong.initCause(e);
      throw wrong;
    }
  }

  private List<Long> sizes(Object value) {
    List<Long> sizes = new ArrayList<>();
    for (Object one : stack.require(value, Object[].class, "a tuple of sizes")) {
      if (sizes.size() > 8) {
        throw in.wrong("has a tensor of more than 8 dimensions");
      }
      sizes.add(stack.require(one, Long.class, "a size"));
    }
    return sizes;
  }
}
