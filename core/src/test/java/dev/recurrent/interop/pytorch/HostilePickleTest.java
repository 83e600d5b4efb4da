package dev.recurrent.interop.pytorch;

import static dev.recurrent.interop.pytorch.PytorchFiles.requireRefused;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class HostilePickleTest {
  private static void requirePickleRefused(byte[] pickle, String part) {
    requireRefused(PytorchFiles.file(pickle, 32), part);
  }

  /** A dict of one tensor named "x". */
  private static Pickles dict() {
    return Pickles.begin().op('}').text("x");
  }

  @ParameterizedTest
  @CsvSource({
    "posix, system",
    "builtins, eval",
    "__builtin__, getattr",
    "torch, load",
    "torch.jit, load",
    "torch._utils, _rebuild_tensor_v3",
    "collections, OrderedDict.__init__",
  })
  void namesOfPythonAreNeverCalled(String module, String name) {
    byte[] call = Pickles.begin().global(module, name).op('(').text("id").op('t', 'R').end();
    requirePickleRefused(call, "holds an object of \"" + module + "." + name + "\"");
  }

  /** The opcodes of other protocols and those that make objects of classes. */
  @ParameterizedTest
  @CsvSource({
    "'i'", "'o'", "'P'", "'0'", "'2'", "'1'", "'F'", "'I'", "'L'", "'S'", "'U'", "'T'", "'V'",
    "'d'", "'l'", "'p'", "'g'", "'~'"
  })
  void opcodesThatTorchDoesNotWriteAreNamed(char opcode) {
    byte[] pickle = Pickles.begin().op(opcode, 'a', '\n', 'b', '\n').end();
    requirePickleRefused(pickle, "has the opcode '" + opcode + "', which torch.save does not");
  }

  @ParameterizedTest
  @CsvSource({"129", "130", "139", "140", "143", "146", "147", "148", "149", "151", "255", "0"})
  void opcodesAboveAsciiAreNamed(int opcode) {
    requirePickleRefused(Pickles.begin().op(opcode).end(), "0x" + Integer.toHexString(opcode));
  }

  @Test
  void laterProtocolsSayWhatToDo() {
    requirePickleRefused(
        new Pickles().op(0x80, 4).end(), "has protocol 4, expected 2: save without");
  }

  static Stream<Arguments> broken() {
    return Stream.of(
        Arguments.of(Pickles.begin().end(), "takes a value that is not there"),
        Arguments.of(Pickles.begin().op('t').end(), "takes a mark that is not there"),
        Arguments.of(Pickles.begin().op('N', '(', 'R').end(), "takes a value that is not there"),
        Arguments.of(Pickles.begin().op('h', 7).end(), "takes value 7, which it has not kept"),
        Arguments.of(Pickles.begin().op('N', 'N').end(), "ends with values left over"),
        Arguments.of(Pickles.begin().op('N').end(), "holds no dict of tensors"),
        Arguments.of(Pickles.begin().op('}').end(), "holds no dict of tensors"),
        Arguments.of(Pickles.begin().op('}', ')', 'N', 's').end(), "a key that is neither"),
        Arguments.of(Pickles.begin().op('}', '(', 'K', 1, 'u').end(), "a key without a value"),
        Arguments.of(
            Pickles.begin().op('}', '(', 'K', 1, 'N', 'K', 1, 'N', 'u').end(), "key \"1\" twice"),
        Arguments.of(Pickles.begin().op(']', 'N', 'b').end(), "where it should have a dict"),
        Arguments.of(Pickles.begin().op('X').int32(1 << 30).end(), "ends too early"),
        Arguments.of(Pickles.begin().op('X').int32(-1).end(), "more than 2 GB"),
        Arguments.of(Pickles.begin().op('X').int32(1).op(0xFF).end(), "not UTF-8"),
        Arguments.of(Pickles.begin().op(0x8a, 200).end(), "a whole number of 200 bytes"),
        Arguments.of(Pickles.begin().op('c').times(400, 'x').end(), "more than 256 bytes"),
        Arguments.of(
            Pickles.begin().global("torch", "FloatStorage").op(')', 'R').end(), "calls a float"),
        Arguments.of(
            Pickles.begin().global("collections", "OrderedDict").op('N', 0x85, 'R').end(),
            "an OrderedDict with arguments"),
        Arguments.of(new byte[0], "ends too early"));
  }

  @ParameterizedTest
  @MethodSource("broken")
  void brokenPicklesAreRefused(byte[] pickle, String part) {
    requirePickleRefused(pickle, part);
  }

  static Stream<Arguments> lies() {
    int[] one = {1};
    return Stream.of(
        Arguments.of(dict().tensor(9, 0, one, one), "has 36 bytes, it has 32"),
        Arguments.of(dict().tensor(-1, 0, one, one), "of -1 numbers, which is not there"),
        Arguments.of(dict().tensor(1 << 30, 0, one, one), "has 4294967296 bytes, it has 32"),
        Arguments.of(dict().tensor(8, 8, one, one), "leaves the storage"),
        Arguments.of(dict().tensor(8, -1, one, one), "leaves the storage"),
        Arguments.of(dict().tensor(8, 0, new int[] {9}, one), "leaves the storage"),
        Arguments.of(dict().tensor(8, 0, new int[] {-1}, one), "leaves the storage"),
        Arguments.of(dict().tensor(8, 0, new int[] {3}, new int[] {4}), "leaves the storage"),
        Arguments.of(dict().tensor(8, 0, new int[] {3}, new int[] {-1}), "leaves the storage"),
        Arguments.of(dict().tensor(8, 0, new int[] {8, 8}, new int[] {0, 0}), "leaves the storage"),
        Arguments.of(
            dict().tensor(8, 0, new int[] {8, 8, 8, 8, 8, 8, 8, 8}, new int[8]), "leaves the"),
        Arguments.of(dict().tensor(8, 0, new int[9], new int[9]), "at most 8 of each"),
        Arguments.of(dict().tensor(8, 0, new int[40], new int[40]), "more than 8 dimensions"),
        Arguments.of(dict().tensor(8, 0, one, new int[2]), "1 sizes and 2 strides"),
        Arguments.of(dict().storage("FloatStorage", "1", 8), "\"net/data/1\" of 8 numbers"),
        Arguments.of(dict().storage("FloatStorage", "../data.pkl", 8), "which is not there"),
        Arguments.of(dict().storage("ComplexFloatStorage", "0", 4), "torch.ComplexFloatStorage"));
  }

  @ParameterizedTest
  @MethodSource("lies")
  void sizesThatLieAreRefused(Pickles pickle, String part) {
    requirePickleRefused(pickle.op('s').end(), part);
  }

  @Test
  void tensorsOfOtherNumbersAreNamed() {
    Pickles pickle = dict().global("torch._utils", "_rebuild_tensor_v2").op('(');
    pickle.storage("LongStorage", "0", 4).integer(0).tuple(4).tuple(1).op(0x89, 'N', 't', 'R', 's');
    requirePickleRefused(pickle.end(), "tensor \"x\" has long numbers, expected float, double");
  }

  @Test
  void manyTensorsOverOneStorageDoNotMultiplyIt() {
    Pickles pickle = Pickles.begin().op('}', '(');
    for (int i = 0; i < 300; i++) {
      pickle.text("w" + i).tensor(8192, 0, new int[] {8192}, new int[] {1});
    }
    requireRefused(
        PytorchFiles.file(pickle.op('u').end(), 4 * 8192), "tensors of 2457600 numbers in");
  }

  @Test
  void severalStateDictsAreListed() {
    Pickles pickle = Pickles.begin().op('}');
    for (String name : new String[] {"model", "average"}) {
      pickle.text(name).op('}').text("x").tensor(8, 0, new int[] {8}, new int[] {1}).op('s', 's');
    }
    requirePickleRefused(pickle.end(), "holds several: [model, average]; save");
  }

  @Test
  void messagesShowNoControlCharacters() {
    byte[] call = Pickles.begin().global("os\u001b[2J", "x".repeat(120)).op(')', 'R').end();
    requirePickleRefused(call, "holds an object of \"os [2J.xxx");
  }

  /** What reading a hundred kilobytes may cost: sixty-four bytes for each, and a little. */
  static Stream<Arguments> floods() {
    Supplier<Pickles> begin = Pickles::begin;
    Pickles doubling = begin.get().op(']', 'q', 0);
    for (int i = 0; i < 40; i++) {
      doubling.op(']', '(', 'h', i, 'h', i, 'e', 'q', i + 1);
    }
    return Stream.of(
        Arguments.of(begin.get().times(100_000, ']').end()),
        Arguments.of(begin.get().times(100_000, '}').end()),
        Arguments.of(begin.get().times(100_000, '(').end()),
        Arguments.of(begin.get().op(')').times(100_000, 0x85).end()),
        Arguments.of(begin.get().op('N').times(50_000, 'q', 3).end()),
        Arguments.of(begin.get().op('N').times(20_000, 'r', 1, 2, 3, 4).end()),
        Arguments.of(begin.get().op(']', 'q', 0).times(30_000, 'h', 0, 'a').end()),
        Arguments.of(doubling.end()));
  }

  @ParameterizedTest
  @MethodSource("floods")
  void floodsEndSoonAndTakeLittle(byte[] pickle) {
    byte[] file = PytorchFiles.file(pickle, 0);
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long id = Thread.currentThread().getId();
    long before = threads.getThreadAllocatedBytes(id);
    requireRefused(file, "");
    long taken = threads.getThreadAllocatedBytes(id) - before;
    assertTrue(taken < 100L * 100_000, () -> "took " + taken);
  }

  @Test
  void aPickleOfManyMegabytesIsNotRead() {
    requireRefused(PytorchFiles.file(new byte[3 << 20], 0), "its pickle has more than 2 MB");
  }

  @Test
  void attributesOfAStateDictAndAParameterAreReadOver() {
    Pickles pickle = Pickles.begin().global("collections", "OrderedDict").op(')', 'R', '(');
    for (String name : new String[] {"weight_ih_l0", "weight_hh_l0"}) {
      pickle.text(name).global("torch._utils", "_rebuild_parameter");
      pickle.tensor(8, 0, new int[] {4, 1}, new int[] {2, 1}).op(0x88, '}', 0x87, 'R');
    }
    pickle.op('u', '}').text("_metadata").op('}', 's', 'b');
    byte[] file = PytorchFiles.file(pickle.end(), 32);
    assertEquals(12, PytorchFiles.read(file).parameters().length);
  }
}
