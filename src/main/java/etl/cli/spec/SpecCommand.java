package etl.cli.spec;

import etl.cli.option.CommandGroup;
import picocli.CommandLine.Command;

/** {@code etl spec}: groups the commands for event specs. */
@Command(
    name = "spec",
    subcommands = {
      SpecShowCommand.class,
      SpecDraftCommand.class,
      SpecCheckCommand.class,
      SpecSchemaCommand.class
    },
    description = {
      "Drafts an event spec from samples, checks it, and shows the built-in one.",
      "",
      "An event spec is a JSON file that says what messages become: which tables and columns, where"
          + " each value comes from, its type, and how it is masked. Every command that touches the"
          + " events' tables takes one with --spec FILE."
    },
    footer = {
      "  etl spec draft --from-file orders.jsonl >orders.json",
      "  etl spec check orders.json --sample orders.jsonl",
      "  etl spec schema >spec.schema.json"
    })
public final class SpecCommand extends CommandGroup {}
