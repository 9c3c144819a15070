/// The records' form on the wire: JSON, one object a record, its kind in the property `type`.
@NullMarked
package io.pgbaton.contracts.json;

import org.jspecify.annotations.NullMarked;
