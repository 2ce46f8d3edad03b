package etl.postgres;

import etl.doctor.Remedy;
import etl.event.Fault;
import etl.event.StoreException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The parts of a database URL, percent-decoded. Error messages never quote the URL, which may
 * contain a password. One that was not percent-encoded looks like a port, a path or a query: what
 * looks like that is refused, so that no part of such a URL is taken for a name and printed.
 *
 * @param hosts names or addresses, separated by commas; null, like any part that the URL lacks
 * @param ports as many as hosts, each possibly empty; null if there are none
 * @param parameters the query parameters, without the parts above; those that libpq and the driver
 *     both have go by libpq's name
 * @param unknown the first parameter that neither has: null without any, the empty string where it
 *     may be a part of a password
 */
record DatabaseUrl(
    String hosts,
    String ports,
    String database,
    String user,
    String password,
    Map<String, String> parameters,
    String unknown) {
  private static final String JDBC = "jdbc:";
  private static final List<String> SCHEMES = List.of("postgresql:", "postgres:");

  static final DatabaseUrl NONE = new DatabaseUrl(null, null, null, null, null, Map.of(), null);

  /** A host's name, or an address; one of IPv6 may stand in brackets. */
  private static final Pattern HOST =
      Pattern.compile(
          "[\\p{L}\\p{N}._-]+"
              + "|\\[[0-9A-Fa-f:.]+(?:%[\\w.-]+)?]"
              + "|[0-9A-Fa-f]*:[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*(?:%[\\w.-]+)?");

  private static final String NAME = "[A-Za-z][A-Za-z0-9_.-]{0,40}";

  static DatabaseUrl parse(String url) {
    String parts = withoutScheme(url);
    if (parts == null) {
      throw invalid("it must begin with postgresql:// or jdbc:postgresql:");
    }
    boolean jdbc = url.strip().startsWith(JDBC);
    int question = parts.indexOf('?');
    String place = question < 0 ? parts : parts.substring(0, question);
    String authority = "";
    if (place.startsWith("//")) {
      int slash = place.indexOf('/', 2);
      authority = place.substring(2, slash < 0 ? place.length() : slash);
      place = slash < 0 ? "" : place.substring(slash);
    }
    String path = place.startsWith("/") ? place.substring(1) : place;
    String queryText = question < 0 ? "" : parts.substring(question + 1);
    int at = authority.lastIndexOf('@');
    if (authority.indexOf('@') != at
        || path.matches("(?s).*[@:/].*")
        || queryText.indexOf('@') >= 0) {
      throw notEncoded("a password, or a name, is not percent-encoded");
    }
    Map<String, String> query = new LinkedHashMap<>();
    String unknown = parseQuery(queryText, jdbc, query);

    String login = at < 0 ? "" : authority.substring(0, at);
    int colon = login.indexOf(':');
    String named = decode(colon < 0 ? login : login.substring(0, colon));
    String user = first(named, query.remove("user"));
    if (user != null && user.indexOf(':') >= 0) {
      throw invalid("the role's name has a colon: a password stands behind a plain one, not %3A");
    }
    List<String> hosts = new ArrayList<>();
    List<String> ports = new ArrayList<>();
    splitHosts(authority.substring(at + 1), hosts, ports);
    return new DatabaseUrl(
        first(String.join(",", hosts), query.remove("host")),
        first(
            ports.stream().allMatch(String::isEmpty) ? "" : String.join(",", ports),
            query.remove("port")),
        first(decode(path), query.remove("dbname")),
        user,
        first(colon < 0 ? "" : decode(login.substring(colon + 1)), query.remove("password")),
        query,
        unknown);
  }

  /** What stands behind the scheme, null if it is none of a database. */
  static String withoutScheme(String url) {
    String stripped = url.strip();
    String plain = stripped.startsWith(JDBC) ? stripped.substring(JDBC.length()) : stripped;
    return SCHEMES.stream()
        .filter(plain::startsWith)
        .findFirst()
        .map(scheme -> plain.substring(scheme.length()))
        .orElse(null);
  }

  /** Fills in the parameters, and returns what {@link #unknown} is. */
  private static String parseQuery(String text, boolean jdbc, Map<String, String> query) {
    String unknown = null;
    // What follows a password may be the rest of it.
    boolean secret = decode(text).indexOf('@') >= 0;
    for (String pair : text.split("&")) {
      int equals = pair.indexOf('=');
      if (equals <= 0 && !pair.isEmpty()) {
        throw invalid("a parameter has no value");
      } else if (!pair.isEmpty()) {
        String name = decode(pair.substring(0, equals));
        String value = decode(pair.substring(equals + 1));
        secret |= name.endsWith("password");
        String keyword = name.equals("ssl") ? "sslmode" : Keywords.of(name).orElse(null);
        if (keyword == null && unknown == null) {
          unknown = secret || !name.matches(NAME) ? "" : name;
        } else if (name.equals("ssl")) {
          if (!value.equals("false")) {
            // The driver's word and libpq's: they do not mean the same.
            query.putIfAbsent(keyword, jdbc ? "verify-full" : "require");
          }
        } else if (keyword != null && !value.isEmpty()) {
          query.put(keyword, value);
        }
      }
    }
    return unknown;
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

  /** Hosts as they can be shown: what is none may be a password. */
  static String checkHosts(String hosts) {
    for (String host : hosts.split(",", -1)) {
      if (host.contains("/") || host.startsWith("@")) {
        throw invalid(
            "Unix sockets are not supported: give a host name or an address, such as localhost");
      } else if (!host.isEmpty() && !HOST.matcher(host).matches()) {
        throw notEncoded("a host's name has a character that none has");
      }
    }
    return hosts;
  }

  /** A database's or a role's name as it can be shown; the message says which of them it is. */
  static String checkName(String what, String name) {
    if (name.contains("://") || name.matches("(?is).*\\bpassword\\s*=.*")) {
      throw invalid(what + "'s name is a whole URL or connection string");
    }
    return name;
  }

  private static String decode(String text) {
    try {
      // A plus sign is literal here, unlike in a form.
      return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw notEncoded("a percent sign is not followed by two hexadecimal digits");
    }
  }

  private static String first(String part, String parameter) {
    return part.isEmpty() ? parameter : part;
  }

  /** Something in a URL is not what stands at its place: perhaps a part of a password. */
  static StoreException notEncoded(String why) {
    return invalid(why + "; percent-encode the password (@ is %40, / is %2F, ? is %3F, % is %25)");
  }

  static StoreException invalid(String why) {
    return new StoreException(
        Fault.CONFIGURATION,
        "",
        "the database settings are wrong: " + why,
        Remedy.DATABASE_SETTINGS,
        null);
  }
}
