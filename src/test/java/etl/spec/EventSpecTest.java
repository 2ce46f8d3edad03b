package etl.spec;

import static org.assertj.core.api.Assertions.assertThat;

import etl.spec.file.SpecFile;
import java.util.List;
import org.junit.jupiter.api.Test;

class EventSpecTest {
  private static final String MESSAGE_ID =
      "{'name': 'message_id', 'message': 'message_id', 'type': 'text'}";

  @Test
  void masks_of_dates_keep_the_period() {
    assertThat(Mask.Period.YEAR.of("2024-02-29")).isEqualTo("2024-01-01");
    assertThat(Mask.Period.MONTH.of("2024-02-29")).isEqualTo("2024-02-01");
  }

  @Test
  void masks_of_networks_keep_no_more_bits_than_an_address_has() {
    for (String wrong : List.of("network/33/48", "network/24/129", "network/-1/48", "network/24")) {
      assertThat(Mask.read(wrong)).as(wrong).isEmpty();
    }
    assertThat(Mask.read("network/32/0")).contains(new Mask.Network(32, 0));
  }

  @Test
  void login_event_has_the_columns_of_its_table() {
    TableSpec spec = SpecFile.builtIn().tables().get(0);

    assertThat(spec.name()).isEqualTo("user_logins");
    assertThat(spec.columns())
        .extracting(c -> c.name() + " " + c.sqlType())
        .containsExactly(
            "user_id varchar(128)",
            "device_type varchar(32)",
            "masked_ip varchar(256)",
            "masked_device_id varchar(256)",
            "locale varchar(32)",
            "app_version varchar(32)",
            "create_date date",
            "message_id varchar(128)");
    assertThat(spec.columns().stream().filter(Column::required))
        .extracting(Column::field)
        .containsExactly("user_id", "ip", "device_id");
    assertThat(spec.maskedColumns()).extracting(Column::field).containsExactly("ip", "device_id");
    assertThat(spec.messageId().name()).isEqualTo("message_id");
  }

  @Test
  void field_is_called_by_its_pointer() {
    Column column =
        read("{'name': 'a', 'pointer': '/device/id', 'type': 'text'}")
            .tables()
            .get(0)
            .columns()
            .get(0);

    assertThat(column.field()).isEqualTo("device/id");
    assertThat(column.source().path()).containsExactly("device", "id");
  }

  private static EventSpec read(String columns) {
    String json = "{'table': 'a', 'columns': [" + columns + ", " + MESSAGE_ID + "]}";
    return Specs.of(json.replace('\'', '"'));
  }
}
