/**
 * How the program reaches AWS, whatever the service: the account's credentials, and the proxies and
 * certificate authorities on the way.
 *
 * <p>{@link etl.aws.AwsAccess} is the one door. Credentials come from the AWS SDK's own providers
 * in the SDK's order, but the first source that is configured counts: if it is away or refuses, no
 * other one takes its place, which might be another account's. Every HTTP client that the SDK
 * makes, for STS and IAM Identity Center too, is one of {@link etl.aws.Network}'s.
 */
package etl.aws;
