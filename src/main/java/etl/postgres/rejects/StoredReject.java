package etl.postgres.rejects;

import etl.json.TextMap;
import etl.masking.KeysException;
import etl.masking.Opener;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Map;
import org.jdbi.v3.core.statement.StatementContext;

/** A rejected message as the table has it: perhaps encrypted. */
public final class StoredReject {
  /**
   * Selects from the messages: the first place for a condition on them, the second for what follows
   * it. Where the table is older than its columns spec and attributes, both are null.
   */
  static final String SELECT =
      older(
          """
          select message_id, spec, body, attributes, sent_at
          from rejected_messages
          %s
          """);

  private static final String OLDER =
      """
      select stored.*
      from (select cast(null as text) as spec, cast(null as bytea) as attributes) as missing,
        lateral (%s) as stored
      """;

  private final String id;
  private final Instant sentAt;
  private final byte[] body;
  private final byte[] attributes;

  private StoredReject(String id, Instant sentAt, byte[] body, byte[] attributes) {
    this.id = id;
    this.sentAt = sentAt;
    this.body = body;
    this.attributes = attributes;
  }

  /** A query that names the columns spec or attributes, for a table that may not have them. */
  static String older(String query) {
    // A name that is none of the inner table's is looked for outside.
    return OLDER.formatted(query);
  }

  static StoredReject of(ResultSet row, StatementContext context) throws SQLException {
    return new StoredReject(
        row.getString("message_id"),
        row.getTimestamp("sent_at").toInstant(),
        row.getBytes("body"),
        row.getBytes("attributes"));
  }

  public String id() {
    return id;
  }

  public Instant sentAt() {
    return sentAt;
  }

  /**
   * The exact bytes of the body.
   *
   * @param opener of the keys that it was stored with, or of later ones
   * @throws KeysException if it was stored with keys that are missing
   */
  public byte[] body(Opener opener) {
    return opener.openBody(id, body);
  }

  /**
   * The attributes that its spec reads.
   *
   * @throws KeysException as {@link #body} does
   */
  public Map<String, String> attributes(Opener opener) {
    return attributes == null ? Map.of() : TextMap.read(opener.openBody(id, attributes));
  }

  /** The id only. */
  @Override
  public String toString() {
    return "StoredReject[" + id + "]";
  }
}
