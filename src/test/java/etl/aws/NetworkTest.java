package etl.aws;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.Map;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NetworkTest {
  private static final URI PLAIN = URI.create("http://sqs.example.test");
  private static final URI TLS = URI.create("https://sqs.example.test");

  @TempDir Path folder;

  @Test
  void nothing_stands_between_where_no_variable_is_set() {
    Network none = Network.of(Map.of());
    assertThat(none.reachesDirectly(PLAIN)).isTrue();
    assertThat(none.reachesDirectly(TLS)).isTrue();
  }

  @Test
  void proxy_stands_between_for_its_scheme_unless_the_host_is_excepted() {
    Network proxy = Network.of(Map.of("https_proxy", "http://proxy:3128"));
    assertThat(proxy.reachesDirectly(TLS)).isFalse();
    assertThat(proxy.reachesDirectly(PLAIN)).isTrue();

    Network excepted =
        Network.of(Map.of("https_proxy", "http://proxy:3128", "no_proxy", ".example.test"));
    assertThat(excepted.reachesDirectly(TLS)).isTrue();
  }

  @Test
  void authorities_of_ones_own_matter_for_tls_only() throws Exception {
    Network bundle = Network.of(Map.of("AWS_CA_BUNDLE", anyAuthority().toString()));
    assertThat(bundle.reachesDirectly(TLS)).isFalse();
    assertThat(bundle.reachesDirectly(PLAIN)).isTrue();
  }

  private Path anyAuthority() throws GeneralSecurityException, IOException {
    TrustManagerFactory trusted =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trusted.init((KeyStore) null);
    X509Certificate first =
        ((X509TrustManager) trusted.getTrustManagers()[0]).getAcceptedIssuers()[0];
    return Files.writeString(
        folder.resolve("bundle.pem"),
        "-----BEGIN CERTIFICATE-----\n%s\n-----END CERTIFICATE-----\n"
            .formatted(Base64.getMimeEncoder().encodeToString(first.getEncoded())));
  }
}
