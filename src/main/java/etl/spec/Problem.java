package etl.spec;

import etl.event.RejectedMessage;

/**
 * Why a message cannot become a row.
 *
 * @param kind the class of the reason
 * @param reason names the field and what is wrong with it, never the value
 */
record Problem(RejectedMessage.Kind kind, String reason) {}
