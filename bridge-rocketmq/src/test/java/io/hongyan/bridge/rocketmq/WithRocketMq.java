package io.hongyan.bridge.rocketmq;

import io.hongyan.rocketmq.server.RocketMq;
import java.util.Map;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/// Gives tests one RocketMQ, started when the first test needs it, ended after the last one; to those of
/// [RocketMq49Test] one of the older generation.
final class WithRocketMq implements ParameterResolver {
    private static final ExtensionContext.Namespace PLACE = ExtensionContext.Namespace.create(WithRocketMq.class);

    private record Running(RocketMq rocketMq, Business business) implements AutoCloseable {
        static Running start(boolean old) {
            RocketMq rocketMq = old
                    ? RocketMq.old(Business.folder("shared-4.9"), Map.of())
                    : new RocketMq(Business.folder("shared"), Map.of());
            return new Running(rocketMq, new Business(rocketMq));
        }

        @Override
        public void close() {
            business.close();
            rocketMq.close();
        }
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        Class<?> type = parameter.getParameter().getType();
        return type == RocketMq.class || type == Business.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        boolean old = context.getRequiredTestClass().getEnclosingClass() == RocketMq49Test.class;
        Running running =
                context.getRoot().getStore(PLACE).computeIfAbsent(old, key -> Running.start(old), Running.class);
        return parameter.getParameter().getType() == RocketMq.class ? running.rocketMq() : running.business();
    }
}
