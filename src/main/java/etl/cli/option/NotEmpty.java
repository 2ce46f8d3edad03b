package etl.cli.option;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Takes any text but the empty one, which is more likely a variable that was not set. */
final class NotEmpty implements ITypeConverter<String> {
  @Override
  public String convert(String text) {
    if (text.isBlank()) {
      throw new TypeConversionException("it is empty");
    }
    return text;
  }
}
