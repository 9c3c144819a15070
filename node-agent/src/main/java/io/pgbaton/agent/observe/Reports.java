package io.pgbaton.agent.observe;

import io.pgbaton.contracts.Report;

/// Where reports go. Never blocks for long; a report that cannot be sent is superseded by the next.
public interface Reports {

    void report(Report report);
}
