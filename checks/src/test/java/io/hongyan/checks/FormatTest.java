package io.hongyan.checks;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FormatTest {
    @Test
    void every_java_file_is_formatted() {
        Repository repository = Repository.here();
        Format.Outcome outcome = Format.check(repository.javaFiles());
        assertThat(outcome.broken()).isEmpty();
        assertThat(outcome.changed().keySet().stream().map(repository::name))
                .as("files that ./format would change")
                .isEmpty();
    }
}
