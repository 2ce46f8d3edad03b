package etl.sqs.direct;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.http.SdkHttpResponse;
import software.amazon.awssdk.services.sqs.model.SqsException;

/**
 * Reads the answers that report an error, in either spelling: {@code QueueDoesNotExist}, or {@code
 * AWS.SimpleQueueService.NonExistentQueue} where the server tells the older one, which wins.
 */
final class ErrorAnswer {
  private ErrorAnswer() {}

  /**
   * The exception as the SDK's client throws it, without the server's message.
   *
   * @param body empty if there is none
   * @param clockOffset by how much the clock was corrected for the request
   */
  static AwsServiceException of(ClassicHttpResponse response, byte[] body, Duration clockOffset) {
    SdkHttpResponse.Builder head = SdkHttpResponse.builder().statusCode(response.getCode());
    for (Header header : response.getHeaders()) {
      head.appendHeader(header.getName(), header.getValue());
    }
    SdkHttpResponse answer = head.build();
    String code =
        answer
            .firstMatchingHeader("x-amzn-query-error")
            .filter(told -> told.indexOf(';') > 0)
            .map(told -> told.substring(0, told.indexOf(';')))
            .or(() -> answer.firstMatchingHeader("x-amzn-ErrorType").map(ErrorAnswer::bare))
            .orElseGet(() -> bare(ofBody(body)));
    return SqsException.builder()
        .statusCode(response.getCode())
        .clockSkew(clockOffset)
        .awsErrorDetails(AwsErrorDetails.builder().errorCode(code).sdkHttpResponse(answer).build())
        .message("HTTP " + response.getCode())
        .build();
  }

  private static String ofBody(byte[] body) {
    try {
      Map<String, String> members =
          new AnswerReader(new ByteArrayInputStream(body), body.length).members();
      return members.getOrDefault("__type", members.get("code"));
    } catch (IOException | RuntimeException e) {
      return null;
    }
  }

  /** {@code com.amazonaws.sqs#Code:http://…} without what stands around the code. */
  private static String bare(String told) {
    if (told == null) {
      return null;
    }
    int end = told.indexOf(':') < 0 ? told.length() : told.indexOf(':');
    int start = told.indexOf('#') + 1;
    return told.substring(start < end ? start : 0, end);
  }
}
