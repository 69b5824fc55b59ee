package io.hongyan.cloud.business;

/// What a business system shows to log in, as the server SDK of the cloud service sends it.
///
/// @param user Base64 of `0:instance:AccessKey` or `0:instance:AccessKey:token`
/// @param password Base64 of HMAC-SHA1 over the signKey, with the secret
/// @param signKey the text that is signed; empty when none was sent. It never expires: the SDK shows the same one as
///     long as its process lives
/// @param custom whether the third part of the user is the name of a custom identity
public record BusinessCredentials(String user, byte[] password, String signKey, boolean custom) {
    /// Who logs in, for people: the name and the instance. Never with a token.
    public String shownUser() {
        return BusinessUser.shown(user, custom);
    }

    @Override
    public String toString() {
        return "BusinessCredentials[" + user + ", ***, " + signKey + ", custom=" + custom + "]";
    }
}
