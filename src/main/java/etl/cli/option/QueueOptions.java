package etl.cli.option;

import etl.environment.CommandFailure;
import etl.environment.Environment;
import etl.log.Log;
import etl.log.LogLevel;
import etl.sqs.QueueArn;
import etl.sqs.SqsEventQueue;
import etl.sqs.SqsSettings;
import etl.sqs.SqsSettings.Client;
import etl.sqs.SqsSettings.Protocol;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.Option;

/** Which queue, and how to reach it. */
public final class QueueOptions {
  private static final String DEFAULT_NAME = "login-queue";

  @Option(
      names = "--queue-url",
      paramLabel = "URL",
      converter = WebAddress.OrArn.class,
      description =
          "The queue's URL or its ARN. If a URL's host is not Amazon's, it is also the endpoint."
              + " Environment: ETL_QUEUE_URL, QUEUE_URL.")
  URI queueUrl;

  @Option(
      names = "--queue-name",
      paramLabel = "NAME",
      converter = NotEmpty.class,
      description =
          "The queue's name or its ARN, if no URL is given. Environment: ETL_QUEUE_NAME. Default:"
              + " login-queue.")
  String queueName;

  @Option(
      names = "--endpoint-url",
      paramLabel = "URL",
      converter = WebAddress.class,
      description =
          "The SQS endpoint. It is asked instead of the host of the queue's URL. Environment:"
              + " AWS_ENDPOINT_URL_SQS, AWS_ENDPOINT_URL. Default: AWS itself.")
  URI endpointUrl;

  @Option(
      names = "--region",
      paramLabel = "REGION",
      converter = NotEmpty.class,
      description =
          "The AWS region. Environment: AWS_REGION, AWS_DEFAULT_REGION. Default: the AWS profile's;"
              + " us-east-1 if an endpoint is given.")
  String region;

  @Option(
      names = "--sqs-protocol",
      paramLabel = "NAME",
      defaultValue = "auto",
      description =
          "The wire protocol for an endpoint that is not Amazon's: ${COMPLETION-CANDIDATES}. Older"
              + " servers understand only query; auto detects that. Amazon always gets JSON"
              + " (default: ${DEFAULT-VALUE}).")
  public Protocol protocol = Protocol.AUTO;

  /** The environment with the region that is given, which counts for the database's tokens, too. */
  public Environment inRegion(Environment environment) {
    return region == null ? environment : environment.with(Environment.REGION.get(0), region);
  }

  /**
   * The queue that these options and the environment describe; nothing is sent yet.
   *
   * @param deadLetters whether its dead-letter queue is meant, which is found when it is first
   *     opened
   * @param client what makes the calls for each batch of messages
   * @param attributes the message attributes to receive
   */
  public SqsEventQueue open(
      Environment environment,
      boolean deadLetters,
      Client client,
      Set<String> attributes,
      Clock clock,
      Log log) {
    SqsSettings settings = settings(environment, log).by(client);
    return deadLetters
        ? SqsEventQueue.ofDeadLetters(settings, attributes, clock)
        : new SqsEventQueue(settings, attributes, clock);
  }

  /**
   * What these options and the environment say about the queue.
   *
   * @param log told where the endpoint overrides the host of the queue's URL
   */
  public SqsSettings settings(Environment environment, Log log) {
    SqsSettings settings = settings(environment);
    settings
        .hostNotAsked()
        .ifPresent(
            host ->
                log.log(
                    LogLevel.WARN,
                    "queue.endpoint",
                    "message",
                    (endpointUrl == null
                            ? given(Environment.ENDPOINT, environment)
                            : "--endpoint-url")
                        + " overrides the host of the queue's URL",
                    "asked",
                    settings.endpoint().getHost(),
                    "not_asked",
                    host));
    return settings;
  }

  private static String given(List<String> names, Environment environment) {
    return names.stream().filter(n -> environment.get(n) != null).findFirst().orElse("");
  }

  SqsSettings settings(Environment environment) {
    // A name on the command line wins over a URL in the environment.
    Optional<URI> url =
        queueUrl == null && queueName != null
            ? Optional.empty()
            : uri(queueUrl, environment, Environment.QUEUE_URL);
    Optional<URI> arn = url.filter(address -> QueueArn.isArn(address.toString()));
    String name =
        arn.map(URI::toString)
            .or(() -> text(queueName, environment, Environment.QUEUE_NAME))
            .orElse(DEFAULT_NAME);
    checkRegion(name);
    return new SqsSettings(
        arn.isPresent() ? null : url.orElse(null),
        name,
        uri(endpointUrl, environment, Environment.ENDPOINT).orElse(null),
        text(region, environment, Environment.REGION).orElse(null),
        protocol,
        Client.DIRECT,
        new FileCredentials(environment).settings());
  }

  /** An ARN's region wins over all but the option. */
  private void checkRegion(String name) {
    boolean differs =
        region != null
            && QueueArn.of(name).filter(arn -> !arn.region().equals(region.strip())).isPresent();
    if (differs) {
      throw CommandFailure.configuration("--region is not the region of the queue's ARN");
    }
  }

  private static Optional<String> text(String option, Environment environment, List<String> names) {
    return (option == null ? environment.first(names) : Optional.of(option)).map(String::strip);
  }

  private static Optional<URI> uri(URI option, Environment environment, List<String> names) {
    return option == null
        ? environment.first(names).map(text -> uri(text, environment, names))
        : Optional.of(option);
  }

  private static URI uri(String text, Environment environment, List<String> names) {
    try {
      return names == Environment.QUEUE_URL ? WebAddress.OrArn.parse(text) : WebAddress.parse(text);
    } catch (URISyntaxException e) {
      String name = given(names, environment);
      String why = text.contains("://") ? "" : ": it does not begin with http:// or https://";
      throw CommandFailure.configuration(name + " is not an http URL" + why);
    }
  }
}
