package io.hongyan.server.http;

import io.hongyan.broker.message.Clock;
import java.util.concurrent.Executor;
import org.eclipse.jetty.server.Handler.Abstract.NonBlocking;
import org.eclipse.jetty.util.Callback;

/// What all requests of an endpoint share.
///
/// @param threads where handlers answer
record EndpointParts(HttpLimits limits, HttpConnections connections, Clock clock, Executor threads, Handler handler) {
    /// What Jetty calls with each request.
    org.eclipse.jetty.server.Handler requests() {
        return new NonBlocking() {
            @Override
            public boolean handle(
                    org.eclipse.jetty.server.Request request,
                    org.eclipse.jetty.server.Response response,
                    Callback callback) {
                new HttpExchange(EndpointParts.this, request, response, callback).begin();
                return true;
            }
        };
    }

    /// What Jetty calls with what is no request.
    org.eclipse.jetty.server.Request.Handler errors() {
        return (request, response, callback) -> {
            new HttpExchange(this, request, response, callback).refuse(HttpRefusals.error(request, response));
            return true;
        };
    }
}
