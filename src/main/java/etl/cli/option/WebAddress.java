package etl.cli.option;

import java.net.URI;
import java.net.URISyntaxException;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads http and https URLs. */
final class WebAddress implements ITypeConverter<URI> {
  @Override
  public URI convert(String text) {
    try {
      return parse(text);
    } catch (URISyntaxException e) {
      throw new TypeConversionException("not an http URL");
    }
  }

  /**
   * Reads one.
   *
   * @throws URISyntaxException if it is none; its message quotes the text
   */
  static URI parse(String text) throws URISyntaxException {
    URI uri = new URI(text.strip());
    boolean web =
        "http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme());
    if (!web || uri.getHost() == null) {
      throw new URISyntaxException(text, "no http URL");
    }
    return uri;
  }
}
