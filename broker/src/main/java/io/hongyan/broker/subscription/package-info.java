/// Who is subscribed to what: the trie of filters, the results of a match, and the frames that many receivers share.
@NullMarked
package io.hongyan.broker.subscription;

import org.jspecify.annotations.NullMarked;
