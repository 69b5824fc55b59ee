package io.hongyan.server.admin;

import io.hongyan.cloud.metadata.Metadata;
import io.hongyan.codec.ProtocolException;
import io.hongyan.codec.topic.TopicFilter;
import io.hongyan.server.http.Pieces;
import io.hongyan.server.trace.LiveTraces;
import io.hongyan.server.trace.TraceFilter;
import io.hongyan.server.trace.TraceLimits;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/// What an administrator watches as it happens.
final class TraceRoutes {
    private static final long USUAL_SECONDS = 600;
    private static final String CLIENT = "client";
    private static final String TOPIC = "topic";
    private static final String ADDRESS = "address";

    private final Metadata metadata;
    private final LiveTraces traces;

    TraceRoutes(Metadata metadata, LiveTraces traces) {
        this.metadata = metadata;
        this.traces = traces;
    }

    List<AdminRoute> routes() {
        return List.of(AdminRoute.watch("POST", "/instances/{instance}/trace", this::trace));
    }

    private AdminRoute.Stream trace(AdminRequest request) {
        String instance = AdminApi.instance(metadata, request).id();
        FormFields form = new FormFields(request.body());
        TraceFilter filter = filter(instance, form);
        Pieces begun = traces.begin(filter, limits(form));
        if (begun == null) {
            throw AdminRefusal.conflict("there are " + LiveTraces.MOST + " live traces already, and there are never"
                    + " more at once; end one, or wait for it");
        }
        return AdminRoute.Stream.lines(begun);
    }

    private static TraceFilter filter(String instance, FormFields form) {
        if (Stream.of(CLIENT, TOPIC, ADDRESS).filter(form::has).count() != 1) {
            throw AdminRefusal.badRequest("a trace shows a client, a topic or an address: one of them is needed");
        }
        if (form.has(CLIENT)) {
            return new TraceFilter.OfClient(instance, form.text(CLIENT, ""));
        }
        if (form.has(ADDRESS)) {
            return new TraceFilter.OfAddress(instance, address(form.text(ADDRESS, "")));
        }
        try {
            return new TraceFilter.OfTopic(instance, TopicFilter.parse(form.text(TOPIC, "")));
        } catch (ProtocolException e) {
            throw AdminRefusal.badRequest("topic: " + e.getMessage());
        }
    }

    static InetAddress address(String text) {
        try {
            return InetAddress.ofLiteral(text);
        } catch (IllegalArgumentException _) {
            throw AdminRefusal.badRequest(
                    "address is an IP address such as 192.0.2.1 or 2001:db8::1, without a port, not " + text);
        }
    }

    private static TraceLimits limits(FormFields form) {
        try {
            return new TraceLimits(
                    Duration.ofSeconds(form.number("seconds", USUAL_SECONDS)),
                    form.number("events", TraceLimits.ANY_NUMBER));
        } catch (IllegalArgumentException e) {
            throw AdminRefusal.badRequest(String.valueOf(e.getMessage()));
        }
    }
}
