package etl.spec.draft;

import etl.json.JsonLine;
import etl.json.JsonPointer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/** Finds the field that tells several kinds of event apart. */
final class KindFinder {
  /** What such a field is called. */
  private static final List<String> NAMES =
      List.of("type", "kind", "event", "event_type", "eventtype", "event_name", "eventname");

  private static final int MOST = 20;

  private static final Pattern KIND =
      Pattern.compile("(?=.{1,63}$)[\\p{L}\\p{N}._:/-]+(?: [\\p{L}\\p{N}._:/-]+)*+");

  /**
   * Events of one kind.
   *
   * @param name what the field says of them
   * @param place where the field is, as people say it
   * @param test the test that finds them, as a spec writes it
   */
  record Kind(String name, String place, String test, List<Sample> events) {}

  private KindFinder() {}

  /** The kinds of what was found; none unless each has fields that no other one has. */
  static List<Kind> of(List<Sample> bodies, EnvelopeFinder.Found found) {
    List<Sample> events = found.events();
    List<Kind> kinds =
        found.kind() == null ? List.of() : byMember("envelope", bodies, found.kind(), events);
    Shape shape = EnvelopeFinder.shape(events);
    for (String name : shape.members().keySet()) {
      if (kinds.isEmpty() && isKind(name) && shape.always(name)) {
        kinds = byMember("pointer", events, name, events);
      }
    }
    for (String name : events.get(0).attributes().keySet()) {
      if (kinds.isEmpty() && isKind(name)) {
        kinds =
            kinds(
                "attribute",
                name,
                events,
                e -> Optional.ofNullable(e.attributes().get(name)),
                events);
      }
    }
    return kinds;
  }

  private static boolean isKind(String name) {
    return NAMES.contains(String.join("_", Vocabulary.words(name)));
  }

  private static List<Kind> byMember(
      String source, List<Sample> samples, String name, List<Sample> events) {
    String pointer = new JsonPointer(List.of(name)).written();
    return kinds(source, pointer, samples, sample -> sample.text(name), events);
  }

  /** The kinds by one field of the samples, of which there is one for each event. */
  private static List<Kind> kinds(
      String source,
      String place,
      List<Sample> samples,
      Function<Sample, Optional<String>> field,
      List<Sample> events) {
    Map<String, List<Sample>> groups = new LinkedHashMap<>();
    for (int i = 0; i < samples.size(); i++) {
      String kind = field.apply(samples.get(i)).filter(KindFinder::isName).orElse(null);
      if (kind == null) {
        return List.of();
      }
      groups.computeIfAbsent(kind, k -> new ArrayList<>()).add(events.get(i));
    }
    if (groups.size() < 2 || groups.size() > MOST || !differ(groups.values().stream().toList())) {
      return List.of();
    }
    String test = "{\"" + source + "\": " + JsonLine.text(place) + ", \"equals\": ";
    String told = (source.equals("pointer") ? "" : source + " ") + place;
    return groups.entrySet().stream()
        .map(
            group ->
                new Kind(
                    group.getKey(),
                    told,
                    test + JsonLine.text(group.getKey()) + "}",
                    group.getValue()))
        .toList();
  }

  /** Whether a value may be written into a spec, and is a name that a program gives. */
  private static boolean isName(String value) {
    return KIND.matcher(value).matches()
        && PersonalValues.kindOf(value) == null
        && !PersonalValues.isId(value);
  }

  /** Whether of any two kinds, each always has a field that the other one never has. */
  private static boolean differ(List<List<Sample>> groups) {
    List<Shape> shapes = groups.stream().map(EnvelopeFinder::shape).toList();
    for (Shape one : shapes) {
      for (Shape other : shapes) {
        if (one != other
            && one.members().keySet().stream()
                .noneMatch(name -> one.always(name) && !other.members().containsKey(name))) {
          return false;
        }
      }
    }
    return true;
  }
}
