package io.hongyan.client.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class ExceptionTextTest {
    @Test
    void an_exception_without_a_message_is_named_by_its_class() {
        assertThat(ExceptionText.of(new IOException())).isEqualTo("IOException");
        assertThat(ExceptionText.of(new IOException(" "))).isEqualTo("IOException");
        assertThat(ExceptionText.of(new IOException("disk full"))).isEqualTo("disk full");
        assertThat(ExceptionText.of(new IllegalStateException() {
                    private static final long serialVersionUID = 1L;
                }))
                .startsWith("io.hongyan.client.session.ExceptionTextTest");
    }
}
