package etl.aws;

import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpRequest;

/**
 * Sends each call by the proxy for its target: one HTTP client for each, made when it is needed.
 */
final class RoutedHttpClient implements SdkHttpClient {
  private record Target(String scheme, String host, int port) {}

  private final Function<URI, Optional<ProxyAddress>> routes;
  private final Function<Optional<ProxyAddress>, SdkHttpClient> maker;
  private final Map<Target, Optional<ProxyAddress>> known = new ConcurrentHashMap<>();
  private final Map<Optional<ProxyAddress>, SdkHttpClient> clients = new ConcurrentHashMap<>();

  /**
   * @param routes the proxy for a target
   * @param maker makes the client for a proxy, or for none
   */
  RoutedHttpClient(
      Function<URI, Optional<ProxyAddress>> routes,
      Function<Optional<ProxyAddress>, SdkHttpClient> maker) {
    this.routes = routes;
    this.maker = maker;
  }

  @Override
  public ExecutableHttpRequest prepareRequest(HttpExecuteRequest call) {
    SdkHttpRequest request = call.httpRequest();
    Target target = new Target(request.protocol(), request.host(), request.port());
    Optional<ProxyAddress> proxy =
        known.computeIfAbsent(target, unknown -> routes.apply(request.getUri()));
    return clients.computeIfAbsent(proxy, maker).prepareRequest(call);
  }

  @Override
  public void close() {
    clients.values().forEach(SdkHttpClient::close);
  }
}
