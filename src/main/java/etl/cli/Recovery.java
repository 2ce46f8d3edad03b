package etl.cli;

import etl.environment.ExitCode;
import etl.log.Log;
import etl.log.LogLevel;
import etl.masking.MaskForm;
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
 * for the next. Each lookup is committed to the audit before its answer is shown. Unknown hashes
 * are told on standard error.
 */
final class Recovery {
  private final MappingReader mappings;
  private final RecoverAudit audit;
  private final AnswerPrinter answers;
  private final Output out;
  private final Log log;
  private final List<String> chunk = new ArrayList<>(MappingReader.CHUNK);

  private long found;
  private long unknown;
  private long malformed;

  Recovery(MappingReader mappings, RecoverAudit audit, AnswerPrinter answers, Output out, Log log) {
    this.mappings = mappings;
    this.audit = audit;
    this.answers = answers;
    this.out = out;
    this.log = log;
  }

  /** Asks for a hash, in lower case. */
  void ask(String hash) {
    chunk.add(hash);
    if (chunk.size() == MappingReader.CHUNK) {
      answerChunk();
    }
  }

  /** Counts what could not be a hash, of which the user has been told. */
  void malformed(long more) {
    malformed += more;
  }

  /** Answers whatever is left, and tells how many were found unless all were. */
  void finish() {
    if (!chunk.isEmpty()) {
      answerChunk();
    }
    answers.end();
    out.flush();
    if (found + unknown + malformed > 1 && unknown + malformed > 0) {
      log.say(
          LogLevel.INFO,
          "recover.counts",
          "etl: %d found, %d not known, %d malformed".formatted(found, unknown, malformed));
    }
  }

  /** Of the whole lookup: what is malformed counts for more than what is not known. */
  ExitCode exitCode() {
    if (malformed > 0) {
      return ExitCode.USAGE;
    }
    return unknown > 0 ? ExitCode.CHECK_FAILED : ExitCode.DONE;
  }

  private void answerChunk() {
    List<String> asked = List.copyOf(new LinkedHashSet<>(chunk));
    Map<String, RecoveredOriginal> originals = mappings.find(asked);
    audit.recordRecovery(asked, originals.keySet());
    for (String hash : chunk) {
      RecoveredOriginal known = originals.get(hash);
      if (known != null) {
        found++;
        answers.known(known);
      } else {
        unknown++;
        // Not its domain: a small one can tell a person.
        log.complain("recover.unknown", "unknown hash: " + MaskForm.withoutDomain(hash));
        answers.unknown(hash);
      }
    }
    out.flush();
    chunk.clear();
  }
}
