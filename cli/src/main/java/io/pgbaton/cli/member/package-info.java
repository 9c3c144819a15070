/// Who belongs to a cluster, by an operator's word: let in, taken out, moved, promoted by hand.
@NullMarked
package io.pgbaton.cli.member;

import org.jspecify.annotations.NullMarked;
