package io.hongyan.openapi.answer;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import io.hongyan.openapi.action.ApiError;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// The answer of one request, in the format that it asks for.
public final class Answer {
    private static final String JSON = "application/json;charset=utf-8";
    private static final String XML = "text/xml;charset=utf-8";
    /// What is null is left out, as the cloud service does, in whatever depth.
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.UPPER_CAMEL_CASE)
            .changeDefaultPropertyInclusion(_ -> JsonInclude.Value.construct(Include.NON_NULL, Include.NON_NULL))
            .build();

    private final boolean xml;
    private final String requestId = UUID.randomUUID().toString().toUpperCase(Locale.ROOT);

    /// @param format `JSON` or `XML` in any case; anything else is JSON
    public Answer(@Nullable String format) {
        this.xml = "xml".equalsIgnoreCase(format);
    }

    public String requestId() {
        return requestId;
    }

    /// @param action whose name is that of the root in XML
    public ApiResponse of(String action, Record output) {
        ObjectNode body = MAPPER.createObjectNode().put("RequestId", requestId);
        ObjectNode content = MAPPER.valueToTree(output);
        body.setAll(content);
        return response(200, action + "Response", body);
    }

    /// @param host that was asked
    public ApiResponse of(ApiError error, String host) {
        ObjectNode body = MAPPER.createObjectNode()
                .put("RequestId", requestId)
                .put("HostId", host)
                .put("Code", error.code())
                .put("Message", error.getMessage())
                .put("Recommend", "");
        return response(error.status(), "Error", body);
    }

    private ApiResponse response(int status, String root, ObjectNode body) {
        return xml
                ? new ApiResponse(status, XML, XmlText.of(root, body))
                : new ApiResponse(status, JSON, MAPPER.writeValueAsString(body));
    }
}
