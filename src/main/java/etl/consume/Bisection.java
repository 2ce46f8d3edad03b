package etl.consume;

import etl.event.Fault;
import etl.event.StoreException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A batch that the database refused for its data, halved until each offending message is alone.
 * Nothing is rejected until the outcome of every message is known: if most of the batch is refused
 * for the same cause, the tables are at fault and not the messages.
 */
final class Bisection {
  /** Fewer refusals than this are never blamed on the tables, even if they are the whole batch. */
  static final int FEW = 10;

  /** The bisections under way. */
  static final class Group {
    private final List<Bisection> members = new ArrayList<>();

    /** The bisection that a batch is part of: a new one, unless it is already. */
    Bisection of(Batch batch) {
      if (batch.bisection() != null && !batch.bisection().cancelled) {
        return batch.bisection();
      }
      Bisection bisection = new Bisection(batch.size());
      members.removeIf(known -> known.complete() || known.cancelled);
      members.add(bisection);
      return bisection;
    }

    /** Their messages are given back. */
    void cancel() {
      members.forEach(Bisection::cancel);
    }
  }

  /** The SQLSTATE of a missing right; of data, it is a row-level security policy's. */
  private static final String POLICY = "42501";

  private final int size;
  private final List<Delivery> refused = new ArrayList<>();
  private final Map<String, Integer> causes = new HashMap<>();
  private int openParts = 1;
  private boolean cancelled;

  Bisection(int size) {
    this.size = size;
  }

  /** A part becomes two. */
  void split() {
    openParts++;
  }

  /** A part was stored, or given back. */
  void stored() {
    openParts--;
  }

  /** A message was refused on its own. */
  void refused(Delivery delivery, String sqlState) {
    openParts--;
    refused.add(delivery);
    causes.merge(sqlState, 1, Integer::sum);
  }

  /** Its messages were given back, or are retried in another batch. */
  private void cancel() {
    cancelled = true;
  }

  /** Whether the outcome of every message is known. */
  boolean complete() {
    return openParts == 0 && !cancelled;
  }

  /** The refused messages, in the order of arrival. */
  List<Delivery> refused() {
    return refused;
  }

  /** How many messages the original batch had. */
  int size() {
    return size;
  }

  /**
   * Whether the tables, or the role's rights, are at fault. A policy that refuses some rows and
   * lets others pass is not, however many it refuses; one that has let no row pass is, however few.
   *
   * @param rowsPass whether any row has been stored
   */
  boolean hopeless(String sqlState, boolean rowsPass) {
    return sqlState.equals(POLICY) ? complete() && causes.size() == 1 && !rowsPass : systematic();
  }

  /** Whether most of the batch was refused for the same cause. */
  private boolean systematic() {
    int most = causes.values().stream().mapToInt(Integer::intValue).max().orElse(0);
    return most >= FEW && most * 2 > size;
  }

  /** Why a run cannot go on whose data are refused one and all. */
  static StoreException tablesDoNotFit(String what, StoreException why) {
    String where = " (" + why.getMessage() + "): the tables do not fit the events";
    Fault fault = why.sqlState().equals(POLICY) ? Fault.DENIED : Fault.CONFIGURATION;
    return new StoreException(fault, why.sqlState(), what + where, why);
  }
}
