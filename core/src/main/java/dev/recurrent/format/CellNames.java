package dev.recurrent.format;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.module.SimpleModule;
import dev.recurrent.nn.cell.CellFactory;
import java.io.IOException;

/** Writes cells as JSON has them: their names. {@link RecordReader} reads them. */
final class CellNames extends SimpleModule {
  private static final long serialVersionUID = 1;

  CellNames() {
    addSerializer(
        CellFactory.class,
        new JsonSerializer<>() {
          @Override
          public void serialize(
              CellFactory cell, JsonGenerator generator, SerializerProvider provider)
              throws IOException {
            cell.requireStorable();
            generator.writeString(cell.name());
          }
        });
  }
}
