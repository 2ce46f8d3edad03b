package etl.cli.option;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a TCP port; 0 is any free one. */
final class PortConverter implements ITypeConverter<Integer> {
  private static final int HIGHEST = 65_535;

  @Override
  public Integer convert(String text) {
    String digits = text.strip();
    if (!digits.matches("[0-9]{1,5}") || Integer.parseInt(digits) > HIGHEST) {
      throw new TypeConversionException("not a port from 0 to " + HIGHEST);
    }
    return Integer.valueOf(digits);
  }
}
