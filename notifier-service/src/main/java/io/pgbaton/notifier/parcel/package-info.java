/// A delivery under way: where its event stands on the bus, what was tried, when it is due. Values only.
@NullMarked
package io.pgbaton.notifier.parcel;

import org.jspecify.annotations.NullMarked;
