/**
 * The calls that are made for each batch of messages, written and read below the SDK's client,
 * which costs several times as much. {@link etl.sqs.direct.DirectCalls} sends what that client
 * would send, header for header, and throws what it would throw. Credentials are still the SDK's,
 * and so are endpoint and user agent: they are taken from a call that the SDK itself has sent.
 */
package etl.sqs.direct;
