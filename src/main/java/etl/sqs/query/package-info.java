/**
 * SQS's older query protocol, put in the place of JSON below the SDK for servers that know no
 * other.
 */
package etl.sqs.query;
