package etl.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import etl.event.Fault;
import etl.event.StoreException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Settings as psql's users have them: services, libpq's keywords and variables, its files. */
class LibpqSettingsTest {
  private final Map<String, String> variables = new HashMap<>();

  @TempDir Path home;

  @BeforeEach
  void set_up() {
    variables.put("HOME", home.toString());
    variables.put("PGSYSCONFDIR", home.toString());
  }

  @Test
  void service_gives_what_the_url_does_not_and_wins_over_variables() throws IOException {
    write(
        ".pg_service.conf",
        "# ours\n[other]\nhost=other\n\n[logins]\nhost=one,two\nport=5433\nuser=svc\n"
            + "password=p=w\napplication_name=a\nsslmode=disable\n[last]\nhost=last\n");
    variables.putAll(Map.of("PGHOST", "pg", "PGUSER", "pguser", "PGDATABASE", "pgdb"));
    variables.put("PGSERVICE", "logins");
    DatabaseSettings settings = from("postgresql://me@/");
    assertThat(settings).hasToString("DatabaseSettings[me@one:5433,two:5433/pgdb]");
    assertThat(properties(settings))
        .containsEntry("password", "p=w")
        .containsEntry("ApplicationName", "a")
        .containsEntry("sslmode", "disable");
    assertThat(from("postgresql:///?service=last").target()).isEqualTo("last:5432/pgdb");
    assertThat(DatabaseSettings.nameServer(null, variables::get)).isTrue();
    assertThat(DatabaseSettings.nameServer("postgresql:///?service=last", name -> null)).isTrue();
  }

  @Test
  void service_is_looked_for_in_the_named_file_then_in_the_systems() throws IOException {
    write("pg_service.conf", "[everyones]\nhost=everyones\n");
    Path named = write("named", "[mine]\nhost=mine\n");
    variables.put("PGSERVICEFILE", named.toString());
    assertThat(from("postgresql:///x?service=mine").target()).isEqualTo("mine:5432/x");
    assertThat(from("postgresql:///x?service=everyones").target()).isEqualTo("everyones:5432/x");
    assertWrong("postgresql:///x?service=none", "there is no service none in");
    variables.put("PGSERVICEFILE", home.resolve("gone").toString());
    assertWrong("postgresql:///x?service=mine", "there is no service file");
  }

  @ParameterizedTest
  @ValueSource(strings = {"s3cret", "s3cret=x", "host = db", "service=other"})
  void line_of_a_service_that_is_wrong_is_named_by_its_number(String line) throws IOException {
    write(".pg_service.conf", "[mine]\n" + line + "\n");
    assertWrong("postgresql:///x?service=mine", "line 2");
  }

  @Test
  void variables_of_libpq_reach_the_driver() {
    variables.putAll(
        Map.of(
            "PGOPTIONS", "-c statement_timeout=5s",
            "PGAPPNAME", "app",
            "PGCONNECT_TIMEOUT", "7",
            "PGSSLMODE", "verify-ca",
            "PGSSLROOTCERT", "/roots",
            "PGSSLCERT", "/cert",
            "PGSSLKEY", "/key",
            "PGCHANNELBINDING", "require"));
    assertThat(properties(from(null)))
        .containsEntry("options", "-c statement_timeout=5s")
        .containsEntry("ApplicationName", "app")
        .containsEntry("connectTimeout", "7")
        .containsEntry("sslmode", "verify-ca")
        .containsEntry("sslrootcert", "/roots")
        .containsEntry("sslcert", "/cert")
        .containsEntry("sslkey", "/key")
        .containsEntry("channelBinding", "require");
  }

  @ParameterizedTest
  @CsvSource({
    "options=-c%20search_path%3Dmine, options, -c search_path=mine",
    "channel_binding=require, channelBinding, require",
    "require_auth=scram-sha-256, requireAuth, scram-sha-256",
    "gssencmode=disable, gssEncMode, disable",
    "sslnegotiation=direct, sslNegotiation, direct",
    "keepalives=0, tcpKeepAlive, false",
    "load_balance_hosts=random, loadBalanceHosts, true",
    "currentSchema=mine, currentSchema, mine",
    "fallback_application_name=f, ApplicationName, f",
    "connect_timeout=-1, connectTimeout, 0",
    "ssl=true, sslmode, require",
    "target_session_attrs=standby, targetServerType, secondary",
  })
  void keyword_of_libpq_is_translated(String parameter, String name, String value) {
    assertThat(properties(from("postgresql://db/x?" + parameter))).containsEntry(name, value);
  }

  @Test
  void ssl_is_verified_in_the_drivers_own_urls() {
    assertThat(properties(from("jdbc:postgresql://db/x?ssl=true")))
        .containsEntry("sslmode", "verify-full");
  }

  @ParameterizedTest
  @CsvSource({
    "search_path, currentSchema",
    "schema, currentSchema",
    "ssl_mode, sslmode",
    "sslrootcrt, sslrootcert",
    "passfle, passfile",
    "connecttimeout, connectTimeout",
  })
  void parameter_that_nobody_knows_is_refused_by_name(String name, String nearest) {
    assertWrong("postgresql://me@db/x?sslmode=require&" + name + "=s3cret", " " + name + "; ");
    assertThatThrownBy(() -> from("postgresql://me@db/x?" + name + "=1"))
        .hasMessageEndingWith("the nearest is " + nearest);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "postgresql://me@db/x?password=p&s3cret=x",
        "postgresql://me@db/x?sslpassword=p&s3cret=x",
        "postgresql://me:7?s3cret=x%40db/y",
        "postgresql://me:pa?s3cret=x",
        "postgresql://me@db/x?sslmode=require&a%20s3cret=x",
        "postgresql://me:pa?service=s3cret",
      })
  void parameter_that_may_be_a_part_of_a_password_is_not_named(String url) {
    assertWrong(url, "");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "sslcrl=/s3cret",
        "requirepeer=s3cret",
        "sslcertmode=require",
        "client_encoding=s3cret",
        "ssl_min_protocol_version=s3cret",
        "keepalives=s3cret",
        "load_balance_hosts=s3cret",
        "sslrootcert=system&sslmode=require",
        "hostaddr=192.0.2.1&sslmode=verify-full",
        "hostaddr=192.0.2.1,192.0.2.2",
      })
  void setting_that_cannot_be_kept_is_refused(String parameter) {
    assertWrong("postgresql://db/x?" + parameter, "");
  }

  @Test
  void setting_without_effect_is_told() {
    assertThat(from("postgresql://db/x?keepalives_idle=30&sslsni=1").withoutEffect())
        .containsExactlyInAnyOrder("keepalives_idle", "sslsni");
  }

  @Test
  void root_in_the_users_folder_is_checked_with_require_too() throws IOException {
    assertThat(properties(from("postgresql://db/x?sslmode=require")))
        .containsEntry("sslmode", "require");
    Files.createDirectory(home.resolve(".postgresql"));
    Path root = write(".postgresql/root.crt", "");
    assertThat(properties(from("postgresql://db/x?sslmode=require")))
        .containsEntry("sslmode", "verify-ca")
        .containsEntry("sslrootcert", root.toString());
    assertThat(properties(from("postgresql://db/x"))).doesNotContainKey("sslmode");
    assertThat(properties(from("postgresql://db/x?sslrootcert=system")))
        .containsEntry("sslmode", "verify-full");
  }

  @Test
  void certificate_in_the_users_folder_is_shown() throws IOException {
    Files.createDirectory(home.resolve(".postgresql"));
    Path certificate = write(".postgresql/postgresql.crt", "");
    assertThat(properties(from("postgresql://db/x")))
        .containsEntry("sslcert", certificate.toString())
        .containsEntry("sslkey", home.resolve(".postgresql/postgresql.key").toString());
    assertThat(properties(from("postgresql://db/x?sslcertmode=disable")))
        .doesNotContainKeys("sslcert", "sslkey");
  }

  @Test
  void password_is_looked_up_for_each_host() throws IOException {
    write(
        ".pgpass",
        "# hosts\none:5433:x:me:first\ntwo:*:*:me:a\\:b\\\\c:d\n\\:\\:1:5432:*:*:six\n*:*:*:*:any\n");
    DatabaseSettings settings = from("postgresql://me@one:5433,two,[::1],four/x");
    assertThat(settings.servers())
        .extracting(server -> settings.driverProperties(server).getProperty("password"))
        .containsExactly("first", "a:b\\c:d", "six", "any");
    Path other = write("other", "[::1]:5432:x:me:bracketed\n");
    assertThat(properties(from("postgresql://me@[::1]/x?passfile=" + other)))
        .containsEntry("password", "bracketed");
    variables.put("PGPASSFILE", home.resolve("none").toString());
    assertThat(properties(from("postgresql://me@one:5433/x"))).doesNotContainKey("password");
  }

  @Test
  void address_is_connected_to_and_the_name_looked_up() throws IOException {
    write(".pgpass", "db:*:*:*:right\n");
    assertThat(properties(from("postgresql://db/x?hostaddr=192.0.2.1")))
        .containsEntry("PGHOST", "192.0.2.1")
        .containsEntry("password", "right");
  }

  @Test
  void tokens_go_over_tls_only() {
    PasswordSource tokens = (host, port, user) -> host + port + user;
    for (String mode : List.of("", "?sslmode=allow", "?sslmode=prefer", "?sslmode=require")) {
      assertThat(properties(withTokens("postgresql://me@db/x" + mode, tokens)))
          .containsEntry("sslmode", "require")
          .containsEntry("password", "db5432me");
    }
    assertThat(properties(withTokens("postgresql://me@db/x?sslmode=verify-full", tokens)))
        .containsEntry("sslmode", "verify-full");
    assertThatThrownBy(() -> withTokens("postgresql://me@db/x?sslmode=disable", tokens))
        .isInstanceOfSatisfying(
            StoreException.class, e -> assertThat(e.fault()).isEqualTo(Fault.CONFIGURATION));
  }

  private DatabaseSettings withTokens(String url, PasswordSource tokens) {
    return DatabaseSettings.from(url, variables::get, tokens);
  }

  private Path write(String name, String text) throws IOException {
    return Files.writeString(home.resolve(name), text);
  }

  private DatabaseSettings from(String url) {
    return DatabaseSettings.from(url, variables::get);
  }

  private static java.util.Properties properties(DatabaseSettings settings) {
    return settings.driverProperties(settings.servers().get(0));
  }

  private void assertWrong(String url, String says) {
    assertThatThrownBy(() -> from(url))
        .isInstanceOfSatisfying(
            StoreException.class, e -> assertThat(e.fault()).isEqualTo(Fault.CONFIGURATION))
        .hasMessageStartingWith("the database settings are wrong: ")
        .hasMessageContaining(says)
        .hasMessageNotContaining("s3cret");
  }
}
