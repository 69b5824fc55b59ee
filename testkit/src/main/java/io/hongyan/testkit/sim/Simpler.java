package io.hongyan.testkit.sim;

import io.hongyan.codec.QoS;
import java.util.ArrayList;
import java.util.List;

/// Simpler forms of an operation, for shrinking, the simplest first. None leads back to the operation.
final class Simpler {
    private static final int USUAL_SIZE = 10;

    private Simpler() {}

    static List<Operation> of(Operation operation) {
        List<Operation> forms = new ArrayList<>();
        switch (operation) {
            case Operation.Wait o -> {
                for (long micros : new long[] {0, 10_000, 1_000_000}) {
                    if (micros < o.micros()) {
                        forms.add(new Operation.Wait(micros));
                    }
                }
            }
            case Operation.Publish o -> publish(o, forms);
            case Operation.Connect o -> connect(o, forms);
            case Operation.Subscribe o -> {
                for (String entry : o.filters().split(" ", -1)) {
                    forms.add(new Operation.Subscribe(o.client(), entry, o.id()));
                }
                forms.add(new Operation.Subscribe(o.client(), o.filters(), 0));
            }
            default -> {}
        }
        forms.removeIf(operation::equals);
        return forms;
    }

    private static void publish(Operation.Publish o, List<Operation> forms) {
        for (int count = 1; count < o.count(); count = count * 2) {
            forms.add(new Operation.Publish(
                    o.client(),
                    o.topic(),
                    o.qos(),
                    o.retain(),
                    count,
                    o.size(),
                    o.expirySeconds(),
                    o.label(),
                    o.alias()));
        }
        if (o.size() > 0) {
            forms.add(new Operation.Publish(
                    o.client(), o.topic(), o.qos(), o.retain(), o.count(), USUAL_SIZE, -1, false, false));
        }
    }

    private static void connect(Operation.Connect o, List<Operation> forms) {
        forms.add(new Operation.Connect(
                o.client(),
                o.version(),
                o.cleanStart(),
                false,
                o.expirySeconds(),
                0,
                0,
                0,
                0,
                o.willTopic(),
                o.willQos(),
                o.willRetain(),
                o.willDelaySeconds(),
                -1));
        forms.add(new Operation.Connect(
                o.client(),
                o.version(),
                o.cleanStart(),
                o.stranger(),
                o.expirySeconds(),
                o.keepAliveSeconds(),
                o.receiveMaximum(),
                o.maxPacketBytes(),
                o.aliasMaximum(),
                "",
                QoS.AT_MOST_ONCE,
                false,
                0,
                -1));
    }
}
