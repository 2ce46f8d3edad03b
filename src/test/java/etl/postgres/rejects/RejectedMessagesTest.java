package etl.postgres.rejects;

import static etl.postgres.rejects.RejectsFixture.BAD;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import etl.event.Fault;
import etl.event.StoreException;
import etl.masking.Protection;
import etl.postgres.Database;
import etl.postgres.DatabaseSettings;
import etl.postgres.Keys;
import etl.postgres.Stores;
import etl.postgres.rejects.RejectedMessages.RejectedEntry;
import etl.testing.TestPostgres;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("servers")
class RejectedMessagesTest {
  private RejectsFixture rejects;
  private Database connected;
  private RejectedMessages messages;

  @BeforeEach
  void set_up() {
    rejects = new RejectsFixture();
    connected = rejects.connect();
    messages = new RejectedMessages(connected);
  }

  @AfterEach
  void tear_down() {
    connected.close();
    rejects.close();
  }

  @Test
  void they_are_listed_oldest_first_without_their_bodies() {
    rejects.reject("m-2", BAD);
    rejects.reject("m-1", BAD);

    List<RejectedEntry> listed = new ArrayList<>();
    messages.forEach(listed::add);

    assertThat(listed).extracting(RejectedEntry::id).containsExactly("m-2", "m-1");
    assertThat(listed.get(0).kind()).isEqualTo("too_long");
    assertThat(listed.get(0).reason()).isEqualTo("by older rules");
    assertThat(listed.get(0).sentAt()).isEqualTo(RejectsFixture.SENT);
    assertThat(listed.get(0).rejectedAt()).isBefore(listed.get(1).rejectedAt());
    assertThat(listed.toString()).doesNotContain("192.0.2.9");
  }

  @Test
  void reader_may_end_the_list_with_an_exception_of_its_own() {
    rejects.reject("m-1", BAD);
    IllegalStateException enough = new IllegalStateException("enough");

    assertThatThrownBy(
            () ->
                messages.forEach(
                    entry -> {
                      throw enough;
                    }))
        .isSameAs(enough);
  }

  @Test
  void body_is_the_exact_bytes() {
    String body = " \r\n{\"é\": \"\t\u0001\uD83D\uDE00\"\n";
    rejects.reject("m-1", body);

    assertThat(messages.find("m-1").map(found -> found.body(Keys.opener(Protection.plain()))))
        .hasValueSatisfying(
            bytes -> assertThat(bytes).isEqualTo(body.getBytes(StandardCharsets.UTF_8)));
    assertThat(messages.find("m-2")).isEmpty();
  }

  @Test
  void older_ones_are_purged_and_counted() {
    rejects.reject("m-1", BAD);
    rejects
        .database()
        .execute(
            """
            insert into rejected_messages (message_id, reason, body, sent_at, rejected_at)
            select 'old-' || n, 'old', '', now(), now() - interval '91 days'
            from generate_series(1, 2345) n
            """);

    assertThat(messages.purge(Duration.ofDays(90))).isEqualTo(2345);
    assertThat(rejects.rejectIds()).containsExactly("m-1");
    assertThat(messages.purge(Duration.ofDays(90))).isZero();
    assertThat(messages.purge(Duration.ZERO)).isEqualTo(1);
  }

  @Test
  void missing_table_is_a_matter_of_configuration() {
    String url = TestPostgres.server().createDatabase().url();
    try (Database empty =
        Database.single(Stores.connector(DatabaseSettings.from(url, name -> null)))) {
      assertThatThrownBy(() -> new RejectedMessages(empty).find("m-1"))
          .isInstanceOfSatisfying(
              StoreException.class, e -> assertThat(e.fault()).isEqualTo(Fault.CONFIGURATION));
    }
  }
}
