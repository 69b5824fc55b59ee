package io.hongyan.codec.foreign;

import static org.junit.jupiter.api.extension.ConditionEvaluationResult.disabled;
import static org.junit.jupiter.api.extension.ConditionEvaluationResult.enabled;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.AnnotationSupport;

/// Skips the tests of a class, or one test, whose programs are not all there.
final class ProgramCondition implements ExecutionCondition {
    private static final String HINT = "; ./verify installs it, or says how";

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        return context.getElement()
                .flatMap(element -> AnnotationSupport.findAnnotation(element, NeedsProgram.class))
                .flatMap(ProgramCondition::missing)
                .map(what -> disabled(what + " is not installed" + HINT))
                .orElse(enabled("all programs are there"));
    }

    private static Optional<String> missing(NeedsProgram needs) {
        for (String program : needs.value()) {
            if (find(program).isEmpty()) {
                return Optional.of(program);
            }
        }
        Path packages = Path.of(needs.packages());
        if (!needs.packages().isEmpty() && !Files.isDirectory(packages.resolve("node_modules"))) {
            return Optional.of("what " + packages.resolve("package.json") + " lists");
        }
        return Optional.empty();
    }

    private static Optional<Path> find(String program) {
        String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
        return Stream.concat(Stream.of(path.split(":")), Stream.of("/usr/sbin", "/usr/local/sbin"))
                .map(folder -> Path.of(folder, program))
                .filter(Files::isExecutable)
                .findFirst();
    }
}
