/// A cluster made with the real repmgr, taken over while it runs.
@NullMarked
package io.pgbaton.adoption;

import org.jspecify.annotations.NullMarked;
