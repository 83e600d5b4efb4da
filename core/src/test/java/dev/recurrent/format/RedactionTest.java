package dev.recurrent.format;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RedactionTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "s3a://key:canary@bucket/a             | s3a://***@bucket/a",
        "hdfs://anna:can@ary@host:9000/a       | hdfs://***@host:9000/a",
        "x https://u:canary@h/a, ftp://v:canary@h | x https://***@h/a, ftp://***@h",
        "jdbc:postgresql://h/db?user=anna&password=canary&ssl=true"
            + " | jdbc:postgresql://h/db?user=anna&password=***&ssl=true",
        "https://h/a?X-Amz-Date=1&X-Amz-Signature=canary |"
            + " https://h/a?X-Amz-Date=1&X-Amz-Signature=***",
        "https://h/a?sv=2&sig=canary           | https://h/a?sv=2&sig=***",
        "https://h/a?access_token=canary       | https://h/a?access_token=***",
        "jdbc:sqlserver://h;user=sa;Password=canary;x=1 |"
            + " jdbc:sqlserver://h;user=sa;Password=***;x=1",
        "abfss://container@account.dfs.core.windows.net/a"
            + " | abfss://container@account.dfs.core.windows.net/a",
        "hdfs://host:9000/user/a@b/c?tokens=char | hdfs://host:9000/user/a@b/c?tokens=char",
        "/plain/path:with@signs                | /plain/path:with@signs",
      })
  void secretsOfUrlsAreStars(String text, String expected) {
    assertEquals(expected, Redaction.of(text));
  }
}
