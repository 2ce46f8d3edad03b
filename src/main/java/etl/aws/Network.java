package etl.aws;

import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import javax.net.ssl.TrustManager;
import software.amazon.awssdk.core.SdkSystemSetting;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpService;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.http.apache5.ProxyConfiguration;
import software.amazon.awssdk.utils.AttributeMap;

/**
 * The proxies by which AWS is called, and the certificate authorities that are trusted besides
 * Java's.
 */
public final class Network {
  private static final String NO_PROXY = "no_proxy";
  private static final String CA_BUNDLE = "AWS_CA_BUNDLE";
  private static final String PROPERTY = "etl.network.";

  /** The variables that are read; those of proxies in lower case first, then in upper case. */
  public static final List<String> VARIABLES =
      Stream.concat(
              Stream.of("https_proxy", "http_proxy", "all_proxy", NO_PROXY)
                  .flatMap(name -> Stream.of(name, name.toUpperCase(Locale.ROOT))),
              Stream.of(CA_BUNDLE))
          .toList();

  private final Map<String, String> variables;
  private final Map<String, ProxyAddress> proxies;
  private final NoProxy noProxy;
  private final TrustManager[] given;

  private Network(Map<String, String> variables) {
    this.variables = Map.copyOf(variables);
    this.proxies = new HashMap<>();
    for (String scheme : List.of("http", "https")) {
      first(scheme + "_proxy")
          .or(() -> first("all_proxy"))
          .ifPresent(
              name -> proxies.put(scheme, ProxyAddress.parse(name, this.variables.get(name))));
    }
    String list = first(NO_PROXY).map(variables::get).orElse(null);
    this.noProxy = proxies.isEmpty() ? null : new NoProxy(list);
    String bundle = variables.get(CA_BUNDLE);
    this.given = bundle == null ? null : Authorities.with(CA_BUNDLE, bundle);
  }

  /**
   * What these variables say.
   *
   * @throws AwsException CONFIGURATION if one of them is unusable; it names the variable and quotes
   *     no proxy's URL
   */
  static Network of(Map<String, String> variables) {
    return new Network(variables);
  }

  /** What {@link #serveSdk()} has left. */
  static Network ofSdk() {
    Map<String, String> variables = new HashMap<>();
    for (String name : VARIABLES) {
      String value = System.getProperty(PROPERTY + name);
      if (value != null) {
        variables.put(name, value);
      }
    }
    return new Network(variables);
  }

  /**
   * Has the SDK make its own HTTP clients, such as STS's, for this network. The SDK takes a class's
   * name and makes its object itself, so that what it is to know stands in system properties.
   */
  void serveSdk() {
    System.setProperty(
        SdkSystemSetting.SYNC_HTTP_SERVICE_IMPL.property(), SdkHttpClients.class.getName());
    for (String name : VARIABLES) {
      String value = variables.get(name);
      if (value == null) {
        System.clearProperty(PROPERTY + name);
      } else {
        System.setProperty(PROPERTY + name, value);
      }
    }
  }

  private Optional<String> first(String name) {
    return Stream.of(name, name.toUpperCase(Locale.ROOT))
        .filter(variables::containsKey)
        .findFirst();
  }

  /** The proxy for calls to this URL; its scheme chooses. */
  Optional<ProxyAddress> proxy(URI target) {
    String scheme = target.getScheme().toLowerCase(Locale.ROOT);
    int port = target.getPort() >= 0 ? target.getPort() : scheme.equals("https") ? 443 : 80;
    return Optional.ofNullable(proxies.get(scheme))
        .filter(proxy -> !noProxy.matches(target.getHost(), port));
  }

  /**
   * Whether calls to this URL need neither a proxy, be it by Java's own properties, nor authorities
   * of their own.
   */
  public boolean reachesDirectly(URI target) {
    return proxy(target).isEmpty()
        && Stream.of("http.proxyHost", "https.proxyHost")
            .allMatch(p -> System.getProperty(p) == null)
        && !(needsTls(target) && authorities().isPresent());
  }

  /** The proxy for calls to this URL, without its login; empty if there is none. */
  public Optional<String> proxyName(URI target) {
    return proxy(target).map(ProxyAddress::toString);
  }

  /** The proxy for calls to this URL in words, without its password; empty if there is none. */
  public Optional<String> describeProxy(URI target) {
    return proxy(target)
        .map(proxy -> proxy + (proxy.hasLogin() ? ", with a user and a password" : ""));
  }

  /** The file of authorities, and what names it; empty if only Java's are trusted. */
  public Optional<String> authoritiesFile() {
    return Optional.ofNullable(variables.get(CA_BUNDLE))
        .map(file -> file + " (AWS_CA_BUNDLE)")
        .or(() -> ofProfile().map(file -> file + " (the AWS profile's ca_bundle)"));
  }

  /** Whom to trust; empty if only Java's authorities are. */
  private Optional<TrustManager[]> authorities() {
    return Optional.ofNullable(given)
        .or(() -> ofProfile().map(file -> Authorities.with("the AWS profile's ca_bundle", file)));
  }

  private static Optional<String> ofProfile() {
    return AwsProfile.read().property("ca_bundle");
  }

  /**
   * A client whose calls go by these proxies.
   *
   * @param settings makes builders with the client's other settings; called for each proxy
   * @param endpoint the only one that is called, if that is known; null otherwise
   * @param defaults what counts where the settings say nothing
   * @throws AwsException CONFIGURATION if the file of authorities is unusable
   */
  public SdkHttpClient client(
      Supplier<Apache5HttpClient.Builder> settings, URI endpoint, AttributeMap defaults) {
    Optional<TrustManager[]> trusted = needsTls(endpoint) ? authorities() : Optional.empty();
    Function<Optional<ProxyAddress>, SdkHttpClient> clients =
        proxy -> {
          Apache5HttpClient.Builder builder = settings.get().proxyConfiguration(by(proxy));
          trusted.ifPresent(managers -> builder.tlsTrustManagersProvider(() -> managers));
          return builder.buildWithDefaults(defaults);
        };
    return proxies.isEmpty() ? clients.apply(Optional.empty()) : new Routed(clients);
  }

  private boolean needsTls(URI endpoint) {
    return endpoint == null
        || "https".equalsIgnoreCase(endpoint.getScheme())
        || proxy(endpoint).filter(proxy -> proxy.scheme().equals("https")).isPresent();
  }

  private ProxyConfiguration by(Optional<ProxyAddress> proxy) {
    ProxyConfiguration.Builder builder =
        ProxyConfiguration.builder()
            .useEnvironmentVariableValues(false)
            // Java's own properties, such as https.proxyHost, count where no variable does.
            .useSystemPropertyValues(proxies.isEmpty());
    proxy.ifPresent(address -> builder.endpoint(address.uri()).scheme(address.scheme()));
    proxy
        .filter(ProxyAddress::hasLogin)
        .ifPresent(
            address ->
                builder
                    .username(address.user())
                    .password(address.password())
                    .preemptiveBasicAuthenticationEnabled(true));
    return builder.build();
  }

  /** Sends each call by the proxy for its target: one HTTP client for each, made when needed. */
  private final class Routed implements SdkHttpClient {
    private final Map<Optional<ProxyAddress>, SdkHttpClient> clients = new ConcurrentHashMap<>();
    private final Function<Optional<ProxyAddress>, SdkHttpClient> maker;

    private Routed(Function<Optional<ProxyAddress>, SdkHttpClient> maker) {
      this.maker = maker;
    }

    @Override
    public ExecutableHttpRequest prepareRequest(HttpExecuteRequest call) {
      Optional<ProxyAddress> proxy = proxy(call.httpRequest().getUri());
      return clients.computeIfAbsent(proxy, maker).prepareRequest(call);
    }

    @Override
    public void close() {
      clients.values().forEach(SdkHttpClient::close);
    }
  }

  /**
   * Makes the HTTP clients of those services that the SDK itself asks for credentials, such as STS.
   * The SDK makes an object of this class by its name.
   */
  public static final class SdkHttpClients implements SdkHttpService {
    @Override
    public SdkHttpClient.Builder<?> createHttpClientBuilder() {
      return new Builder();
    }

    private static final class Builder implements SdkHttpClient.Builder<Builder> {
      @Override
      public SdkHttpClient buildWithDefaults(AttributeMap defaults) {
        return Network.ofSdk().client(Apache5HttpClient::builder, null, defaults);
      }
    }
  }
}
