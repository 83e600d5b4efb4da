package dev.recurrent.spark.sequence;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.recurrent.nn.cell.CellType;
import dev.recurrent.spark.table.UnusableInputException;
import dev.recurrent.train.Sequence;
import dev.recurrent.train.SequenceCheck;
import dev.recurrent.train.SequenceModel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.RowFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import scala.collection.JavaConverters;
import scala.collection.Seq;

/** What the encoder reads, out of the cells of a sequence's rows. */
class SourceRowsTest {
  private static final SequenceModel ENCODER =
      SequenceModel.input(2).andEmbedding(5, 2).recurrent(CellType.GRU, 3);
  private static final SequenceColumns COLUMNS =
      SequenceColumns.of("id", "t").withTokens("tok").withSource(new SourceColumns("src", "words"));

  private static Seq<?> array(Object... items) {
    return JavaConverters.asScalaBuffer(Arrays.asList(items)).toSeq();
  }

  private static SequenceStep step(int t, @Nullable Object features, @Nullable Object tokens) {
    return SequenceStep.of(RowFactory.create("7", t, 1, features, tokens), COLUMNS);
  }

  private static @Nullable Sequence source(SequenceStep... steps) {
    SequenceModel model =
        SequenceModel.embedding(4, 2).recurrent(CellType.GRU, 3).initialStateFrom(ENCODER);
    return new SequenceRows(new ArrayList<>(List.of(steps)), COLUMNS, new SequenceCheck(model))
        .sequence(SourceRows.of(model, COLUMNS))
        .source();
  }

  private static String refusal(@Nullable Object features, @Nullable Object tokens) {
    return assertThrows(UnusableInputException.class, () -> source(step(0, features, tokens)))
        .getMessage();
  }

  @Test
  void rowsVectorsAndNumbersEndToEndAreTheSameSource() {
    Seq<?> words = array(3, 4);
    float[] expected = {1, 2, 3, 4};
    for (Object cell :
        List.of(
            array(array(1f, 2f), array(3f, 4f)),
            array(Vectors.dense(1, 2), Vectors.dense(3, 4)),
            array(1, 2, 3, 4),
            Vectors.dense(1, 2, 3, 4))) {
      Sequence source = source(step(0, cell, words));
      assertEquals(2, source.steps());
      assertArrayEquals(expected, source.features());
      assertArrayEquals(new int[] {3, 4}, source.tokens());
      assertNull(source.targets());
    }
  }

  @Test
  void oneRowSaysItForAll() {
    Seq<?> cell = array(1f, 2f);
    Sequence source = source(step(2, null, null), step(0, cell, array(1)), step(1, null, null));
    assertEquals(1, source.steps());
    Sequence same = source(step(0, cell, array(1)), step(1, array(1.0, 2.0), array(1)));
    assertArrayEquals(source.features(), same.features());
  }

  @Test
  void whatCannotBeReadIsNamedByColumnAndSequence() {
    assertEquals(
        "column \"src\" of sequence \"7\" has empty cells only, expected in one row at least what"
            + " the model's encoder reads",
        refusal(null, null));
    contains(refusal(array(1, 2), null), "column \"words\" of sequence \"7\" has an empty cell");
    contains(refusal(null, array(1)), "column \"src\" of sequence \"7\" has an empty cell");
    contains(refusal(array(), array()), "column \"src\" of sequence \"7\" has an empty array");
    contains(refusal(array(1, 2, 3), array(1)), "has 3 numbers, expected a multiple of 2");
    contains(
        refusal(array(array(1, 2), array(1)), array(1, 1)),
        "column \"src\" of sequence \"7\" has 1 numbers in step 2, expected 2 as in step 1");
    contains(
        refusal(array(array(1, 2, 3), array(1, 2, 3)), array(1, 1)),
        "source of sequence \"7\" in column \"src\", \"words\" has 3 features a step");
    contains(
        refusal(array(1, 2, 3, 4), array(1)),
        "column \"words\" of sequence \"7\" has 1 tokens, expected 2");
    contains(refusal(array(1, 2), array(5)), "token is 5, expected 0 to below 5");
    contains(refusal(array(1, 2), array(1.5)), "column \"words\" of sequence \"7\" has 1.5");
    contains(refusal(array(1, Double.NaN), array(1)), "column \"src\" of sequence \"7\" has NaN");
    contains(refusal(array(array(1, (Object) null)), array(1)), "has an empty cell");
    String two =
        assertThrows(
                UnusableInputException.class,
                () -> source(step(0, array(1, 2), array(1)), step(1, array(1, 3), array(1))))
            .getMessage();
    contains(two, "column \"src\" of sequence \"7\" has two sources");
  }

  private static void contains(String message, String part) {
    assertTrue(message.contains(part), message);
    assertEquals(1, message.lines().count());
  }

  @Test
  void aSourceIsShuffledOncePerSequence() {
    List<SequenceStep> steps =
        List.of(
            step(0, array(1, 2), array(1)),
            step(1, array(1, 2), array(1)),
            step(2, array(1, 3), array(1)));
    SourceOnce once =
        new SourceOnce(
            IntStream.range(0, 3).mapToObj(RowFactory::create).iterator(),
            row -> steps.get(row.getInt(0)));
    assertFalse(once.next().source == null);
    assertNull(once.next().source);
    assertFalse(once.next().source == null, "another one is not dropped");
    assertFalse(once.hasNext());
  }
}
