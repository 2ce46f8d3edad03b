package etl.cli.option;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a whole number that is at least 1. */
public final class CountConverter implements ITypeConverter<Integer> {
  @Override
  public Integer convert(String text) {
    String digits = text.strip();
    if (!digits.matches("0*[1-9][0-9]{0,8}")) {
      throw new TypeConversionException("not a whole number from 1 to 999999999");
    }
    return Integer.valueOf(digits);
  }
}
