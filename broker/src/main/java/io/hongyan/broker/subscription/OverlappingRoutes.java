package io.hongyan.broker.subscription;

import io.hongyan.codec.QoS;
import java.util.Arrays;

/// A receiver that several of its subscriptions lead to.
final class OverlappingRoutes implements Target {
    private final Route[] routes;
    private final QoS qos;

    private OverlappingRoutes(Route[] routes) {
        this.routes = routes;
        QoS highest = QoS.AT_MOST_ONCE;
        for (Route route : routes) {
            highest = route.qos().level() > highest.level() ? route.qos() : highest;
        }
        this.qos = highest;
    }

    /// Two targets of the same receiver as one.
    static Target of(Target one, Target other) {
        int count = one.routeCount();
        Route[] routes = new Route[count + other.routeCount()];
        for (int i = 0; i < routes.length; i++) {
            routes[i] = i < count ? one.route(i) : other.route(i - count);
        }
        return new OverlappingRoutes(routes);
    }

    @Override
    public Receiver receiver() {
        return routes[0].receiver();
    }

    @Override
    public int routeCount() {
        return routes.length;
    }

    @Override
    public Route route(int index) {
        return routes[index];
    }

    @Override
    public Route first() {
        return routes[0];
    }

    @Override
    public QoS qos() {
        return qos;
    }

    @Override
    public String toString() {
        return Arrays.toString(routes);
    }
}
