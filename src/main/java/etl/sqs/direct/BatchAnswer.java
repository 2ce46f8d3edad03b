package etl.sqs.direct;

import java.util.List;

/**
 * What became of the entries of a batch.
 *
 * @param successful the ids of those that succeeded
 * @param failed those that failed; an entry may be in neither list
 */
public record BatchAnswer(List<String> successful, List<Failure> failed) {
  /**
   * An entry that failed.
   *
   * @param code null if the answer tells none
   * @param senderFault whether the server blames the sender
   */
  public record Failure(String id, String code, boolean senderFault) {}
}
