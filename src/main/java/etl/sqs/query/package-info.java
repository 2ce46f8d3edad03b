/**
 * SQS's older query protocol, which replaces JSON below the SDK for servers that understand no
 * other.
 */
package etl.sqs.query;
