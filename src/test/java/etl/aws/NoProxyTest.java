package etl.aws;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NoProxyTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "example.internal | example.internal | true",
        "example.internal | sqs.example.internal | true",
        ".example.internal | sqs.example.internal | true",
        ".example.internal | example.internal | true",
        ".example.internal | badexample.internal | false",
        "example.internal | example.internal. | true",
        "example.internal. | SQS.Example.Internal | true",
        "a.test,example.internal | sqs.example.internal | true",
        "a.test example.internal | sqs.example.internal | true",
        "a.test, , example.internal | sqs.example.internal | true",
        "sqs.example.internal | example.internal | false",
        "* | anything.test | true",
        "* | 10.1.2.3 | true",
        "*.example.internal | sqs.example.internal | false",
        "example.internal:443 | sqs.example.internal | true",
        "example.internal:8443 | sqs.example.internal | false",
        "10.1.2.3 | 10.1.2.3 | true",
        "2.3 | 10.1.2.3 | false",
        "10.0.0.0/8 | 10.1.2.3 | true",
        "10.0.0.0/8 | 11.1.2.3 | false",
        "10.1.2.0/23 | 10.1.3.9 | true",
        "10.1.2.3/33 | 10.1.2.3 | false",
        "10.0.0.0/8 | ten.example.test | false",
        "10.1.2.3:443 | 10.1.2.3 | true",
        "fd00:ec2::/32 | [fd00:ec2::23] | true",
        "[fd00:ec2::23] | [fd00:ec2:0:0::23] | true",
        "[fd00:ec2::23]:8443 | [fd00:ec2::23] | false",
        "2001:db8::/32 | [2001:db9::1] | false",
        "'' | sqs.example.internal | false"
      })
  void entry_is_read_as_curl_reads_it(String list, String host, boolean direct) {
    assertThat(new NoProxy(list).matches(host, 443)).isEqualTo(direct);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "localhost",
        "LOCALHOST.",
        "queue.localhost",
        "127.0.0.1",
        "127.9.9.9",
        "[::1]",
        "169.254.169.254",
        "[fe80::1]"
      })
  void this_machine_and_its_link_never_go_by_a_proxy(String host) {
    assertThat(new NoProxy(null).matches(host, 80)).isTrue();
  }
}
