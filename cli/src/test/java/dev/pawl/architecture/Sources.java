// SPDX-License-Identifier: Apache-2.0
package dev.pawl.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The modules of this checkout: their sources, and the compiled classes of those built before this one. */
final class Sources {
    /** What the command line consists of, and what stands beside it; all of it is compiled before these tests run. */
    static final List<String> BELOW =
            List.of("core", "engine", "testkit", "store-jdbc", "stages", "telemetry", "server", "cli");

    private static final Path ROOT = root();

    private Sources() {}

    /** The classes in {@code module/target/classes}; there must be some. */
    static JavaClasses classesOf(String... modules) {
        return compiled("classes", List.of(modules));
    }

    /** The test classes of the modules below; there must be some. */
    static JavaClasses tests() {
        return compiled("test-classes", BELOW);
    }

    /** Every Java file of main sources; there must be some. */
    static List<Path> mainFiles() {
        List<Path> files = modules().stream()
                .flatMap(module -> javaFiles(ROOT.resolve(module).resolve("src/main/java")).stream())
                .toList();
        assertThat(files).as("main files").isNotEmpty();
        return files;
    }

    /** Every Java file that holds tests: test sources, and the contracts that testkit publishes; there must be some. */
    static List<Path> testFiles() {
        List<Path> files = new ArrayList<>(javaFiles(ROOT.resolve("testkit/src/main/java")));
        modules().forEach(module -> files.addAll(javaFiles(ROOT.resolve(module).resolve("src/test/java"))));
        assertThat(files).as("test files").isNotEmpty();
        return files;
    }

    /** The folders that hold a pom, the root left out. */
    private static List<String> modules() {
        try (Stream<Path> poms = Files.find(ROOT, 3, (file, attributes) -> file.endsWith("pom.xml"))) {
            List<String> modules = poms.map(
                            pom -> ROOT.relativize(pom.getParent()).toString())
                    .filter(module -> !module.isEmpty() && !module.contains("target"))
                    .sorted()
                    .toList();
            assertThat(modules).containsAll(BELOW);
            return modules;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Path relative(Path file) {
        return ROOT.relativize(file);
    }

    private static JavaClasses compiled(String kind, List<String> modules) {
        List<Path> folders = modules.stream()
                .map(module -> ROOT.resolve(module)
                        .resolve(System.getProperty("pawl.target", "target"))
                        .resolve(kind))
                .filter(Files::isDirectory)
                .toList();
        JavaClasses classes = new ClassFileImporter().importPaths(folders);
        assertThat(classes).as("classes in %s of %s", kind, modules).isNotEmpty();
        return classes;
    }

    private static List<Path> javaFiles(Path folder) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files =
                Files.find(folder, 20, (file, attributes) -> file.toString().endsWith(".java"))) {
            return files.toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Path root() {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.exists(folder.resolve("mvnw"))) {
            folder = folder.getParent();
            assertThat(folder)
                    .as("a folder with the Maven wrapper above the working directory")
                    .isNotNull();
        }
        return folder;
    }
}
