/// Who reaches whom in a cluster: `cluster matrix` and `cluster crosscheck`.
@NullMarked
package io.pgbaton.cli.reach;

import org.jspecify.annotations.NullMarked;
