package etl.aws;

import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;

/**
 * A configured source of credentials.
 *
 * @param name what it is, for messages, as in "the AWS profile dev (sso)"
 * @param provider the SDK's way to ask it
 */
record CredentialSource(String name, AwsCredentialsProvider provider) {}
