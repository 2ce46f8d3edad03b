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

  /** The SQLSTATE of a missing right; of data, it is a row-level security policy's. */
  private static final String POLICY = "42501";

  private final int size;
  private final int round;
  private final List<Delivery> refused = new ArrayList<>();
  private final Map<String, Integer> causes = new HashMap<>();
  private int openParts = 1;

  /**
   * @param size how many messages the batch has
   * @param round in which round of the writer it began: void in a later one
   */
  Bisection(int size, int round) {
    this.size = size;
    this.round = round;
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

  /** Whether the outcome of every message is known. */
  boolean complete() {
    return openParts == 0;
  }

  /** The refused messages, in the order of arrival. */
  List<Delivery> refused() {
    return refused;
  }

  int size() {
    return size;
  }

  int round() {
    return round;
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
