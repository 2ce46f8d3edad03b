package etl.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import etl.event.Fault;
import etl.event.StoreException;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DatabaseSettingsTest {
  private static final Map<String, String> PG =
      Map.of(
          "PGHOST", "pg.example",
          "PGPORT", "6543",
          "PGDATABASE", "pgdb",
          "PGUSER", "pguser",
          "PGPASSWORD", "pgsecret");

  private static final Map<String, String> DB =
      Map.of(
          "DB_HOST", "db.example",
          "DB_PORT", "7654",
          "DB_NAME", "dbdb",
          "DB_USER", "dbuser",
          "DB_PASSWORD", "dbsecret");

  @Test
  void nothing_given_means_the_defaults() {
    DatabaseSettings settings = from(null, Map.of());
    assertThat(settings).hasToString("DatabaseSettings[postgres@localhost:5432/postgres]");
    assertThat(driverProperties(settings)).doesNotContainKeys("password", "sslmode");
  }

  @ParameterizedTest
  @CsvSource({
    "postgresql://me@db:5433/logins, me, db:5433/logins",
    "postgres://me@db/logins, me, db:5432/logins",
    "jdbc:postgresql://db:5433/logins?user=me, me, db:5433/logins",
    "jdbc:postgresql://me@db:5433/logins, me, db:5433/logins",
    "jdbc:postgresql:logins, postgres, localhost:5432/logins",
    "jdbc:postgresql:/, postgres, localhost:5432/postgres",
    "postgresql://, postgres, localhost:5432/postgres",
    "postgresql:///logins, postgres, localhost:5432/logins",
    "postgresql:///logins?host=db&port=1&user=me, me, db:1/logins",
    "postgresql://me%40corp:p%3A%2F@db/log%20ins, me@corp, db:5432/log ins",
    "postgresql://a+b@db/x, a+b, db:5432/x",
    "postgresql://me@[::1]:5433/x, me, [::1]:5433/x",
    "postgresql://me@[fe80::1]/x, me, [fe80::1]:5432/x",
    "'postgresql://one,two:5433/x?sslmode=require', postgres, 'one:5432,two:5433/x'",
  })
  void url_names_the_place_and_the_role(String url, String user, String target) {
    DatabaseSettings settings = from(url, Map.of());
    assertThat(settings.user()).isEqualTo(user);
    assertThat(settings.target()).isEqualTo(target);
  }

  @Test
  void url_wins_part_by_part_over_pg_variables_and_these_over_db_variables() {
    Map<String, String> both = new java.util.HashMap<>(DB);
    assertThat(from(null, both)).hasToString("DatabaseSettings[dbuser@db.example:7654/dbdb]");
    assertThat(password(from(null, both))).isEqualTo("dbsecret");

    both.putAll(PG);
    assertThat(from(null, both)).hasToString("DatabaseSettings[pguser@pg.example:6543/pgdb]");
    assertThat(password(from(null, both))).isEqualTo("pgsecret");

    both.remove("PGUSER");
    both.put("PGDATABASE", "");
    assertThat(from("postgresql://host", both))
        .hasToString("DatabaseSettings[dbuser@host:6543/dbdb]");
  }

  @Test
  void url_of_the_environment_is_taken_where_none_is_given() {
    Map<String, String> urls =
        Map.of("ETL_DATABASE_URL", "postgresql://one/x", "DATABASE_URL", "postgresql://two/x");
    assertThat(from(null, urls).target()).isEqualTo("one:5432/x");
    assertThat(from("postgresql://three/x", urls).target()).isEqualTo("three:5432/x");
    assertThat(from(null, Map.of("DATABASE_URL", "postgresql://two/x")).target())
        .isEqualTo("two:5432/x");
  }

  @ParameterizedTest
  @CsvSource({
    "postgresql://me:secret@db/x, true",
    "postgresql://db/x?user=me&password=secret, true",
    "jdbc:postgresql://db/x?password=secret, true",
    "postgresql://me@db/x, false",
    "postgresql://me:@db/x, false",
    "jdbc:postgresql:x, false",
  })
  void password_in_a_url_is_noticed(String url, boolean there) {
    assertThat(DatabaseSettings.hasPassword(url)).isEqualTo(there);
  }

  @Test
  void password_of_the_environments_url_is_used_and_never_shown() {
    DatabaseSettings settings =
        from(null, Map.of("DATABASE_URL", "postgresql://me:p%40ss%2Fword@db/x"));
    assertThat(password(settings)).isEqualTo("p@ss/word");
    assertThat(settings.toString() + settings.target()).doesNotContain("p@ss", "p%40ss");
  }

  @Test
  void parameters_reach_the_driver_by_its_own_names() {
    Properties properties =
        driverProperties(
            from(
                "postgresql://db/x?connect_timeout=3&application_name=me&sslrootcert=/a%20b"
                    + "&logServerErrorDetail=true",
                Map.of("PGSSLMODE", "verify-full")));
    assertThat(properties)
        .containsEntry("connectTimeout", "3")
        .containsEntry("ApplicationName", "me")
        .containsEntry("sslrootcert", "/a b")
        .containsEntry("sslmode", "verify-full")
        .containsEntry("logServerErrorDetail", "false");
  }

  @Test
  void sslmode_of_the_url_wins() {
    assertThat(
            driverProperties(
                from("postgresql://db/x?sslmode=allow", Map.of("PGSSLMODE", "disable"))))
        .containsEntry("sslmode", "allow");
  }

  @Test
  void one_of_several_hosts_is_written_to() {
    assertThat(driverProperties(from("postgresql://one,two/x", Map.of())))
        .containsEntry("PGHOST", "one")
        .containsEntry("PGPORT", "5432")
        .containsEntry("targetServerType", "primary")
        .containsEntry("connectTimeout", "3");
    assertThat(driverProperties(from("postgresql://one,two/x?connect_timeout=7", Map.of())))
        .containsEntry("connectTimeout", "7");
  }

  @ParameterizedTest
  @CsvSource({
    "any, any",
    "read-write, primary",
    "read-only, secondary",
    "primary, primary",
    "standby, secondary",
    "prefer-standby, preferSecondary",
  })
  void kind_of_server_is_named_as_libpq_has_it(String libpq, String driver) {
    String url = "postgresql://one,two/x";
    assertThat(serverType(url + "?target_session_attrs=" + libpq, Map.of())).isEqualTo(driver);
    assertThat(serverType(url, Map.of("PGTARGETSESSIONATTRS", libpq))).isEqualTo(driver);
  }

  @Test
  void kind_of_server_in_the_url_wins_over_the_variable() {
    Map<String, String> variable = Map.of("PGTARGETSESSIONATTRS", "any");
    assertThat(serverType("postgresql://a,b/x?target_session_attrs=standby", variable))
        .isEqualTo("secondary");
    assertThat(serverType("postgresql://a,b/x?targetServerType=secondary", variable))
        .isEqualTo("secondary");
  }

  private static String serverType(String url, Map<String, String> environment) {
    return driverProperties(from(url, environment)).getProperty("targetServerType");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "mysql://me:secret@db/x",
        "db/secret",
        "postgresql://me:secret@db:port/x",
        "postgresql://me:secret@db:0/x",
        "postgresql://me:secret@db:65536/x",
        "postgresql://me:secret@db/%zz",
        "postgresql://me:secret@%2Fvar%2Frun/x",
        "postgresql://me:secret@db/x?sslmode=maybe",
        "postgresql://me:secret@db/x?sslmode",
        "postgresql://me:secret@one,two/x?target_session_attrs=secret",
        "postgresql://me:secret@one,two,three/x?port=1,2",
      })
  void url_that_cannot_be_right_is_refused_without_being_quoted(String url) {
    assertRefused(url, Map.of());
  }

  @Test
  void variables_that_cannot_be_right_are_refused() {
    assertRefused(null, Map.of("PGPORT", "many"));
    assertRefused(null, Map.of("PGSSLMODE", "secret"));
    assertRefused(null, Map.of("PGTARGETSESSIONATTRS", "secret"));
    assertRefused(null, Map.of("PGHOST", "/var/run/secret"));
    assertRefused(null, Map.of("PGPORT", "1,2"));
  }

  private static void assertRefused(String url, Map<String, String> environment) {
    assertThatThrownBy(() -> from(url, environment))
        .isInstanceOfSatisfying(
            StoreException.class, e -> assertThat(e.fault()).isEqualTo(Fault.CONFIGURATION))
        .hasMessageStartingWith("the database settings are wrong: ")
        .hasMessageNotContaining("secret");
  }

  private static Properties driverProperties(DatabaseSettings settings) {
    return settings.driverProperties(settings.servers().get(0));
  }

  private static String password(DatabaseSettings settings) {
    return driverProperties(settings).getProperty("password");
  }

  private static DatabaseSettings from(String url, Map<String, String> environment) {
    return DatabaseSettings.from(url, environment::get);
  }
}
