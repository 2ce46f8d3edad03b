package etl.spec.draft;

import etl.envelope.Envelope;
import etl.envelope.Envelope.Known;
import etl.envelope.NotWrappedException;
import etl.envelope.Opened;
import etl.envelope.Unwrapper;
import etl.json.FieldNode;
import etl.json.FieldValues;
import etl.json.JsonKind;
import etl.json.NotJsonException;
import etl.spec.file.SpecFile;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Finds what all samples are wrapped in. */
final class EnvelopeFinder {
  /** What several services in a row put around an event. */
  private static final int MOST = 3;

  /** The names that every envelope of a kind has. */
  private static final Map<Known, Set<String>> MARKS =
      Map.of(
          Known.SNS, Set.of("Type", "TopicArn", "Message"),
          Known.EVENTBRIDGE, Set.of("detail-type", "source", "detail"),
          Known.CLOUDEVENTS, Set.of("specversion", "id", "source", "type"));

  /** What is worth a column of what an envelope says. */
  private static final Map<Known, Set<String>> SAYING =
      Map.of(
          Known.SNS, Set.of(),
          Known.EVENTBRIDGE, Set.of("id", "detail-type", "source", "time"),
          Known.CLOUDEVENTS, Set.of("id", "type", "source", "subject", "time"));

  /** What tells its events apart. */
  private static final Map<Known, String> KIND =
      Map.of(Known.EVENTBRIDGE, "detail-type", Known.CLOUDEVENTS, "type");

  private EnvelopeFinder() {}

  /** What all samples are wrapped in, the outermost first, and the event of each. */
  record Found(List<Known> envelopes, List<Sample> events) {
    /** What to make columns of besides the event: members of the body. */
    Set<String> saying() {
      return envelopes.isEmpty() ? Set.of() : SAYING.get(envelopes.get(0));
    }

    /** The member of the body that tells events apart; null for none. */
    String kind() {
      return envelopes.isEmpty() ? null : KIND.get(envelopes.get(0));
    }
  }

  static Found of(List<Sample> samples) {
    List<Known> envelopes = new ArrayList<>();
    List<Sample> events = samples;
    for (List<Sample> next = events; next != null; ) {
      events = next;
      next = null;
      Shape shape = shape(events);
      for (Known known : Known.values()) {
        if (next == null
            && envelopes.size() < MOST
            && MARKS.get(known).stream().allMatch(shape::always)) {
          next = within(events, known, shape);
          if (next != null) {
            envelopes.add(known);
          }
        }
      }
    }
    return new Found(List.copyOf(envelopes), events);
  }

  static Shape shape(List<Sample> samples) {
    Shape shape = new Shape();
    samples.forEach(sample -> ShapeReader.read(sample.body(), shape, 0));
    return shape;
  }

  /** What is in them; null if one of them is not in this envelope. */
  private static List<Sample> within(List<Sample> samples, Known envelope, Shape shape) {
    Unwrapper unwrapper = new Unwrapper(List.<Envelope>of(envelope), attributes(envelope, shape));
    List<Sample> events = new ArrayList<>();
    for (Sample sample : samples) {
      try (Opened opened = unwrapper.open(sample.body(), sample.attributes())) {
        FieldNode root = FieldNode.root();
        FieldValues event = FieldValues.of(opened.event(), root);
        if (event.kind(root) != JsonKind.OBJECT) {
          return null;
        }
        events.add(new Sample(event.span(root).written(), opened.attributes()));
      } catch (NotJsonException | NotWrappedException e) {
        return null;
      }
    }
    return events;
  }

  private static Set<String> attributes(Known envelope, Shape shape) {
    Shape attributes = shape.members().get(Envelope.SNS_ATTRIBUTES);
    return envelope != Known.SNS || attributes == null
        ? Set.of()
        : attributes.members().keySet().stream()
            .filter(SpecFile::isAttribute)
            .collect(Collectors.toSet());
  }
}
