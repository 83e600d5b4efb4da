package dev.recurrent.format;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.module.SimpleModule;
import dev.recurrent.nn.cell.CellFactory;
import java.io.IOException;

/** Cells as JSON has them: their names. */
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
            generator.writeString(cell.name());
          }
        });
    addDeserializer(
        CellFactory.class,
        new JsonDeserializer<>() {
          @Override
          public CellFactory deserialize(JsonParser parser, DeserializationContext context)
              throws IOException {
            try {
              return CellFactory.of(parser.getValueAsString(""));
            } catch (IllegalArgumentException e) {
              return context.reportInputMismatch(CellFactory.class, "%s", e.getMessage());
            }
          }
        });
  }
}
