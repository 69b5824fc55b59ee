package io.hongyan.openapi;

import java.util.LinkedHashMap;
import java.util.Map;

/// What the fields of answers and the codes of errors mean, for docs/openapi.md.
final class ApiWords {
    /// By the end of a field's path: the longest that fits counts.
    private static final Map<String, String> FIELDS = pairs("""
            RequestId | Names this call, also in the log of a fault
            OnlineStatus | Whether the client is connected now
            ClientId | The client id
            Code | 200: it was done; whatever is refused is an error instead
            Message | `operation success.`
            Success | `true`: it was done
            MsgId | The id of the message, 32 hexadecimal digits, as traces have it
            Token | The token, which a device shows in its password
            TokenStatus | Whether the token is valid now
            InstanceId | The instance
            GroupId | The group
            IndependentNaming | Always `true`: names are those of the instance alone
            CreateTime | When it was made, in milliseconds since 1970
            UpdateTime | When it was changed last, in milliseconds since 1970
            TagKey | Name of the tag
            TagValue | Value of the tag; may be empty
            DeviceAccessKeyId | With which the device logs in, in its user name `DeviceCredential|ID|INSTANCE`
            DeviceAccessKeySecret | The secret, with which the device signs its client id
            ClientIdList[] | A client id that has a credential
            PageNo | The page, from 1, as asked for
            PageSize | Items of a page, as asked for
            CurrentPage | The page, from 1, as asked for
            Total | How many there are on all pages together
            NextToken | For the parameter `NextToken` of the next call; missing on the last page
            RegisterCode | 64 hexadecimal digits: the common name of verification certificates of the instance
            Sn | Serial number of the CA certificate, hexadecimal, in small letters
            CaSn | Serial number of the CA certificate that vouches for the device, hexadecimal
            CaName | The name with which the CA was registered
            CaContent | The CA certificate, in PEM
            VerificationContent | The certificate that proved possession of the CA's key, in PEM
            RegistrationCode | The code that it was issued for
            ValidBegin | From when the certificate is valid, in milliseconds since 1970
            ValidEnd | Until when the certificate is valid, in milliseconds since 1970
            Status | `1` active, `0` inactive
            DeviceSn | Serial number of the device's certificate, hexadecimal, in small letters
            DeviceName | Common name of the device's certificate; may be empty
            DeviceContent | The device's certificate, in PEM
            IdentityType | `USER`: for every client with the user name; `CLIENT`: for one client id
            Identity | User name or client id, as `IdentityType` says
            Username | The user name
            Secret | The secret in clear text
            SignMode | `ORIGIN`: the password is the secret; `SIGNED`: a signature of the client id with it
            PermitAction | `PUB`, `SUB` or `PUB_SUB`; on the blacklist `CONNECT`
            Effect | `ALLOW` or `DENY`; on the blacklist `DENY`
            Results[].Topic | Topic or filter that the permission is about
            Time | When it happened, as `yyyy-MM-dd HH:mm:ss.SSS`, by clock and zone of the server
            Action | What happened: `connect`, `close` or `disconnect`
            ActionCode | The same as a code, such as `mqtt.trace.action.connect`
            ActionInfo | The same in words; of a refusal or an end, why
            ChannelId | Names the connection: the same in all that happened on it
            MessageOfClientList[].Action | What happened: `pub_mqtt`, `pub_mq`, `ServerSend`, `sub` or `push_offline`
            MessageTraceLists[].Action | What happened: `pub_mqtt`, `pub_mq`, `ServerSend`, `sub` or `push_offline`
            MessageOfClientList[].ClientId | The client that published the message, or was sent it
            MessageTraceLists[].ClientId | The client that published the message, or was sent it
            InstanceName | The id of the instance, as it has no other name
            InstanceStatus | Always 5 (it runs), also of one that DisasterDowngrade switched off: `hongyan admin instance list` tells
            InstanceType | Always 2: the largest edition
            KernelVersion | Version of the cloud service whose rules hold
            RegionId | Always `hongyan`
            ExpireTime | The largest Long: it does not expire
            OrderId | Always empty
            Specific | Always empty
            Data | `true`: it was done
            ResourceId | The instance
            ResourceType | Always `INSTANCE`
            AccessDeniedDetail | Never there
            Topic | The parent topic
            Remark | For people; may be empty
            RuleId | The rule
            Connection | The connection to RocketMQ, of `hongyan admin rocketmq`
            Resource | The parent topic, or with status rules the group
            Rules[].Topic | The topic in RocketMQ
            Description | For people; may be empty
            Enabled | Whether the rule is at work
            """);

    /// By code, with the status before the meaning.
    private static final Map<String, String> ERRORS = pairs("""
            ApiNotSupport | 404 | There is no such action, or the path is not `/`
            InvalidVersion | 400 | `Version` is not 2020-04-20 (or, of the actions that it had, 2019-12-11)
            UnsupportedHTTPMethod | 400 | The method is neither GET nor POST
            InvalidContentType | 400 | A body is no form (`application/x-www-form-urlencoded`)
            MissingAccessKeyId | 400 | The request is not signed: it names no AccessKey
            MissingSignature | 400 | The request has no signature
            IncompleteSignature | 400 | The header `Authorization` cannot be read, or covers too few headers
            InvalidSecurityToken.Expired | 400 | The temporary key has expired: take a new one
            InvalidSignatureMethod | 400 | The older signature is HMAC-SHA1 alone
            InvalidSignatureVersion | 400 | The older signature has version 1.0 alone
            SignatureDoesNotMatch | 400 | The signature is another one; the message has what the server signed
            InvalidTimeStamp.Format | 400 | The time is not like `2026-11-29T12:00:00Z`
            InvalidTimeStamp.Expired | 400 | The time is more than 15 minutes from the server's clock
            InvalidNonce | 400 | The nonce is missing, or too long
            SignatureNonceUsed | 400 | The nonce was used before: a request is taken once
            CheckAccountInfoFailed | 400 | SecurityToken is none of this service, or not that of the temporary key (AccessKeyId)
            InvalidAccessKeyId.NotFound | 404 | There is no such AccessKey
            InvalidAccessKeyId.Inactive | 403 | The AccessKey is switched off
            InvalidParameter.NAME | 400 | The parameter NAME has a value that it cannot have
            ParameterCheckFailed | 400 | A parameter is missing, or the request cannot be read
            ParameterFieldCheckFailed | 400 | A value is not possible here, such as a name with other characters
            InstanceNotFound | 400 | There is no such instance
            InstancePermissionCheckFailed | 400 | The AccessKey does not open the instance
            PermissionCheckFailed | 400 | The AccessKey has no right to the action, there or for that topic or group
            ResourceLimitExceeded | 400 | The instance has as many as it may have; or a rule needs what is deleted, or would carry messages in a circle: the message says which
            SystemOverFlow | 500 | Too many calls in this second (`api.quotas`), or nonces in half an hour
            ServiceUnavailable | 503 | The broker or its store does not answer now: ask again
            InternalError | 500 | A fault of the server; its log has more under the `RequestId`
            ApplyTokenOverFlow | 400 | Too many calls of ApplyToken in this second
            ResourcePermissionCheckFailed | 400 | The AccessKey may not do itself what the token is to allow
            ClientNotOnline | 400 | The client is not connected
            GroupIdAlreadyExsited | 400 | The group is there already (the spelling is that of the cloud service)
            DeleteGroupIdError | 500 | There is no such group
            TopicAlreadyExists | 400 | The parent topic is there already
            TopicNotFound | 400 | There is no such parent topic
            DeviceCredentialNotFound | 400 | The client has no credential
            RegisterCodeError | 500 | The verification certificate has another common name than the code
            CertificateInvalid | 400 | The certificate, or the setting about it, cannot be used; the message says why
            CertificateAlreadyExists | 400 | The certificate is registered, or the host name taken by another instance
            CertificateNotFound | 400 | There is no such certificate
            CertificateLimitExceeded | 400 | The instance has as many certificates, or host names, as it may have
            CustomAuthAlreadyExists | 400 | The identity, the permission or the entry is there already
            CustomAuthNotFound | 400 | There is no such identity, permission or entry
            Customauth.over.capacity | 400 | The identity has as many permissions as it may have
            RuleAlreadyExists | 400 | There is a rule of that name, or one that does the same
            RuleNotFound | 400 | There is no such rule of that kind; or the connection, parent topic or group of a new one is not there: the message says which
            """);

    private ApiWords() {}

    private static Map<String, String> pairs(String lines) {
        Map<String, String> pairs = new LinkedHashMap<>();
        lines.lines().forEach(line -> {
            String[] pair = line.split(" \\| ", 2);
            if (pairs.put(pair[0], pair[1]) != null) {
                throw new IllegalStateException(pair[0] + " is there twice");
            }
        });
        return pairs;
    }

    /// @param path such as `Data.Rules[].Topic`
    /// @throws IllegalStateException when nobody has described it
    static String field(String path) {
        for (String end = path; ; end = end.substring(end.indexOf('.') + 1)) {
            String words = FIELDS.get(end);
            if (words != null) {
                return words.replace("|", "\\|");
            }
            if (!end.contains(".")) {
                throw new IllegalStateException("no words for the field " + path + ": ApiWords needs them");
            }
        }
    }

    /// Status and meaning of each code, in the form of a row.
    static Map<String, String> errors() {
        return ERRORS;
    }
}
