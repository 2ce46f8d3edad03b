package etl.cli.option;

import etl.sqs.QueueArn;
import java.net.URI;
import java.net.URISyntaxException;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a queue's URL, or its ARN, which is a URI too. */
final class QueueAddress implements ITypeConverter<URI> {
  @Override
  public URI convert(String text) {
    try {
      return parse(text);
    } catch (URISyntaxException e) {
      throw new TypeConversionException("neither an http URL nor an ARN");
    }
  }

  /** Reads one as {@link WebAddress#parse} does. */
  static URI parse(String text) throws URISyntaxException {
    return QueueArn.isArn(text) ? new URI(text.strip()) : WebAddress.parse(text);
  }

  static boolean isArn(URI address) {
    return QueueArn.isArn(address.toString());
  }
}
