package io.hongyan.spring;

import io.hongyan.client.MqttClient;
import io.hongyan.client.Subscribed;
import io.hongyan.client.message.Acknowledge;
import io.hongyan.client.message.Delivery;
import io.hongyan.codec.QoS;
import io.hongyan.codec.packet.Subscription;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.framework.autoproxy.AutoProxyUtils;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.core.MethodIntrospector;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.core.annotation.AnnotationUtils;

/// All methods with [MqttListener]. Messages wait until the context has started, and no longer reach a method once it
/// stops.
final class MqttListeners {
    private static final Log LOG = LogFactory.getLog(MqttListeners.class);
    private static final int ALL = Integer.MAX_VALUE;

    private final ConfigurableListableBeanFactory beans;
    private final @Nullable MqttPayloadConverter converter;
    private final ListenerFailures failures;
    private final Set<String> known = new HashSet<>();
    private final List<Found> found = new ArrayList<>();

    /// One permit for each running method; none before the start. Fair: a close comes before the next message.
    private final Semaphore gate = new Semaphore(0, true);

    private volatile boolean over;

    MqttListeners(
            ConfigurableListableBeanFactory beans,
            @Nullable MqttPayloadConverter converter,
            ListenerFailures failures) {
        this.beans = beans;
        this.converter = converter;
        this.failures = failures;
    }

    /// Looks for new methods, by the types of beans: those are known before the beans are made.
    ///
    /// @throws WrongSettingException when one cannot be
    synchronized void find() {
        for (String name : beans.getBeanNamesForType(Object.class, false, false)) {
            Class<?> type = AutoProxyUtils.determineTargetClass(beans, name);
            if (type == null || !AnnotationUtils.isCandidateClass(type, MqttListener.class)) {
                continue;
            }
            Map<Method, @Nullable MqttListener> methods =
                    MethodIntrospector.selectMethods(type, (MethodIntrospector.MetadataLookup<MqttListener>)
                            method -> AnnotatedElementUtils.findMergedAnnotation(method, MqttListener.class));
            methods.forEach((method, listener) -> {
                if (listener != null && known.add(name + " " + method)) {
                    ListenerMethod called = new ListenerMethod(method, listener, () -> beans.getBean(name), converter);
                    found.add(new Found(called, listener));
                }
            });
        }
    }

    private record Found(ListenerMethod method, MqttListener listener) {}

    /// Subscribes for what was found since the last time.
    ///
    /// @throws WrongSettingException when one cannot be
    synchronized void attach(MqttClient client) {
        for (Found one : found) {
            attach(client, one.method(), one.listener());
        }
        found.clear();
    }

    private void attach(MqttClient client, ListenerMethod method, MqttListener listener) {
        Consumer<Delivery> receiver = delivery -> receive(method, listener, delivery);
        for (String topic : listener.topics()) {
            try {
                String filter = String.valueOf(beans.resolveEmbeddedValue(topic));
                if (!listener.subscribe()) {
                    client.listen(filter, Acknowledge.MANUALLY, receiver);
                    continue;
                }
                Subscription wish = new Subscription(filter, QoS.of(listener.qos()));
                CompletableFuture<Subscribed> unused = client.async()
                        .subscribe(wish, Acknowledge.MANUALLY, receiver)
                        .whenComplete((done, failure) -> {
                            if (failure != null && !over) {
                                LOG.error("no messages of " + filter + " for " + method.name() + ": "
                                        + failure.getMessage());
                            }
                        });
            } catch (IllegalArgumentException e) {
                throw new WrongSettingException(
                        "@MqttListener of " + method.name() + " cannot be: " + e.getMessage(),
                        "Change its topics or qos, or the properties they are made of.",
                        e);
            }
        }
    }

    /// From now on methods get their messages.
    void open() {
        gate.release(ALL);
    }

    /// Lets no further message in, and waits for the methods that run.
    ///
    /// @param then closes the client: what was not let in is not acknowledged
    void close(Duration patience, Runnable then) throws InterruptedException {
        boolean quiet = gate.tryAcquire(ALL, patience.toMillis(), TimeUnit.MILLISECONDS);
        if (!quiet) {
            LOG.warn(
                    "a @MqttListener still runs after " + patience.toSeconds() + " s; closing the client all the same");
        }
        over = true;
        then.run();
        if (quiet) {
            gate.release(ALL);
        }
    }

    private void receive(ListenerMethod method, MqttListener listener, Delivery delivery) {
        gate.acquireUninterruptibly();
        try {
            if (!over) {
                call(method, delivery);
                if (listener.ack() == Acknowledge.AFTER_RECEIVER) {
                    delivery.acknowledge(); // before the client can be closed
                }
            }
        } finally {
            gate.release();
        }
    }

    private void call(ListenerMethod method, Delivery delivery) {
        try {
            method.call(delivery);
        } catch (Exception e) {
            failures.failed(method.name());
            LOG.error(method.name() + " failed with a message of " + delivery.topic(), e);
        }
    }
}
