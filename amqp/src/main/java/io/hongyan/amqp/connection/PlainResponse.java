package io.hongyan.amqp.connection;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.hongyan.amqp.codec.AmqpException;
import io.hongyan.amqp.codec.ReplyCode;
import java.util.Arrays;

/// What a client answers in the mechanism PLAIN: a zero, the user name, a zero, the password (RFC 4616). What may stand
/// before the first zero, on whose behalf the client acts, is empty.
record PlainResponse(String user, byte[] password) {
    /// @throws AmqpException when the response has another form
    static PlainResponse read(byte[] response) {
        int second = 1;
        while (second < response.length && response[second] != 0) {
            second++;
        }
        if (second >= response.length || response[0] != 0) {
            throw new AmqpException(
                    ReplyCode.SYNTAX_ERROR,
                    "connection.start-ok",
                    "the response of PLAIN is a zero, the user name, a zero, the password");
        }
        return new PlainResponse(
                new String(response, 1, second - 1, UTF_8), Arrays.copyOfRange(response, second + 1, response.length));
    }

    @Override
    public String toString() {
        return "PlainResponse[***]";
    }
}
