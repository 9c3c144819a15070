/// What a mail says. Pure: text out of an event, nothing else.
@NullMarked
package io.pgbaton.notifier.message;

import org.jspecify.annotations.NullMarked;
