/**
 * The queue edge, on Amazon SQS or a compatible server.
 *
 * <p>{@link etl.sqs.SqsEventQueue} calls the AWS SDK, but makes the calls for each batch directly
 * where it can. Below the SDK, where it makes its HTTP calls, are {@code DetectedProtocol} and
 * {@code QueryProtocol}, which replace JSON with SQS's older query protocol for servers that need
 * it, and below them {@code ReceiveWatch}, which aborts receives and lets responses wait for room.
 */
package etl.sqs;
