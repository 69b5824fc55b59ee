package io.hongyan.openapi;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.hongyan.auth.ApiSignature;
import io.hongyan.auth.Hmac;
import io.hongyan.openapi.action.Action;
import io.hongyan.openapi.request.ApiRequest;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// Requests of each kind with a right signature, which a test may change.
final class SignedRequests {
    /// How many kinds there are.
    static final int KINDS = 10;

    private static final String FORM = "application/x-www-form-urlencoded";

    private final ApiStage stage;
    private int nonce;

    SignedRequests(ApiStage stage) {
        this.stage = stage;
    }

    /// @param kind 0 or more, counted round
    ApiRequest get(int kind) {
        Map<String, String> session = Map.of("InstanceId", ApiStage.INSTANCE, "ClientId", "GID_Test@@@1");
        Map<String, String> message =
                Map.of("InstanceId", ApiStage.INSTANCE, "MqttTopic", "TopicA/x", "Payload", "~* +鸿&=%2F");
        long now = stage.clock.wallMillis();
        return switch (kind % KINDS) {
            case 0 -> rpc("GET", "QuerySessionByClientId", session);
            case 1 -> rpc("POST", "SendMessage", message);
            case 2 -> acs3("GET", "QuerySessionByClientId", session, Map.of());
            case 3 -> acs3("POST", "SendMessage", Map.of(), message);
            case 4 -> acs3("POST", "ListGroupId", Map.of("Format", "XML", "InstanceId", ApiStage.INSTANCE), Map.of());
            case 5 ->
                rpc(
                        "POST",
                        "BatchQuerySessionByClientIds",
                        Map.of(
                                "Format", "XML",
                                "InstanceId", ApiStage.INSTANCE,
                                "ClientIdList.1", "GID_Test@@@1",
                                "ClientIdList.2", "GID_Test@@@2"));
            case 6 ->
                old(
                        "/token/apply",
                        List.of("actions", "expireTime", "instanceId", "resources", "serviceName"),
                        Map.of(
                                "actions", "R,W",
                                "expireTime", Long.toString(now + 3_600_000),
                                "instanceId", ApiStage.INSTANCE,
                                "resources", "TopicA/#,TopicB",
                                "serviceName", "mq"));
            case 7 -> old("/token/query", List.of("token"), Map.of("token", "abc"));
            case 8 -> old("/token/revoke", List.of("token"), Map.of("token", "abc"));
            default ->
                old(
                        "/route/clientId/get",
                        List.of("accessKey", "instanceId", "resource", "timestamp"),
                        Map.of(
                                "instanceId",
                                ApiStage.INSTANCE,
                                "resource",
                                "GID_Test@@@1",
                                "timestamp",
                                Long.toString(now)));
        };
    }

    /// The parameters of the example in the documentation.
    Map<String, String> examples(Action<?, ?> action) {
        long now = stage.clock.wallMillis();
        Map<String, String> parameters = new LinkedHashMap<>();
        for (String word : ApiPage.words(action).stream().skip(1).toList()) {
            String[] pair = word.replace("NOW+3600000", Long.toString(now + 3_600_000))
                    .replace("NOW-3600000", Long.toString(now - 3_600_000))
                    .split("=", 2);
            parameters.put(pair[0], pair[1].equals("INSTANCE") ? ApiStage.INSTANCE : pair[1]);
        }
        return parameters;
    }

    /// By the older signature; of a POST the parameters travel in a form.
    ApiRequest rpc(String method, String action, Map<String, String> parameters) {
        SortedMap<String, String> all = stage.common(ApiStage.KEY, action);
        all.putAll(parameters);
        String secret = ApiStage.KEY.secret();
        all.put("Signature", ApiSignature.rpc(secret, ApiSignature.rpcText(method, all)));
        boolean form = method.equals("POST");
        return ApiStage.request(method, form ? "" : ApiSignature.query(all), form ? ApiSignature.query(all) : "");
    }

    private ApiRequest acs3(String method, String action, Map<String, String> query, Map<String, String> form) {
        byte[] body = ApiSignature.query(form).getBytes(UTF_8);
        String hash = ApiSignature.sha256Hex(body);
        Map<String, String> headers = new HashMap<>(Map.of(
                "host",
                "127.0.0.1:8080",
                "content-type",
                FORM,
                "x-acs-action",
                action,
                "x-acs-version",
                "2020-04-20",
                "x-acs-date",
                stage.now(),
                "x-acs-signature-nonce",
                "acs3-" + ++nonce,
                "x-acs-content-sha256",
                hash));
        List<String> names = headers.keySet().stream().sorted().toList();
        String text = ApiSignature.acs3Text(method, "/", query, names, name -> headers.getOrDefault(name, ""), hash);
        headers.put(
                "authorization",
                ApiSignature.ACS3 + " Credential=" + ApiStage.KEY.id() + ",SignedHeaders=" + String.join(";", names)
                        + ",Signature=" + ApiSignature.acs3(ApiStage.KEY.secret(), text));
        return new ApiRequest(method, "/", ApiSignature.query(query), headers, body, "127.0.0.1");
    }

    /// @param signed names of the parameters that the signature covers, sorted
    private static ApiRequest old(String path, List<String> signed, Map<String, String> parameters) {
        Map<String, String> all = new TreeMap<>(parameters);
        all.put("accessKey", ApiStage.KEY.id());
        String text = String.join(
                "&", signed.stream().map(name -> name + "=" + all.get(name)).toList());
        byte[] signature = Hmac.sha1(Hmac.sha1Key(ApiStage.KEY.secret()), text.getBytes(UTF_8));
        all.put("signature", Base64.getEncoder().encodeToString(signature));
        ApiRequest form = ApiStage.request("POST", "", ApiSignature.query(all));
        return new ApiRequest("POST", path, "", form.headers(), form.body(), "127.0.0.1");
    }
}
