package dev.recurrent.timeseries.job;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.recurrent.timeseries.backtest.Origins;
import dev.recurrent.timeseries.series.Frequency;
import dev.recurrent.timeseries.series.MissingValuePolicy;
import dev.recurrent.timeseries.series.Observations;
import dev.recurrent.timeseries.series.RegularSeries;
import dev.recurrent.timeseries.series.TimeSeries;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import org.apache.spark.SparkConf;
import org.apache.spark.serializer.KryoSerializer;
import org.apache.spark.serializer.SerializerInstance;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import scala.reflect.ClassTag;
import scala.reflect.ClassTag$;

/** What lies on disks and goes through shuffles is read back where Spark's serializer is Kryo. */
class KryoTest {
  private static final SerializerInstance KRYO = new KryoSerializer(new SparkConf()).newInstance();

  @SuppressWarnings("unchecked")
  private static <T> T copy(T value) {
    ClassTag<T> tag = ClassTag$.MODULE$.apply((Class<T>) value.getClass());
    return KRYO.deserialize(KRYO.serialize(value, tag), tag);
  }

  private static RegularSeries regular(String frequency) {
    Frequency rule = Frequency.of(frequency);
    Observations rows = new Observations("s", 7);
    for (int k = 0; k < 30; k++) {
      rows.add(rule.time(10 + k), k, new float[] {2 * k});
    }
    return copy(rows).regular(rule, MissingValuePolicy.DROP);
  }

  @Test
  void zonesHolidaysAndIndexesAreReadBack() {
    for (Frequency frequency :
        List.of(
            Frequency.of("h").inZone(ZoneId.of("America/New_York"), false),
            Frequency.of("B")
                .withHolidays(List.of(LocalDate.of(2026, 12, 25)))
                .inZone(ZoneId.of("Europe/Berlin"), true),
            Frequency.of("D").inZone(ZoneOffset.ofHours(5), true),
            Frequency.ofIndex(new long[] {3, 8, 13}))) {
      assertEquals(frequency, copy(frequency));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"D", "15min", "W-SUN", "ME", "QE-FEB", "B", "YE"})
  void seriesOfEveryFrequencyAreReadBack(String frequency) {
    RegularSeries before = regular(frequency);
    TimeSeries series = copy(before).series();
    assertArrayEquals(before.series().values(), series.values());
    assertArrayEquals(before.series().covariates(), series.covariates());
    assertEquals(before.series().step(40), series.step(40));
    long step = series.step(40);
    assertEquals(before.series().frequency().time(step), series.frequency().time(step));

    Origins origins = copy(new Origins[] {new Origins(series, 3, 20)})[0];
    assertEquals(18, origins.count(1));
  }
}
