package io.hongyan.spring;

import io.hongyan.client.MqttClientBuilder;

/// A bean that changes the client's builder after the properties, before the client is made. There may be several,
/// in their order.
///
/// Events come as Spring's application events; `onEvent` adds a further listener. An executor that runs tasks at once
/// (`Runnable::run`) is not for listeners, which wait for the start of the context.
@FunctionalInterface
public interface MqttClientCustomizer {
    void customize(MqttClientBuilder builder);
}
