package io.hongyan.server.command;

/// The name by which the launcher was called: what messages tell people to type must work where it is installed, too.
final class ProgramName {
    private static final String IN_A_CHECKOUT = "./hongyan";

    private ProgramName() {}

    /// The text with that name in place of the one in a checkout.
    static String in(String text) {
        return text.replace(IN_A_CHECKOUT, System.getProperty("hongyan.program", IN_A_CHECKOUT));
    }
}
