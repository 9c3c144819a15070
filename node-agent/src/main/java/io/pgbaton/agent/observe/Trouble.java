package io.pgbaton.agent.observe;

import io.pgbaton.contracts.Reason;

/// What is wrong with a server, by its reason code, with the values and what to do, for a person.
record Trouble(Reason reason, String details) {}
