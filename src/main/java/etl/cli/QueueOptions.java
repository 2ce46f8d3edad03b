package etl.cli;

import etl.sqs.SqsSettings.Protocol;
import java.net.URI;
import picocli.CommandLine.Option;

/** Which queue, and how to reach it. */
final class QueueOptions {
  @Option(
      names = "--queue-url",
      paramLabel = "URL",
      description =
          "The queue by URL; a host that is not Amazon's is the endpoint, too. Environment:"
              + " ETL_QUEUE_URL, QUEUE_URL.")
  URI queueUrl;

  @Option(
      names = "--queue-name",
      paramLabel = "NAME",
      description =
          "The queue by name, where no URL is given. Environment: ETL_QUEUE_NAME. Default:"
              + " login-queue.")
  String queueName;

  @Option(
      names = "--endpoint-url",
      paramLabel = "URL",
      description =
          "Where SQS answers. Environment: AWS_ENDPOINT_URL_SQS, AWS_ENDPOINT_URL. Default: AWS"
              + " itself.")
  URI endpointUrl;

  @Option(
      names = "--region",
      paramLabel = "REGION",
      description =
          "Environment: AWS_REGION, AWS_DEFAULT_REGION. Default: the AWS profile's; us-east-1 where"
              + " an endpoint is given.")
  String region;

  @Option(
      names = "--sqs-protocol",
      paramLabel = "PROTOCOL",
      defaultValue = "auto",
      description =
          "How calls to an endpoint are written: ${COMPLETION-CANDIDATES}. Older servers only know"
              + " query; auto finds out. Amazon is always spoken to in JSON (default:"
              + " ${DEFAULT-VALUE}).")
  Protocol protocol = Protocol.AUTO;
}
