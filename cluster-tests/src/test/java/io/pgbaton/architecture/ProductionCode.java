package io.pgbaton.architecture;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.LocationProvider;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;

/// The compiled main code of every module, where the build left it: reading it as files keeps six programs'
/// libraries off one class path.
final class ProductionCode implements LocationProvider {

    private static final Path ROOT = Path.of("..");

    @Override
    public Set<Location> get(Class<?> testClass) {
        try (var modules = Files.list(ROOT)) {
            return modules.map(module -> module.resolve("target").resolve("classes"))
                    .filter(Files::isDirectory)
                    .map(Location::of)
                    .collect(Collectors.toSet());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static JavaClasses read() {
        return new ClassFileImporter().importLocations(new ProductionCode().get(ProductionCode.class));
    }
}
