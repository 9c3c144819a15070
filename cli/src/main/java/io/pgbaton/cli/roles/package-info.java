/// The roles that agents log in with, made by `psql` of this host: nothing else of the command line speaks to a server.
@NullMarked
package io.pgbaton.cli.roles;

import org.jspecify.annotations.NullMarked;
