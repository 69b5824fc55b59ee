package io.hongyan.cli.bench;

import io.hongyan.cli.option.Login;

/// Who a client of a load is.
///
/// @param number for `%i`
record ClientIdentity(int number, String clientId, Login login) {
    /// A topic with the placeholders of `-t` filled in.
    String fill(String topic) {
        return TopicPattern.fill(topic, number, clientId, login.username());
    }
}
