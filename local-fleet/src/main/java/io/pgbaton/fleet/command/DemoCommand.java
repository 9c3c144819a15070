package io.pgbaton.fleet.command;

import io.pgbaton.contracts.json.Wire;
import io.pgbaton.fleet.demo.ActReport;
import io.pgbaton.fleet.demo.Check;
import io.pgbaton.fleet.demo.Demo;
import io.pgbaton.fleet.demo.DemoReport;
import io.pgbaton.fleet.demo.Moment;
import io.pgbaton.fleet.run.Fleet;
import io.pgbaton.fleet.terminal.Terminal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "demo",
        description = "Tells the whole story: a client writes continuously, the primary's postmaster is killed, then a"
                + " whole host, then the old one comes back. Prints what happened when, and checks it.",
        footer = {"", "The exit status is not 0 when anything did not happen, or not in its bound."},
        mixinStandardHelpOptions = true)
final class DemoCommand implements Callable<Integer> {

    @Mixin
    private Where where = new Where();

    @Option(names = "--json", description = "print one JSON object and nothing else to standard output")
    private boolean json;

    @Option(
            names = "--rounds",
            paramLabel = "N",
            description = "kill a postmaster this often, for a median (default: ${DEFAULT-VALUE})")
    private int rounds = 1;

    @Option(
            names = "--history-down",
            description = "stop the history database while the first postmaster is killed: the failover does not need"
                    + " it, and nothing is missing in it afterwards")
    private boolean historyDown;

    @Override
    public Integer call() {
        Fleet fleet = where.fleet();
        Terminal standard = Terminal.standard();
        Terminal terminal = json ? standard.aside() : standard;
        Demo demo = new Demo(fleet, fleet.plan().clusters().getFirst(), act -> tell(act, terminal));
        DemoReport report = demo.perform(
                Math.max(1, rounds), historyDown ? Demo.HistoryDatabase.STOPPED : Demo.HistoryDatabase.RUNNING);
        if (json) {
            standard.say(new String(Wire.write(report), StandardCharsets.UTF_8));
        }
        conclude(report, terminal);
        return report.successful() ? 0 : 1;
    }

    private static void tell(ActReport act, Terminal terminal) {
        terminal.title(act.title());
        List<List<String>> rows = new ArrayList<>();
        for (Moment moment : act.moments()) {
            rows.add(List.of(String.format(Locale.ROOT, "%,7d ms", moment.millis()), moment.who(), moment.text()));
        }
        terminal.table(rows);
    }

    private static void conclude(DemoReport report, Terminal terminal) {
        terminal.title("What it comes to");
        terminal.say("  " + report.rows().acknowledged() + " rows acknowledged; lost: "
                + report.rows().lostInCrash() + " with a postmaster, "
                + report.rows().lostWithHost().rows() + " with a host (asynchronous: what no standby had received)");
        for (Check check : report.checks()) {
            terminal.say("  " + (check.holds() ? terminal.good("✓") : terminal.bad("✗")) + " " + check.what() + ": "
                    + check.found() + terminal.faint(" (" + check.bound() + ")"));
        }
    }
}
