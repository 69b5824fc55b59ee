package io.hongyan.broker.session.state;

import io.hongyan.broker.auth.Identity;

/// Who a session belonged to when the broker ended, until its client is back.
public record Absent(String name) implements Identity {}
