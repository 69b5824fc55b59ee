package io.hongyan.amqp.codec.method;

import io.hongyan.amqp.codec.MethodId;
import io.hongyan.amqp.codec.field.FieldTable;
import io.hongyan.amqp.codec.field.Texts;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// `connection.start-ok`: chooses a mechanism and brings the credentials.
///
/// @param clientProperties what the client says of itself
/// @param mechanism such as `PLAIN`
/// @param response of the mechanism; for PLAIN a zero, the user name, a zero, the password. Not to be modified
/// @param locale such as `en_US`
public record ConnectionStartOk(FieldTable clientProperties, String mechanism, byte[] response, String locale)
        implements ClientMethod {
    public ConnectionStartOk {
        Texts.checkShort(mechanism, "mechanism");
        Texts.checkShort(locale, "locale");
    }

    @Override
    public MethodId id() {
        return MethodId.CONNECTION_START_OK;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ConnectionStartOk that
                && clientProperties.equals(that.clientProperties)
                && mechanism.equals(that.mechanism)
                && locale.equals(that.locale)
                && Arrays.equals(response, that.response);
    }

    @Override
    public int hashCode() {
        return 31 * clientProperties.hashCode() + Arrays.hashCode(response);
    }

    /// Without the response, which holds a password.
    @Override
    public String toString() {
        return "ConnectionStartOk[clientProperties=" + clientProperties + ", mechanism=" + mechanism + "]";
    }
}
