/// The pages: the fleet at a glance, and one cluster.
@NullMarked
package io.pgbaton.monitor.web;

import org.jspecify.annotations.NullMarked;
