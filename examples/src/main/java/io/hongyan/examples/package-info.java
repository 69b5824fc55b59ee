/// Small programs with the client, to read and to run: one class each, with a `main`. `docs/examples.md` lists them.
@NullMarked
package io.hongyan.examples;

import org.jspecify.annotations.NullMarked;
