package io.hongyan.testkit;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/// A broker for JUnit tests (Jupiter 5 and 6), with a [FaultyProxy] before it that is healed after each test.
///
/// One broker for all tests of a class, as a parameter of the test:
///
/// ```java
/// @ExtendWith(BrokerExtension.class)
/// class LampTest {
///     @Test
///     void a_lamp_goes_on(TestBroker broker) { ... broker.port() ... }
/// }
/// ```
///
/// With `@RegisterExtension`, on a static field it lives as long as the class, on another one as long as a test; that
/// form may also give it settings.
public final class BrokerExtension
        implements BeforeAllCallback, AfterAllCallback, BeforeEachCallback, AfterEachCallback, ParameterResolver {
    private final TestBroker.Builder settings;
    private @Nullable TestBroker broker;
    private int classes;

    /// A broker as [TestBroker#start()] makes it.
    public BrokerExtension() {
        this(TestBroker.builder());
    }

    /// A broker of these settings.
    public BrokerExtension(TestBroker.Builder settings) {
        this.settings = settings;
    }

    /// The broker.
    ///
    /// @throws IllegalStateException outside of tests
    public TestBroker broker() {
        if (broker == null) {
            throw new IllegalStateException("the broker runs only during tests");
        }
        return broker;
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        if (classes++ == 0) { // a nested class comes here too
            broker = settings.build();
        }
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        if (broker == null) {
            broker = settings.build();
        }
    }

    @Override
    public void afterEach(ExtensionContext context) {
        if (classes == 0) {
            stop();
        } else {
            broker().proxy().heal();
        }
    }

    @Override
    public void afterAll(ExtensionContext context) {
        if (--classes == 0) {
            stop();
        }
    }

    private void stop() {
        broker().close();
        broker = null;
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        Class<?> type = parameter.getParameter().getType();
        return type == TestBroker.class || type == FaultyProxy.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        TestBroker present = Objects.requireNonNull(broker, "no broker before the tests begin");
        return parameter.getParameter().getType() == TestBroker.class ? present : present.proxy();
    }
}
