package etl.spec.file;

import etl.json.JsonKind;
import etl.spec.ColumnType;
import etl.spec.ColumnType.Base;
import etl.spec.Mask;
import etl.spec.Source;
import etl.value.Canonical;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Reads what is stored in place of a value, and the forms that it is brought to before. Masks,
 * sources and types that are not known are null.
 */
record MaskReader(Node column) {
  private static final List<String> MASKS = List.of("hash", "email", "network", "date");
  private static final List<String> FORMS =
      Stream.of(Canonical.values()).map(Canonical::specName).toList();
  private static final String NETWORK = "{\"network\": {\"ipv4\": 24, \"ipv6\": 48}}";
  private static final String DATE = "{\"date\": \"month\"}";

  private static final int IPV4 = 32;
  private static final int IPV6 = 128;

  /** A hash, the {@code @} and the shortest domain. */
  private static final int SHORTEST_EMAIL = Mask.HASH_LENGTH + 2;

  /** The longest domain instead. */
  private static final int LONGEST_EMAIL = Mask.HASH_LENGTH + 1 + 253;

  /** The mask; null where there is none that can be used. */
  Mask mask(Source source, ColumnType type) {
    boolean masked = column.flag("masked", false);
    if (column.has("mask") && column.has("masked")) {
      column.report(
          masked
              ? "masked is short for \"mask\": \"hash\", keep one of the two"
              : "has a mask and is not masked, leave masked out");
    }
    Mask mask = column.has("mask") ? read() : masked ? Mask.HASH : Mask.NONE;
    if (mask != null && mask.hides()) {
      checkSource(source);
      if (type != null) {
        checkType(mask, type);
      }
    }
    return mask;
  }

  private Mask read() {
    Json value = column.get("mask");
    if (value instanceof Json.Members) {
      return column.inside(value, "mask: ").map(this::ofObject).orElse(null);
    }
    String name = column.text("mask", "\"hash\"");
    if (name == null) {
      return null;
    }
    switch (name) {
      case "hash", "email" -> {
        return name.equals("hash") ? Mask.HASH : Mask.EMAIL;
      }
      case "network" -> column.report("mask network says how much it keeps, write " + NETWORK);
      case "date" -> column.report("mask date says what it keeps, write " + DATE);
      default -> column.report(Words.unknown("mask", name, MASKS));
    }
    return null;
  }

  private Mask ofObject(Node mask) {
    if (mask.has("hash") || mask.has("email")) {
      mask.report("hash and email have nothing to say, write \"mask\": \"hash\"");
      return null;
    }
    mask.checkKeys(Keys.MASK);
    if (mask.of(Keys.MASK.keys()).size() != 1) {
      mask.report("needs exactly one of network and date, such as " + NETWORK);
      return null;
    }
    return mask.has("network")
        ? mask.inside(mask.get("network"), "network: ").map(MaskReader::network).orElse(null)
        : mask.oneOf("date", "month", List.of(Mask.Period.values()), null);
  }

  private static Mask network(Node network) {
    network.checkKeys(Keys.NETWORK);
    for (String key : Keys.NETWORK.keys()) {
      if (!network.has(key)) {
        network.report("needs %s, the bits that are kept, as in %s", key, NETWORK);
      }
    }
    int ipv4 = network.whole("ipv4", 0, IPV4);
    int ipv6 = network.whole("ipv6", 0, IPV6);
    return ipv4 < 0 || ipv6 < 0 ? null : new Mask.Network(ipv4, ipv6);
  }

  private void checkSource(Source source) {
    if (source != null && !source.kind().isContent() && source.kind() != Source.Kind.GROUP_ID) {
      column.report("what the queue itself says of a message is not masked, leave the mask out");
    }
  }

  private void checkType(Mask mask, ColumnType type) {
    Base base = type.base();
    int length = type.length();
    if (mask instanceof Mask.Network) {
      if (base != Base.CIDR && base != Base.INET && base != Base.TEXT) {
        column.report("mask network is for cidr, inet or text, not for %s", base.written());
      }
    } else if (mask instanceof Mask.Period) {
      if (base != Base.DATE) {
        column.report("mask date is for date, not for %s", base.written());
      }
    } else if (!base.isText()) {
      column.report(
          "a hash is text, write \"type\": \"varchar\", \"length\": 128, not %s", base.written());
    } else if (mask == Mask.EMAIL && length > 0 && length < SHORTEST_EMAIL) {
      column.report(
          "mask email needs a length of %d or more, %d hold every domain",
          SHORTEST_EMAIL, LONGEST_EMAIL);
    } else if (length > 0 && length < Mask.HASH_LENGTH) {
      column.report("a hash needs a length of %d or more", Mask.HASH_LENGTH);
    }
  }

  boolean keepOriginal(Mask mask) {
    boolean keep = column.flag("keep_original", true);
    if (mask != null && !mask.isHash() && column.has("keep_original")) {
      if (!mask.hides()) {
        column.report("keep_original is for masks, leave it out");
      } else if (keep) {
        column.report("masks network and date keep no original, leave keep_original out");
      }
    }
    return keep && (mask == null || mask.isHash() || !mask.hides());
  }

  List<Canonical> canonical(Mask mask) {
    List<Canonical> forms = new ArrayList<>();
    if (column.has("canonical")) {
      names().forEach(form -> add(form, forms));
      if (mask != null) {
        check(forms, mask);
      }
    }
    if (mask == Mask.EMAIL && !forms.contains(Canonical.EMAIL)) {
      forms.add(Canonical.EMAIL);
    }
    return forms;
  }

  private List<Json> names() {
    Json value = column.get("canonical");
    if (value instanceof Json.Array array) {
      if (array.elements().isEmpty()) {
        column.report("canonical is an empty list, leave it out");
      }
      return array.elements();
    }
    return List.of(value);
  }

  private void add(Json name, List<Canonical> forms) {
    if (!name.is(JsonKind.STRING)) {
      column.report(
          "canonical must be a text such as \"ip\", or a list of such, not %s", name.called());
      return;
    }
    String text = ((Json.Scalar) name).value();
    Canonical form = Canonical.named(text).orElse(null);
    if (form == null) {
      column.report(Words.unknown("canonical form", text, FORMS));
    } else if (forms.contains(form)) {
      column.report("canonical form %s stands twice, keep one", text);
    } else {
      forms.add(form);
    }
  }

  private void check(List<Canonical> forms, Mask mask) {
    if (!mask.hides()) {
      column.report("canonical is only for masks, leave it out or add \"masked\": true");
    } else if (mask instanceof Mask.Period) {
      column.report("a date has one form already, leave canonical out");
    } else if (mask instanceof Mask.Network && forms.contains(Canonical.EMAIL)) {
      column.report("canonical form email is not for mask network, leave it out");
    } else if (mask == Mask.EMAIL && forms.contains(Canonical.IP)) {
      column.report("canonical form ip is not for mask email, leave it out");
    } else if (forms.contains(Canonical.IP) && forms.contains(Canonical.EMAIL)) {
      column.report("nothing has both canonical forms, ip and email, keep one");
    }
  }
}
