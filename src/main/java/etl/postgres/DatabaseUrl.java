package etl.postgres;

import etl.event.Fault;
import etl.event.StoreException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The parts of a database URL, percent-decoded. Error messages never quote the URL, which may
 * contain a password.
 *
 * @param hosts names or addresses, separated by commas; null if the URL has none
 * @param ports as many as hosts, each possibly empty; null if there are none
 * @param database null if the URL has none
 * @param user null if the URL has none
 * @param password null if the URL has none
 * @param parameters the query parameters, without the parts above
 */
record DatabaseUrl(
    String hosts,
    String ports,
    String database,
    String user,
    String password,
    Map<String, String> parameters) {
  private static final String JDBC = "jdbc:";
  private static final List<String> SCHEMES = List.of("postgresql:", "postgres:");

  /** A URL without any part. */
  static final DatabaseUrl NONE = new DatabaseUrl(null, null, null, null, null, Map.of());

  static DatabaseUrl parse(String url) {
    String plain = url.startsWith(JDBC) ? url.substring(JDBC.length()) : url;
    for (String scheme : SCHEMES) {
      if (plain.startsWith(scheme)) {
        return parseParts(plain.substring(scheme.length()));
      }
    }
    throw invalid("it must begin with postgresql:// or jdbc:postgresql:");
  }

  private static DatabaseUrl parseParts(String parts) {
    int question = parts.indexOf('?');
    Map<String, String> query = parseQuery(question < 0 ? "" : parts.substring(question + 1));
    String place = question < 0 ? parts : parts.substring(0, question);
    String authority = "";
    if (place.startsWith("//")) {
      int slash = place.indexOf('/', 2);
      authority = place.substring(2, slash < 0 ? place.length() : slash);
      place = slash < 0 ? "" : place.substring(slash);
    }
    String path = place.startsWith("/") ? place.substring(1) : place;

    int at = authority.lastIndexOf('@');
    String login = at < 0 ? "" : authority.substring(0, at);
    int colon = login.indexOf(':');
    List<String> hosts = new ArrayList<>();
    List<String> ports = new ArrayList<>();
    splitHosts(authority.substring(at + 1), hosts, ports);
    return new DatabaseUrl(
        first(String.join(",", hosts), query.remove("host")),
        first(
            ports.stream().allMatch(String::isEmpty) ? "" : String.join(",", ports),
            query.remove("port")),
        first(decode(path), query.remove("dbname")),
        first(decode(colon < 0 ? login : login.substring(0, colon)), query.remove("user")),
        first(colon < 0 ? "" : decode(login.substring(colon + 1)), query.remove("password")),
        query);
  }

  private static Map<String, String> parseQuery(String text) {
    Map<String, String> query = new LinkedHashMap<>();
    for (String pair : text.split("&")) {
      int equals = pair.indexOf('=');
      if (equals > 0) {
        query.put(decode(pair.substring(0, equals)), decode(pair.substring(equals + 1)));
      } else if (!pair.isEmpty()) {
        throw invalid("a parameter has no value");
      }
    }
    return query;
  }

  private static void splitHosts(String text, List<String> hosts, List<String> ports) {
    if (text.isEmpty()) {
      return;
    }
    for (String host : text.split(",", -1)) {
      // The colons of an IPv6 address are in brackets; the port's colon follows them.
      int colon = host.indexOf(':', Math.max(0, host.indexOf(']')));
      hosts.add(decode(colon < 0 ? host : host.substring(0, colon)));
      ports.add(colon < 0 ? "" : host.substring(colon + 1));
    }
  }

  private static String decode(String text) {
    try {
      // A plus sign is literal here, unlike in a form.
      return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw invalid("a percent sign is not followed by two hexadecimal digits");
    }
  }

  private static String first(String part, String parameter) {
    return part.isEmpty() ? parameter : part;
  }

  static StoreException invalid(String why) {
    return new StoreException(
        Fault.CONFIGURATION, "", "the database settings are wrong: " + why, null);
  }
}
