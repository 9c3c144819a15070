/// `pgbaton node ...`: one node.
@NullMarked
package io.pgbaton.cli.node;

import org.jspecify.annotations.NullMarked;
