package etl.aws;

import etl.event.Fault;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A proxy, as a variable names it.
 *
 * @param scheme http or https: how the proxy itself is spoken to
 * @param host its name or address, one of IPv6 without brackets
 * @param user null if it asks for none
 * @param password null if it asks for none
 */
record ProxyAddress(String scheme, String host, int port, String user, String password) {
  private static final Pattern SCHEME = Pattern.compile("([A-Za-z][A-Za-z0-9+.-]*)://(.*)");
  private static final Pattern AUTHORITY =
      Pattern.compile(
          "(?:(?<user>[^@:/?#]*)(?::(?<password>[^@/?#]*))?@)?"
              + "(?<host>\\[[0-9A-Fa-f:.]+]|[\\p{L}\\p{N}._-]+)"
              + "(?::(?<port>\\d{1,5}))?/?");

  /**
   * Reads one, with or without its scheme, http by default. Nothing of it is quoted in a failure: a
   * password that was not percent-encoded can stand anywhere.
   *
   * @param variable the variable's name
   * @throws AwsException CONFIGURATION if it is none
   */
  static ProxyAddress parse(String variable, String text) {
    String stripped = text.strip();
    Matcher schemed = SCHEME.matcher(stripped);
    boolean named = schemed.matches();
    String scheme = named ? schemed.group(1).toLowerCase(Locale.ROOT) : "http";
    Matcher parts = AUTHORITY.matcher(named ? schemed.group(2) : stripped);
    if (!parts.matches()) {
      throw wrong(
          variable,
          "is not the URL of a proxy, as in http://host:3128; percent-encode a password in it"
              + " (@ is %40, / is %2F, ? is %3F, % is %25)");
    }
    if (scheme.startsWith("socks")) {
      throw wrong(variable, "names a SOCKS proxy: etl goes by http and https proxies only");
    } else if (!scheme.equals("http") && !scheme.equals("https")) {
      throw wrong(variable, "must begin with http:// or https://");
    }
    String port = parts.group("port");
    return new ProxyAddress(
        scheme,
        parts.group("host").replaceAll("[\\[\\]]", ""),
        port == null ? (scheme.equals("https") ? 443 : 80) : port(variable, port),
        decode(variable, parts.group("user")),
        parts.group("user") == null
            ? null
            : decode(variable, Objects.requireNonNullElse(parts.group("password"), "")));
  }

  private static int port(String variable, String digits) {
    int port = Integer.parseInt(digits);
    if (port < 1 || port > 65_535) {
      throw wrong(variable, "has a port that is none");
    }
    return port;
  }

  private static String decode(String variable, String text) {
    if (text == null) {
      return null;
    }
    try {
      // A plus sign is literal here, unlike in a form.
      return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw wrong(
          variable, "has a percent sign that is not followed by two hexadecimal digits: it is %25");
    }
  }

  private static AwsException wrong(String variable, String why) {
    return new AwsException(Fault.CONFIGURATION, variable + " " + why, null);
  }

  boolean hasLogin() {
    return user != null && !user.isEmpty();
  }

  URI uri() {
    return URI.create(toString());
  }

  /** The URL without user and password. */
  @Override
  public String toString() {
    return scheme + "://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
  }
}
