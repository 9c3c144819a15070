package io.pgbaton.fleet.junit;

import io.pgbaton.fleet.postgres.PostgresServer;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/// Gives parameters of the type [PostgresServer] a running server that belongs to the test class alone: initialised
/// and started when first asked for, killed and removed after the class.
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(RealPostgres.Resolver.class)
public @interface RealPostgres {

    final class Resolver implements ParameterResolver {

        private static final ExtensionContext.Namespace OURS = ExtensionContext.Namespace.create(RealPostgres.class);

        @Override
        public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
            return parameter.getParameter().getType() == PostgresServer.class;
        }

        @Override
        public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
            ExtensionContext owner =
                    context.getTestMethod().isPresent() ? context.getParent().orElse(context) : context;
            // the store closes what can be closed at the end of the class
            return owner.getStore(OURS)
                    .computeIfAbsent(PostgresServer.class, _ -> PostgresServer.running(), PostgresServer.class);
        }
    }
}
