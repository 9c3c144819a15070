/// The services over HTTP, each at the first of its addresses that answers.
@NullMarked
package io.pgbaton.cli.service;

import org.jspecify.annotations.NullMarked;
