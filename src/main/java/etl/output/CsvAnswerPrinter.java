package etl.output;

import etl.postgres.recover.RecoveredOriginal;

/**
 * Comma-separated values with a header, quoted by RFC 4180, with line feeds. For an unknown hash,
 * the other fields are empty.
 */
public final class CsvAnswerPrinter implements AnswerPrinter {
  private final Output out;

  public CsvAnswerPrinter(Output out) {
    this.out = out;
  }

  @Override
  public void begin() {
    record("hash", "field", "original");
  }

  @Override
  public void known(RecoveredOriginal known) {
    record(known.hash(), known.field(), known.original());
  }

  @Override
  public void unknown(String hash) {
    record(hash, "", "");
  }

  @Override
  public void end() {}

  private void record(String hash, String field, String original) {
    out.line(CsvLine.of(hash, field, original));
  }
}
