package etl.event;

/**
 * What a committed batch added: the deliveries of the batch beyond these were stored already.
 *
 * @param rows new rows of the event's table
 * @param rejects new rejected messages
 */
public record WriteResult(int rows, int rejects) {}
