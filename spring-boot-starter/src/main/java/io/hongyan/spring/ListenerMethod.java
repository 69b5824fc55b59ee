package io.hongyan.spring;

import io.hongyan.client.message.Acknowledge;
import io.hongyan.client.message.Delivery;
import io.hongyan.codec.topic.Topic;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Type;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.support.AopUtils;
import org.springframework.util.ReflectionUtils;

/// One method with [MqttListener], and how its parameters are filled.
final class ListenerMethod {
    private final Method method;
    private final Supplier<Object> bean;
    private final Argument[] arguments;

    private interface Argument {
        Object of(Delivery delivery) throws Exception;
    }

    /// @param bean is asked for with each message: it may not be there yet
    ListenerMethod(Method method, MqttListener listener, Supplier<Object> bean, @Nullable MqttPayloadConverter json) {
        this.method = method;
        this.bean = bean;
        Type[] types = method.getGenericParameterTypes();
        arguments = new Argument[types.length];
        boolean takesDelivery = false;
        for (int i = 0; i < types.length; i++) {
            arguments[i] = argument(types[i], json);
            takesDelivery |= types[i] == Delivery.class;
        }
        if (listener.ack() == Acknowledge.MANUALLY && !takesDelivery) {
            throw new WrongSettingException(
                    "@MqttListener of " + name() + " acknowledges manually, and has nothing to do it with",
                    "Give the method a parameter of type io.hongyan.client.message.Delivery, or leave out ack.");
        }
        if (listener.topics().length == 0) {
            throw new WrongSettingException(
                    "@MqttListener of " + name() + " has no topics", "Name at least one topic filter.");
        }
    }

    private Argument argument(Type type, @Nullable MqttPayloadConverter json) {
        if (type == Delivery.class) {
            return delivery -> delivery;
        }
        if (type == Topic.class) {
            return Delivery::topic;
        }
        if (type == String.class) {
            return Delivery::text;
        }
        if (type == byte[].class) {
            return Delivery::payload;
        }
        if (json == null) {
            throw new WrongSettingException(
                    "@MqttListener of " + name() + " wants a " + type.getTypeName()
                            + ", and nothing here makes one of a payload",
                    "Add spring-boot-starter-jackson for JSON, or a bean of type MqttPayloadConverter.");
        }
        return delivery -> json.convert(delivery.payload(), type);
    }

    /// Class and method, for messages.
    String name() {
        return method.getDeclaringClass().getSimpleName() + "." + method.getName();
    }

    /// @throws Exception what the method threw, or the conversion
    void call(Delivery delivery) throws Exception {
        Object target = bean.get();
        Object[] values = new Object[arguments.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = arguments[i].of(delivery);
        }
        Method callable = AopUtils.selectInvocableMethod(method, target.getClass());
        ReflectionUtils.makeAccessible(callable);
        try {
            callable.invoke(target, values);
        } catch (InvocationTargetException e) {
            switch (e.getCause()) {
                case Exception thrown -> throw thrown;
                case Error error -> throw error;
                case null, default -> throw e;
            }
        }
    }
}
