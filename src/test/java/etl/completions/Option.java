package etl.completions;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.StreamSupport;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * What a completion says of an option.
 *
 * @param names with their dashes
 * @param value what stands for the value in the help; empty for a flag
 * @param candidates the values that are possible, where they can be listed
 */
record Option(
    List<String> names,
    String description,
    String value,
    Presence presence,
    boolean repeatable,
    List<String> candidates,
    boolean file) {

  /** Whether the option has a value. */
  enum Presence {
    NEVER,
    OPTIONAL,
    ALWAYS
  }

  static Option of(OptionSpec spec) {
    return new Option(
        List.of(spec.names()),
        description(spec),
        spec.paramLabel(),
        presence(spec),
        spec.isMultiValue(),
        candidates(spec),
        isFile(spec));
  }

  /** Whether the value names a file, by its type or by what the help calls it. */
  static boolean isFile(ArgSpec spec) {
    return spec.type().equals(Path.class) || spec.paramLabel().contains("FILE");
  }

  private static String description(OptionSpec spec) {
    String values = String.join(", ", candidates(spec));
    String text = firstSentence(spec.description());
    return values.isEmpty() || text.equals(values) ? text : text.split(": " + values, 2)[0];
  }

  /** The first sentence, without its full stop and what is said of the default. */
  static String firstSentence(String... lines) {
    String text = String.join(" ", lines).strip();
    return text.split("((?<!\\.)\\.( |$)| \\(default|; )", 2)[0];
  }

  private static Presence presence(OptionSpec spec) {
    if (spec.arity().max() == 0) {
      return Presence.NEVER;
    }
    return spec.arity().min() == 0 ? Presence.OPTIONAL : Presence.ALWAYS;
  }

  private static List<String> candidates(OptionSpec spec) {
    if (spec.completionCandidates() == null || presence(spec) == Presence.NEVER) {
      return List.of();
    }
    return StreamSupport.stream(spec.completionCandidates().spliterator(), false).toList();
  }
}
