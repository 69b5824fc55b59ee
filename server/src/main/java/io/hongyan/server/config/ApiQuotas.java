package io.hongyan.server.config;

import io.hongyan.openapi.quota.Quota;
import io.hongyan.openapi.quota.Quotas;
import java.util.Map;

/// How many calls of the OpenAPI there may be in one second.
///
/// @param token of ApplyToken and QueryToken, each by one account; so are the next ones
/// @param revoke of RevokeToken
/// @param group of each action on groups
/// @param single of each action on one session, credential, certificate or trace
/// @param batch of BatchQuerySessionByClientIds
/// @param send of SendMessage
/// @param console of each action that a console calls
/// @param address of all actions by one address
public record ApiQuotas(int token, int revoke, int group, int single, int batch, int send, int console, int address) {
    public ApiQuotas {
        quotas(token, revoke, group, single, batch, send, console, address);
    }

    /// Those that the cloud service documents.
    public static ApiQuotas defaults() {
        return new ApiQuotas(
                Quota.TOKEN.perSecond(),
                Quota.REVOKE.perSecond(),
                Quota.GROUP.perSecond(),
                Quota.SINGLE.perSecond(),
                Quota.BATCH.perSecond(),
                Quota.SEND.perSecond(),
                Quota.CONSOLE.perSecond(),
                Quotas.defaults().perAddress());
    }

    public Quotas quotas() {
        return quotas(token, revoke, group, single, batch, send, console, address);
    }

    private static Quotas quotas(
            int token, int revoke, int group, int single, int batch, int send, int console, int address) {
        return new Quotas(
                Map.of(
                        Quota.TOKEN, token,
                        Quota.REVOKE, revoke,
                        Quota.GROUP, group,
                        Quota.SINGLE, single,
                        Quota.BATCH, batch,
                        Quota.SEND, send,
                        Quota.CONSOLE, console),
                address);
    }
}
