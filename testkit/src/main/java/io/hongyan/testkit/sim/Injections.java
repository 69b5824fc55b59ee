package io.hongyan.testkit.sim;

import io.hongyan.testkit.sim.model.ClientKey;
import io.hongyan.testkit.sim.model.MqttModel;
import java.util.EnumMap;
import java.util.Map;

/// Exceptions that hooks throw because the simulation wants to see who else suffers from them.
final class Injections {
    private final MqttModel model;
    private final Map<Operation.Hook, Integer> armed = new EnumMap<>(Operation.Hook.class);
    private int thrown;

    Injections(MqttModel model) {
        this.model = model;
    }

    /// What a hook throws.
    static final class InjectedException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        InjectedException(String message) {
            super(message, null, false, false);
        }
    }

    void arm(Operation.Hook hook, int skip) {
        armed.put(hook, skip);
    }

    /// Nothing throws any more.
    void disarm() {
        armed.clear();
    }

    /// A hook is called in the name of that client, and may throw now.
    void pass(Operation.Hook hook, ClientKey client) {
        if (due(hook)) {
            fire(hook, client);
        }
    }

    /// Whether it is time for that hook to throw; reports it once.
    boolean due(Operation.Hook hook) {
        Integer left = armed.get(hook);
        if (left == null) {
            return false;
        }
        if (left > 0) {
            armed.put(hook, left - 1);
            return false;
        }
        armed.remove(hook);
        return true;
    }

    void fire(Operation.Hook hook, ClientKey client) {
        thrown++;
        if (hook != Operation.Hook.EVENT) { // a sink that throws is nobody's matter
            model.disturbed(client);
        }
        throw new InjectedException(hook + " of " + client);
    }

    /// How many were thrown.
    int thrown() {
        return thrown;
    }

    static boolean isInjected(Throwable fault) {
        for (Throwable cause = fault; cause != null; cause = cause.getCause()) {
            if (cause instanceof InjectedException) {
                return true;
            }
        }
        return false;
    }
}
