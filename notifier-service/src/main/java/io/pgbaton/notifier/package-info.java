/// The notifier service: it reads what happened to the fleet's clusters and tells those who want to know.
@NullMarked
package io.pgbaton.notifier;

import org.jspecify.annotations.NullMarked;
