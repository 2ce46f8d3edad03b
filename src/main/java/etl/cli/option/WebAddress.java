package etl.cli.option;

import etl.environment.CommandFailure;
import etl.sqs.QueueArn;
import java.net.URI;
import java.net.URISyntaxException;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * Reads http and https URLs that hold no login. Queues and endpoints have no other parts than a
 * host, a port and a path: anything else could be a part of a password, and would be shown.
 */
final class WebAddress implements ITypeConverter<URI> {
  /** The same for a queue, whose ARN is a URI too. */
  static final class OrArn implements ITypeConverter<URI> {
    @Override
    public URI convert(String text) {
      try {
        return parse(text);
      } catch (URISyntaxException e) {
        throw new TypeConversionException("neither an http URL nor an ARN");
      }
    }

    static URI parse(String text) throws URISyntaxException {
      return QueueArn.isArn(text) ? new URI(text.strip()) : WebAddress.parse(text);
    }
  }

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
   * @throws CommandFailure if a user, and perhaps a password, stands in it
   */
  static URI parse(String text) throws URISyntaxException {
    if (text.contains("@")) {
      throw CommandFailure.configuration(
          "the URL of a queue or an endpoint holds a user or a password, which SQS knows nothing"
              + " of: leave it out (AWS credentials are for that)");
    }
    URI uri = new URI(text.strip());
    boolean web =
        "http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme());
    boolean plain = uri.getRawQuery() == null && uri.getRawFragment() == null;
    if (!web || !plain || uri.getHost() == null) {
      throw new URISyntaxException(text, "no http URL");
    }
    return uri;
  }
}
