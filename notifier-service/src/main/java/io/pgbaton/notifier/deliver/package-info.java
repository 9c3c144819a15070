/// Hands one delivery to its receiver: SMTP, or a signed webhook.
@NullMarked
package io.pgbaton.notifier.deliver;

import org.jspecify.annotations.NullMarked;
