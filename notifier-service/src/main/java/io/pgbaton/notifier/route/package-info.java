/// Which event goes where. Pure: the same event and the same subscriptions give the same deliveries.
@NullMarked
package io.pgbaton.notifier.route;

import org.jspecify.annotations.NullMarked;
