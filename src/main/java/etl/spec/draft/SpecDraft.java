package etl.spec.draft;

import java.util.List;

/**
 * A spec to start from.
 *
 * @param text the spec's file
 * @param proposals what in it is no plain column, and what of the samples is left out, one line
 *     each; places, never values
 */
public record SpecDraft(String text, List<String> proposals) {
  public SpecDraft {
    proposals = List.copyOf(proposals);
  }
}
