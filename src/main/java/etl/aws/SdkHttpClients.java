package etl.aws;

import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpService;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.utils.AttributeMap;

/**
 * Makes the HTTP clients of those services that the SDK itself asks for credentials, such as STS.
 * The SDK makes an object of this class by its name.
 */
public final class SdkHttpClients implements SdkHttpService {
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
