/// The console: accounts, logins and the pages that a browser shows.
@NullMarked
package io.hongyan.server.console;

import org.jspecify.annotations.NullMarked;
