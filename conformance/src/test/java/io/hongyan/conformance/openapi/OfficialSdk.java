package io.hongyan.conformance.openapi;

import com.aliyun.tea.TeaException;
import com.aliyun.teaopenapi.models.Config;
import com.aliyun.teaopenapi.models.OpenApiRequest;
import com.aliyun.teaopenapi.models.Params;
import com.aliyun.teautil.models.RuntimeOptions;
import com.aliyuncs.CommonRequest;
import com.aliyuncs.DefaultAcsClient;
import com.aliyuncs.exceptions.ClientException;
import com.aliyuncs.http.MethodType;
import com.aliyuncs.profile.DefaultProfile;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// One of the two generations of the official libraries, by its generic call.
interface OfficialSdk {
    String VERSION = "2020-04-20";

    /// Calls an action.
    ///
    /// @param form whether the parameters travel in the body
    /// @return the answer; of an error its code as `Code`, and `status` 0 where the library does not show it
    Answer call(String action, String method, boolean form, Map<String, String> parameters) throws Exception;

    /// @param status of HTTP
    record Answer(int status, JsonNode json) {
        String text(String field) {
            return json.path(field).asString("");
        }
    }

    /// tea-openapi, the present one: ACS3-HMAC-SHA256.
    final class Tea implements OfficialSdk {
        private final com.aliyun.teaopenapi.Client client;

        Tea(String endpoint, String accessKey, String secretKey) throws Exception {
            this(new Config().setAccessKeyId(accessKey).setAccessKeySecret(secretKey), endpoint);
        }

        /// With a temporary key.
        Tea(String endpoint, String accessKey, String secretKey, String securityToken) throws Exception {
            this(
                    new Config()
                            .setAccessKeyId(accessKey)
                            .setAccessKeySecret(secretKey)
                            .setSecurityToken(securityToken),
                    endpoint);
        }

        private Tea(Config login, String endpoint) throws Exception {
            client =
                    new com.aliyun.teaopenapi.Client(login.setEndpoint(endpoint).setProtocol("HTTP"));
        }

        @Override
        public Answer call(String action, String method, boolean form, Map<String, String> parameters)
                throws Exception {
            Params params = new Params()
                    .setAction(action)
                    .setVersion(VERSION)
                    .setProtocol("HTTP")
                    .setPathname("/")
                    .setMethod(method)
                    .setAuthType("AK")
                    .setStyle("RPC")
                    .setReqBodyType("formData")
                    .setBodyType("json");
            OpenApiRequest request = new OpenApiRequest();
            if (form) {
                request.setBody(parameters);
            } else {
                request.setQuery(parameters);
            }
            try {
                Map<String, ?> answer = client.callApi(params, request, new RuntimeOptions());
                return new Answer(200, JsonMapper.shared().valueToTree(answer.get("body")));
            } catch (TeaException e) {
                return new Answer(e.getStatusCode(), JsonMapper.shared().valueToTree(Map.of("Code", e.getCode())));
            }
        }
    }

    /// aliyun-java-sdk-core, the one before: HMAC-SHA1 of RPC style.
    final class Core implements OfficialSdk {
        private static final String REGION = "cn-hangzhou";

        private final DefaultAcsClient client;
        private final String endpoint;

        Core(String endpoint, String accessKey, String secretKey) {
            this(endpoint, DefaultProfile.getProfile(REGION, accessKey, secretKey));
        }

        /// With a temporary key.
        Core(String endpoint, String accessKey, String secretKey, String securityToken) {
            this(endpoint, DefaultProfile.getProfile(REGION, accessKey, secretKey, securityToken));
        }

        private Core(String endpoint, DefaultProfile login) {
            this.endpoint = endpoint;
            client = new DefaultAcsClient(login);
        }

        @Override
        public Answer call(String action, String method, boolean form, Map<String, String> parameters)
                throws Exception {
            CommonRequest request = new CommonRequest();
            request.setSysDomain(endpoint);
            request.setSysVersion(VERSION);
            request.setSysAction(action);
            request.setSysMethod(MethodType.valueOf(method));
            parameters.forEach(form ? request::putBodyParameter : request::putQueryParameter);
            try {
                var response = client.getCommonResponse(request);
                return new Answer(response.getHttpStatus(), JsonMapper.shared().readTree(response.getData()));
            } catch (ClientException e) { // a ServerException is one, too
                return new Answer(0, JsonMapper.shared().valueToTree(Map.of("Code", e.getErrCode())));
            }
        }
    }
}
