package io.hongyan.server.alarm;

/// A receiver did not take a notice. The message says why, without what is secret of its address.
final class UndeliveredException extends Exception {
    private static final long serialVersionUID = 1L;

    UndeliveredException(String why) {
        super(why, null, false, false);
    }
}
