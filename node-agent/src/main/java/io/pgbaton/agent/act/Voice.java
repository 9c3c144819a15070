package io.pgbaton.agent.act;

import io.pgbaton.agent.observe.Events;
import io.pgbaton.agent.observe.Heart;
import io.pgbaton.agent.observe.Reports;
import io.pgbaton.agent.state.Bound;
import io.pgbaton.agent.state.LeaseBook;
import io.pgbaton.agent.state.LogBook;

/// The cluster side of every move: what is asked, what this node has bound itself to, and where it speaks.
public record Voice(LogBook book, LeaseBook leases, Heart heart, Reports reports, Events events) {

    Bound bound() {
        return leases.bound();
    }
}
