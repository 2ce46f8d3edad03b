package etl.event;

/** The types of message attributes, as SQS and SNS have them. */
public final class AttributeType {
  private AttributeType() {}

  /**
   * Whether it is String or Number, with or without a label of the producer's own; none, which is
   * null, is neither.
   */
  public static boolean isText(String type) {
    return type != null
        && (type.equals("String")
            || type.equals("Number")
            || type.startsWith("String.")
            || type.startsWith("Number."));
  }
}
