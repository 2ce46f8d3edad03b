/** The queue edge on Amazon SQS. */
package etl.sqs;
