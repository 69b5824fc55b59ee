/// Who may come in: signatures, tokens, passwords, SCRAM, and nobody in particular.
@NullMarked
package io.hongyan.cloud.auth;

import org.jspecify.annotations.NullMarked;
