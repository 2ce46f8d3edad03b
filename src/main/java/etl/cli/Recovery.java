package etl.cli;

import etl.output.AnswerPrinter;
import etl.output.Output;
import etl.postgres.recover.MappingReader;
import etl.postgres.recover.RecoverAudit;
import etl.postgres.recover.RecoveredOriginal;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;

/**
 * Looks up hashes as they come, one query per chunk, and prints a chunk's answers before it asks
 * for the next. Each lookup is committed to the audit before its answer is shown.
 */
final class Recovery {
  private final MappingReader mappings;
  private final RecoverAudit audit;
  private final AnswerPrinter answers;
  private final Output out;
  private final List<String> chunk = new ArrayList<>(MappingReader.CHUNK);

  private boolean allKnown = true;

  Recovery(MappingReader mappings, RecoverAudit audit, AnswerPrinter answers, Output out) {
    this.mappings = mappings;
    this.audit = audit;
    this.answers = answers;
    this.out = out;
    answers.begin();
  }

  /** Asks for a hash, in lower case. */
  void ask(String hash) {
    chunk.add(hash);
    if (chunk.size() == MappingReader.CHUNK) {
      answerChunk();
    }
  }

  /** Answers whatever is left. */
  void finish() {
    if (!chunk.isEmpty()) {
      answerChunk();
    }
    answers.end();
    out.flush();
  }

  boolean allKnown() {
    return allKnown;
  }

  private void answerChunk() {
    List<String> asked = List.copyOf(new LinkedHashSet<>(chunk));
    Map<String, RecoveredOriginal> found = mappings.find(asked);
    audit.recordRecovery(asked, found.keySet());
    for (String hash : chunk) {
      RecoveredOriginal known = found.get(hash);
      if (known != null) {
        answers.known(known);
      } else {
        allKnown = false;
        answers.unknown(hash);
      }
    }
    out.flush();
    chunk.clear();
  }
}
