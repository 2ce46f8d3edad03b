/**
 * The queue edge on Amazon SQS, or on a server that speaks like it.
 *
 * <p>{@link etl.sqs.SqsEventQueue} calls the AWS SDK. Below the SDK, where it makes its HTTP calls,
 * stand {@code DetectedProtocol} and {@code QueryProtocol}, which put SQS's older query protocol in
 * the place of JSON for servers that need it, and below them {@code ReceiveWatch}, which aborts
 * receives and lets answers wait for room.
 */
package etl.sqs;
