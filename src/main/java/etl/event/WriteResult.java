package etl.event;

/**
 * What a committed batch added; its other deliveries were already stored.
 *
 * @param rows new rows of the event's table
 * @param rejects new rejected messages
 */
public record WriteResult(int rows, int rejects) {}
