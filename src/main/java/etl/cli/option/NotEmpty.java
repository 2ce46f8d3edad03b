package etl.cli.option;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Takes any text that is not blank, which would more likely be a variable that is not set. */
final class NotEmpty implements ITypeConverter<String> {
  @Override
  public String convert(String text) {
    if (text.isBlank()) {
      throw new TypeConversionException("it is empty");
    }
    return text;
  }
}
