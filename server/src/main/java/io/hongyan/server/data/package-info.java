/// The data folder: one process at a time, secrets for the owner's eyes, files that are whole or not there.
@NullMarked
package io.hongyan.server.data;

import org.jspecify.annotations.NullMarked;
