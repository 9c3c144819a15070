@NullMarked
package io.pgbaton.agent.survey;

import org.jspecify.annotations.NullMarked;
