package io.pgbaton.fleet.command;

import io.pgbaton.fleet.folder.FleetFolder;
import io.pgbaton.fleet.run.TakeDown;
import io.pgbaton.fleet.terminal.Terminal;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "down",
        description = "Stops everything. Logs and data stay to be read, until the next `up` begins anew.",
        mixinStandardHelpOptions = true)
final class DownCommand implements Runnable {

    @Mixin
    private Where where = new Where();

    @Option(names = "--purge", description = "remove the folder, too; then nothing needs to stop cleanly")
    private boolean purge;

    @Override
    public void run() {
        FleetFolder folder = where.folder();
        TakeDown takeDown = TakeDown.of(folder);
        Terminal terminal = Terminal.standard();
        if (purge) {
            takeDown.atOnce();
            takeDown.purge();
            terminal.say("the sandbox is down, and " + folder.root() + " is removed");
        } else {
            takeDown.cleanly();
            terminal.say("the sandbox is down; its files stay in " + folder.root()
                    + " (./sandbox down --purge removes them)");
        }
    }
}
