package io.hongyan.server.api;

import io.hongyan.broker.Broker;
import io.hongyan.broker.message.Clock;
import io.hongyan.cloud.Cloud;
import io.hongyan.cloud.trace.Traces;
import io.hongyan.openapi.OpenApi;
import io.hongyan.openapi.action.Table;
import io.hongyan.openapi.answer.AnswerCounts;
import io.hongyan.openapi.answer.ApiResponse;
import io.hongyan.openapi.old.OldApis;
import io.hongyan.openapi.quota.CallCounts;
import io.hongyan.openapi.quota.Quotas;
import io.hongyan.openapi.request.ApiRequest;
import io.hongyan.server.admin.AuditLog;
import io.hongyan.server.http.Handler;
import io.hongyan.server.http.Headers;
import io.hongyan.server.http.MultipartForm;
import io.hongyan.server.http.Request;
import io.hongyan.server.http.Response;
import io.hongyan.transport.AddressText;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/// Serves the OpenAPI at `/`, and the older APIs at their paths.
public final class ApiHandler implements Handler {
    private final OpenApi api;
    private final OldApis old;

    /// @param answers counts codes
    public ApiHandler(
            Cloud cloud,
            Broker broker,
            Traces traces,
            Quotas quotas,
            Clock clock,
            AuditLog audit,
            AnswerCounts answers) {
        CallCounts counts = new CallCounts(quotas, clock);
        this.api = new OpenApi(
                () -> new Table(cloud, broker, traces),
                cloud.metadata()::snapshot,
                cloud.temporaryKeys(),
                counts,
                clock,
                audit::api,
                answers);
        this.old = new OldApis(cloud, broker, clock, audit::api, answers, counts, MultipartForm::fields);
    }

    @Override
    public Response answer(Request request) {
        ApiRequest call = new ApiRequest(
                request.method(),
                request.rawPath(),
                request.rawQuery(),
                headers(request.headers()),
                request.body(),
                AddressText.withoutPort(request.from()));
        ApiResponse response = OldApis.serves(call.path()) ? old.answer(call) : api.answer(call);
        return Response.text(response.status(), response.type(), response.body());
    }

    private static Map<String, String> headers(Headers headers) {
        Map<String, String> first = new HashMap<>();
        headers.names().forEach(name -> first.put(name.toLowerCase(Locale.ROOT), headers.first(name)));
        return first;
    }
}
