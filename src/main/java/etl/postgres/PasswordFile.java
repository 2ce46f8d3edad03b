package etl.postgres;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * libpq's password file: lines of {@code host:port:database:user:password}, of which the first that
 * fits counts. It is read at each login.
 */
record PasswordFile(Path path) {
  private static final int FIELDS = 4;

  /** The password for a server; empty if no line fits, or the file cannot be read. */
  Optional<String> find(Server server, String database, String user) {
    try {
      for (String line : Files.readString(path, StandardCharsets.UTF_8).lines().toList()) {
        List<String> fields = line.startsWith("#") ? List.of() : fields(line);
        if (fields.size() > FIELDS
            && (fits(fields.get(0), server.name()) || fits(fields.get(0), server.plainName()))
            && fits(fields.get(1), String.valueOf(server.port()))
            && fits(fields.get(2), database)
            && fits(fields.get(3), user)) {
          return Optional.of(fields.get(FIELDS));
        }
      }
    } catch (IOException e) {
      // As if there were none: the server may ask for no password.
      return Optional.empty();
    }
    return Optional.empty();
  }

  private static boolean fits(String field, String value) {
    return field.equals("*") || field.equals(value);
  }

  /** Four fields and the password; a backslash makes the next character a plain one. */
  private static List<String> fields(String line) {
    List<String> fields = new ArrayList<>();
    StringBuilder field = new StringBuilder();
    boolean bracketed = line.startsWith("[");
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      bracketed &= c != ']';
      if (c == '\\' && i + 1 < line.length()) {
        field.append(line.charAt(++i));
      } else if (c == ':' && !bracketed && fields.size() < FIELDS) {
        fields.add(field.toString());
        field.setLength(0);
      } else {
        field.append(c);
      }
    }
    fields.add(field.toString());
    return fields;
  }

  @Override
  public String toString() {
    return path.toString();
  }
}
