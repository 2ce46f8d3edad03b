package etl.sqs;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One of Amazon's hosts, in any partition.
 *
 * @param region the region in the host's name, null if there is none
 * @param canonical whether the SDK derives the same host from the region; false for VPC endpoints,
 *     FIPS and dual-stack hosts
 */
record AmazonHost(String region, boolean canonical) {
  private static final List<String> DOMAINS =
      List.of(
          ".amazonaws.com",
          ".amazonaws.com.cn",
          ".amazonaws.eu",
          ".api.aws",
          ".api.amazonwebservices.com.cn",
          ".api.amazonwebservices.eu",
          ".c2s.ic.gov",
          ".sc2s.sgov.gov",
          ".csp.hci.ic.gov",
          ".cloud.adc-e.uk");
  private static final Pattern REGIONAL =
      Pattern.compile("(?<prefix>.*\\.)?sqs(?<fips>-fips)?\\.(?<region>[a-z0-9-]+)(?:\\.vpce)?");
  // The hosts of queue URLs made before 2012 or so: https://eu-west-1.queue.amazonaws.com/…
  private static final Pattern LEGACY = Pattern.compile("(?:(?<region>[a-z0-9-]+)\\.)?queue");

  /** Reads a host's name; empty if it is not Amazon's. */
  static Optional<AmazonHost> of(String host) {
    String name = host.toLowerCase(Locale.ROOT);
    return DOMAINS.stream()
        .filter(name::endsWith)
        .findFirst()
        .map(d -> inDomain(name.substring(0, name.length() - d.length()), d));
  }

  /** Whether it is one of Amazon's that speaks FIPS, or IPv6 besides IPv4. */
  static boolean isSpecial(String host) {
    String name = host.toLowerCase(Locale.ROOT);
    return of(host).isPresent() && (name.contains("sqs-fips.") || name.contains(".api."));
  }

  private static AmazonHost inDomain(String labels, String domain) {
    Matcher legacy = LEGACY.matcher(labels);
    if (legacy.matches()) {
      return new AmazonHost(Optional.ofNullable(legacy.group("region")).orElse("us-east-1"), true);
    }
    Matcher regional = REGIONAL.matcher(labels);
    if (!regional.matches()) {
      return new AmazonHost(null, false);
    }
    boolean plain = regional.group("prefix") == null && regional.group("fips") == null;
    return new AmazonHost(regional.group("region"), plain && !domain.startsWith(".api."));
  }
}
