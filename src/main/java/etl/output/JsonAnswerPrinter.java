package etl.output;

import com.google.gson.stream.JsonWriter;
import etl.postgres.recover.RecoveredOriginal;
import java.io.IOException;
import java.io.UncheckedIOException;

/** An array of objects with {@code hash}, {@code field} and {@code original}. */
public final class JsonAnswerPrinter implements AnswerPrinter {
  private final Output out;
  private final JsonWriter json;

  public JsonAnswerPrinter(Output out) {
    this.out = out;
    this.json = new JsonWriter(out);
  }

  @Override
  public void begin() {
    write(json::beginArray);
  }

  @Override
  public void known(RecoveredOriginal known) {
    String field = known.field().isEmpty() ? null : known.field();
    answer(known.hash(), field, known.original());
  }

  @Override
  public void unknown(String hash) {
    answer(hash, null, null);
  }

  @Override
  public void end() {
    write(json::endArray);
    out.write('\n');
  }

  private void answer(String hash, String field, String original) {
    write(
        () -> {
          json.beginObject();
          json.name("hash").value(hash);
          json.name("field").value(field);
          json.name("original").value(original);
          json.endObject();
        });
  }

  private static void write(Writing writing) {
    try {
      writing.run();
    } catch (IOException e) {
      throw new UncheckedIOException("the output throws its own exceptions", e);
    }
  }

  private interface Writing {
    void run() throws IOException;
  }
}
