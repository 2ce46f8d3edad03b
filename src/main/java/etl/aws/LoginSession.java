package etl.aws;

import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.HexFormat;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;

/**
 * The credentials of {@code aws login}, which the AWS CLI keeps in a file and which last for a
 * quarter of an hour. They are replaced a minute before that, in the file too, since each refresh
 * token may be the last that the CLI knows.
 */
final class LoginSession implements AwsCredentialsProvider {
  private static final Duration STALE = Duration.ofMinutes(1);
  private static final Duration SOON_STALE = Duration.ofMinutes(5);
  private static final String TOKEN = "accessToken";
  private static final String REFRESH_TOKEN = "refreshToken";
  private static final String EXPIRES_AT = "expiresAt";

  /** There is no login, or none that can be used. */
  static final class Ended extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private Ended(Throwable cause) {
      super(cause);
    }
  }

  private final Path file;
  private final URI service = SignIn.endpoint();
  private AwsSessionCredentials current;

  /**
   * @param session the profile's {@code login_session}
   */
  LoginSession(String session) {
    this.file = folder().resolve(sha256(session) + ".json");
  }

  private static Path folder() {
    String given = System.getenv("AWS_LOGIN_CACHE_DIRECTORY");
    String home = System.getenv().getOrDefault("HOME", System.getProperty("user.home"));
    return given == null || given.isEmpty()
        ? Path.of(home, ".aws", "login", "cache")
        : Path.of(given);
  }

  private static String sha256(String text) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public synchronized AwsCredentials resolveCredentials() {
    if (current == null || !holds(current, SOON_STALE)) {
      renew();
    }
    return current;
  }

  private void renew() {
    try {
      // The CLI, or another process, may have renewed it.
      JsonObject login = read();
      AwsSessionCredentials kept = credentials(login);
      current = holds(kept, SOON_STALE) ? kept : refresh(login);
    } catch (RuntimeException e) {
      if (current == null || !holds(current, STALE)) {
        throw e;
      }
    }
  }

  private boolean holds(AwsSessionCredentials credentials, Duration left) {
    return Instant.now().plus(left).isBefore(credentials.expirationTime().orElseThrow());
  }

  private JsonObject read() {
    try {
      return JsonParser.parseString(Files.readString(file)).getAsJsonObject();
    } catch (NoSuchFileException | JsonParseException | IllegalStateException e) {
      throw new Ended(e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static AwsSessionCredentials credentials(JsonObject login) {
    try {
      JsonObject token = login.getAsJsonObject(TOKEN);
      return AwsSessionCredentials.builder()
          .accessKeyId(token.get("accessKeyId").getAsString())
          .secretAccessKey(token.get("secretAccessKey").getAsString())
          .sessionToken(token.get("sessionToken").getAsString())
          .expirationTime(Instant.parse(token.get(EXPIRES_AT).getAsString()))
          .build();
    } catch (NullPointerException | DateTimeParseException | IllegalStateException e) {
      throw new Ended(e);
    }
  }

  private AwsSessionCredentials refresh(JsonObject login) {
    JsonObject request = new JsonObject();
    JsonObject answer;
    try {
      request.add("clientId", login.get("clientId"));
      request.addProperty("grantType", "refresh_token");
      request.add(REFRESH_TOKEN, login.get(REFRESH_TOKEN));
      answer = SignIn.createToken(service, request, login.get("dpopKey").getAsString());
    } catch (NullPointerException | GeneralSecurityException | IllegalArgumentException e) {
      throw new Ended(e);
    }
    Instant expires = Instant.now().plusSeconds(answer.get("expiresIn").getAsLong());
    JsonObject token = login.getAsJsonObject(TOKEN);
    answer.getAsJsonObject(TOKEN).asMap().forEach(token::add);
    token.addProperty(EXPIRES_AT, expires.toString());
    login.add(REFRESH_TOKEN, answer.get(REFRESH_TOKEN));
    write(login);
    return credentials(login);
  }

  /** Atomically, and for the user alone. */
  private void write(JsonObject login) {
    try {
      Path made = Files.createTempFile(file.getParent(), "token-", ".tmp");
      Files.writeString(made, login.toString());
      Files.move(made, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      // The home is read-only: the same refresh token is good for a while.
      return;
    }
  }
}
