/// What is wrong with a cluster: one check a file, each reads the picture and nothing else. Pure.
@NullMarked
package io.pgbaton.monitor.diagnose;

import org.jspecify.annotations.NullMarked;
