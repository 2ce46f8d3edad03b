package etl.postgres;

import etl.doctor.Spelling;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.postgresql.PGProperty;

/**
 * What a connection can be told, by libpq's keywords: the variables that give them, and what the
 * driver calls them. The driver's other settings go by their own names.
 */
final class Keywords {
  /** Those that a variable of libpq's gives. */
  private static final Map<String, String> VARIABLES =
      map(
          "host=PGHOST hostaddr=PGHOSTADDR port=PGPORT dbname=PGDATABASE user=PGUSER"
              + " password=PGPASSWORD passfile=PGPASSFILE options=PGOPTIONS"
              + " application_name=PGAPPNAME connect_timeout=PGCONNECT_TIMEOUT"
              + " target_session_attrs=PGTARGETSESSIONATTRS load_balance_hosts=PGLOADBALANCEHOSTS"
              + " channel_binding=PGCHANNELBINDING require_auth=PGREQUIREAUTH"
              + " sslmode=PGSSLMODE sslnegotiation=PGSSLNEGOTIATION sslrootcert=PGSSLROOTCERT"
              + " sslcert=PGSSLCERT sslkey=PGSSLKEY sslcertmode=PGSSLCERTMODE sslcrl=PGSSLCRL"
              + " sslcrldir=PGSSLCRLDIR ssl_min_protocol_version=PGSSLMINPROTOCOLVERSION"
              + " ssl_max_protocol_version=PGSSLMAXPROTOCOLVERSION requirepeer=PGREQUIREPEER"
              + " gssencmode=PGGSSENCMODE gsslib=PGGSSLIB krbsrvname=PGKRBSRVNAME");

  private static final Map<String, String> PREDECESSORS =
      map("host=DB_HOST port=DB_PORT dbname=DB_NAME user=DB_USER password=DB_PASSWORD");

  /** Those that the driver has by another name. */
  private static final Map<String, String> DRIVER_NAMES =
      map(
          "host=PGHOST port=PGPORT dbname=PGDBNAME connect_timeout=connectTimeout"
              + " application_name=ApplicationName target_session_attrs=targetServerType"
              + " load_balance_hosts=loadBalanceHosts channel_binding=channelBinding"
              + " require_auth=requireAuth sslnegotiation=sslNegotiation gssencmode=gssEncMode"
              + " krbsrvname=kerberosServerName keepalives=tcpKeepAlive");

  /** Those that are read here and not by the driver. */
  private static final Set<String> OWN =
      words(
          "hostaddr passfile service servicefile fallback_application_name"
              + " client_encoding sslcertmode ssl_min_protocol_version"
              + " ssl_max_protocol_version");

  /** Those that the driver lacks, and that change nothing of what is stored or who can read it. */
  private static final Set<String> WITHOUT_EFFECT =
      words(
          "keepalives_idle keepalives_interval keepalives_count tcp_user_timeout"
              + " sslcompression sslsni gssdelegation min_protocol_version"
              + " max_protocol_version");

  /** Those that the driver lacks, and that cannot be passed over. */
  private static final Set<String> UNSUPPORTED =
      words(
          "sslcrl sslcrldir sslkeylogfile requirepeer replication scram_client_key"
              + " scram_server_key oauth_issuer oauth_client_id oauth_client_secret"
              + " oauth_scope");

  private static final Set<String> LIBPQS =
      Stream.of(
              VARIABLES.keySet(),
              DRIVER_NAMES.keySet(),
              OWN,
              WITHOUT_EFFECT,
              UNSUPPORTED,
              Set.of("sslpassword"))
          .flatMap(Set::stream)
          .collect(Collectors.toSet());

  /** What other programs call the schema. */
  private static final Set<String> SCHEMA = Set.of("schema", "search_path", "searchpath");

  private Keywords() {}

  /** The keyword for a parameter's name, libpq's or the driver's; empty if neither knows it. */
  static Optional<String> of(String name) {
    if (isLibpqs(name)) {
      return Optional.of(name);
    }
    return DRIVER_NAMES.entrySet().stream()
        .filter(entry -> entry.getValue().equals(name))
        .map(Map.Entry::getKey)
        .findFirst()
        .or(() -> Optional.ofNullable(PGProperty.forName(name)).map(known -> name));
  }

  static boolean isLibpqs(String name) {
    return LIBPQS.contains(name);
  }

  /** The variables of libpq, then those of the predecessor, by keyword. */
  static List<Map<String, String>> variables() {
    return List.of(VARIABLES, PREDECESSORS);
  }

  /** What the driver calls it; empty where it is none of the driver's. */
  static Optional<String> driverName(String keyword) {
    return OWN.contains(keyword) || WITHOUT_EFFECT.contains(keyword)
        ? Optional.empty()
        : Optional.of(DRIVER_NAMES.getOrDefault(keyword, keyword));
  }

  static boolean isWithoutEffect(String keyword) {
    return WITHOUT_EFFECT.contains(keyword);
  }

  /** Refuses what cannot be passed over. */
  static void requireSupported(String keyword) {
    if (UNSUPPORTED.contains(keyword)) {
      throw DatabaseUrl.invalid(keyword + " is not supported: leave it out");
    }
  }

  /** The known name that is the most like this one. */
  static String nearest(String name) {
    if (SCHEMA.contains(name.toLowerCase(Locale.ROOT))) {
      return PGProperty.CURRENT_SCHEMA.getName();
    }
    Set<String> known = new TreeSet<>(LIBPQS);
    UNSUPPORTED.stream().filter(keyword -> !VARIABLES.containsKey(keyword)).forEach(known::remove);
    Arrays.stream(PGProperty.values()).map(PGProperty::getName).forEach(known::add);
    return known.stream()
        .min(Comparator.comparingInt(other -> Spelling.distance(plain(name), plain(other))))
        .orElseThrow();
  }

  private static String plain(String name) {
    return name.toLowerCase(Locale.ROOT).replaceAll("[_-]", "");
  }

  /** Pairs of words in their order, as {@code one=first two=second}. */
  static Map<String, String> map(String pairs) {
    Map<String, String> map = new LinkedHashMap<>();
    for (String pair : pairs.split(" ")) {
      map.put(pair.substring(0, pair.indexOf('=')), pair.substring(pair.indexOf('=') + 1));
    }
    return map;
  }

  private static Set<String> words(String words) {
    return Set.of(words.split(" "));
  }
}
