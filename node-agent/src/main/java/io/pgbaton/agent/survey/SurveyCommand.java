package io.pgbaton.agent.survey;

import io.pgbaton.agent.config.RepmgrFile;
import io.pgbaton.contracts.adopt.Survey;
import io.pgbaton.contracts.json.Wire;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;

/// `pgbaton-agent --survey -f repmgr.conf`: prints a [Survey] as JSON.
public final class SurveyCommand {

    /// repmgr's ERR_DB_CONN.
    private static final int NO_CONNECTION = 6;

    private SurveyCommand() {}

    public static int run(Path file) {
        RepmgrFile conf = RepmgrFile.read(file);
        try {
            Survey survey = Surveyor.survey(conf);
            System.out.println(new String(Wire.write(survey), StandardCharsets.UTF_8));
            return 0;
        } catch (SQLException e) {
            System.err.println("pgbaton-agent: " + conf.conninfo().host() + " port "
                    + conf.conninfo().port()
                    + ": " + Surveyor.oneLine(e) + ": is the server of " + file + " up, and does "
                    + conf.conninfo().user() + " get in?");
            return NO_CONNECTION;
        }
    }
}
