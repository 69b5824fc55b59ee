package io.hongyan.openapi.action;

import io.hongyan.cloud.metadata.AccessRight;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// The names of all that a right can be about. The [Table] has them, too, and needs a running service; a test keeps
/// both the same.
public final class ActionNames {
    private static final List<String> OF_API = List.of(
            "QuerySessionByClientId",
            "BatchQuerySessionByClientIds",
            "CloseConnection",
            "SendMessage",
            "ApplyToken",
            "QueryToken",
            "RevokeToken",
            "CreateMqttGroupId",
            "ListMqttGroupId",
            "DeleteMqttGroupId",
            "RegisterDeviceCredential",
            "GetDeviceCredential",
            "RefreshDeviceCredential",
            "UnRegisterDeviceCredential",
            "ListDeviceCredentialClientId",
            "GetRegisterCode",
            "RegisterCaCertificate",
            "GetCaCertificate",
            "ListCaCertificate",
            "InactivateCaCertificate",
            "ActiveCaCertificate",
            "DeleteCaCertificate",
            "GetDeviceCertificate",
            "ListDeviceCertificate",
            "ListDeviceCertificateByCaSn",
            "InactivateDeviceCertificate",
            "ActiveDeviceCertificate",
            "DeleteDeviceCertificate",
            "SetSniConfig",
            "AddCustomAuthIdentity",
            "UpdateCustomAuthIdentity",
            "DeleteCustomAuthIdentity",
            "QueryCustomAuthIdentity",
            "AddCustomAuthPermission",
            "UpdateCustomAuthPermission",
            "DeleteCustomAuthPermission",
            "QueryCustomAuthPermission",
            "AddCustomAuthConnectBlack",
            "DeleteCustomAuthConnectBlack",
            "QueryCustomAuthConnectBlack",
            "QueryMqttDeviceTrace",
            "QueryMqttPubTrace",
            "ListMqttInstance",
            "TagResources",
            "UntagResources",
            "ListTagResources",
            "DisasterDowngrade",
            "DisasterRecovery",
            "CreateTopic",
            "UpdateTopic",
            "ListTopic",
            "DeleteTopic",
            "CreateMqttOutboundRule",
            "UpdateMqttOutboundRule",
            "ListMqttOutboundRuleInPage",
            "DeleteMqttOutboundRule",
            "CreateMqttInboundRule",
            "UpdateMqttInboundRule",
            "ListMqttInboundRuleInPage",
            "DeleteMqttInboundRule",
            "CreateClientStatusNotifyRule",
            "UpdateClientStatusNotifyRule",
            "ListClientStatusNotifyRuleInPage",
            "DeleteClientStatusNotifyRule");

    private ActionNames() {}

    /// As rights name them, such as `mq:SendMessage`: those of the OpenAPI, and what clients do over MQTT.
    public static Set<String> ofRights() {
        Set<String> names = new TreeSet<>(List.of(AccessRight.PUBLISH, AccessRight.SUBSCRIBE));
        OF_API.forEach(name -> names.add("mq:" + name));
        return names;
    }
}
