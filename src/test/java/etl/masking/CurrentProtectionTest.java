package etl.masking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class CurrentProtectionTest {
  private final AtomicReference<Keyring> kept =
      new AtomicReference<>(FreshKeys.create(Instant.EPOCH));
  private final CurrentProtection protection = CurrentProtection.keyed(kept::get);

  @Test
  void keys_are_read_again_when_asked_for() {
    Protection before = protection.current();
    kept.set(FreshKeys.rotated(kept.get(), Instant.EPOCH));
    assertThat(protection.mask("192.0.2.1").masked()).startsWith("k1:");

    protection.reload(before);

    assertThat(protection.mask("192.0.2.1").masked()).startsWith("k2:");
  }

  @Test
  void what_another_thread_has_read_is_not_read_again() {
    Protection before = protection.current();
    Protection read = protection.reload(before);

    assertThat(protection.reload(before)).isSameAs(read);
  }

  @Test
  void keys_that_were_replaced_by_others_are_refused() {
    kept.set(FreshKeys.create(Instant.EPOCH));

    assertThatThrownBy(() -> protection.reload(protection.current()))
        .isInstanceOf(KeysException.class)
        .hasMessageContaining("replaced");
    assertThat(protection.current().generation()).isEqualTo(1);
  }

  @Test
  void without_keys_there_is_nothing_to_read() {
    CurrentProtection plain = CurrentProtection.plain();

    assertThat(plain.reload(plain.current()).generation()).isZero();
    assertThat(plain.mask("192.0.2.1")).isEqualTo(Protection.plain().mask("192.0.2.1"));
  }
}
