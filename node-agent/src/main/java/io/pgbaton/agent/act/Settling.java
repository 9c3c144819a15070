package io.pgbaton.agent.act;

import io.pgbaton.agent.observe.Observation;
import io.pgbaton.contracts.Role;
import io.pgbaton.contracts.ServerState;
import java.io.IOException;
import java.sql.SQLException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What a server beside an agent needs whatever the agent does: L5, looked after all the time; and, once, its settings.
///
/// A server that runs already gets them when its cluster has a primary: until then another manager's cluster can be
/// given back as it was. A standby's delay waits until it streams.
final class Settling {

    private static final Logger LOG = LoggerFactory.getLogger(Settling.class);

    private final Body body;
    private final Voice voice;
    private final Conninfos conninfos;
    private boolean settled;
    private boolean delayed;
    private String said = "";

    Settling(Body body, Voice voice) {
        this.body = body;
        this.voice = voice;
        this.conninfos = new Conninfos(body.config());
    }

    /// The data directory may become another one's copy.
    void anew() {
        delayed = false;
    }

    void look() {
        Observation seen = body.observer().last();
        if (seen.state() == ServerState.NO_DATA
                || seen.state() == ServerState.REBUILDING
                || !voice.book().isCaughtUp()) {
            return;
        }
        try {
            body.directory().keepStandbySignal();
            boolean answers = (seen.runsAs(Role.PRIMARY) || seen.runsAs(Role.STANDBY)) && seen.status() != null;
            if (answers && voice.book().log().view().primary().isPresent()) {
                settle(seen);
            }
        } catch (IOException | SQLException e) {
            warn("the server's settings cannot be kept: " + Body.oneLine(e));
        }
    }

    /// It is tried at every look, and said once.
    private void warn(String failure) {
        if (!failure.equals(said)) {
            said = failure;
            LOG.warn("{}", failure);
        }
    }

    private void settle(Observation seen) throws IOException, SQLException {
        if (!settled) {
            body.postgres().configure(conninfos.always());
            settled = true;
        }
        if (!delayed && seen.streams()) {
            if (!conninfos.delayed().isEmpty()) {
                body.postgres().configure(conninfos.delayed());
            }
            delayed = true;
        }
    }
}
